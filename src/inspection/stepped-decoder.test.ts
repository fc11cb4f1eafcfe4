import { describe, expect, it } from "vitest";
import { plainModel } from "../../test/support/plain-model.ts";
import { createReference } from "../../test/support/reference-search.ts";
import { expectClose } from "../../test/support/reference-search-comparison.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { copyingModel, wildModel } from "../../test/support/wild-model.ts";
import { readRequest } from "../search/request.ts";
import type { Model } from "../seq2seq/model.ts";
import { BOS, EOS } from "../text/index.ts";
import { decoderStates } from "./decoder-states.ts";
import { type DecoderRow, SteppedDecoder } from "./stepped-decoder.ts";

const plain = wildModel({ context: { score: "dot" } });

const family: Readonly<Record<string, Model>> = {
  "an LSTM with attention": plain,
  "two GRU layers, multi-head attention": wildModel({
    seed: 4,
    encoder: { cell: "gru", layers: 2 },
    decoder: { cell: "gru", layers: 2, inputFeeding: false },
    context: { score: "multi-head", heads: 3 },
  }),
  "a layer-normalised LSTM, coverage": wildModel({
    seed: 5,
    encoder: { cell: "layer-norm-lstm" },
    decoder: { cell: "layer-norm-lstm" },
    context: { score: "additive", coverage: true },
  }),
  "a fixed vector": wildModel({ seed: 6, context: { kind: "fixed-every-step" } }),
  "an SSRU": wildModel({ seed: 7, encoder: { cell: "ssru" }, decoder: { cell: "ssru" } }),
  "a layer-normalised GRU": wildModel({
    seed: 8,
    encoder: { cell: "layer-norm-gru", bidirectional: false },
    decoder: { cell: "layer-norm-gru" },
  }),
  "a copying model": copyingModel({ seed: 15 }),
};

describe.each(runtimes)("a stepped decoder, $name", ({ open }) => {
  it.each(Object.entries(family))("says what teacher forcing says: %s", async (_, model) => {
    const runtime = await open();
    const decoder = new SteppedDecoder(model, runtime);
    const reference = await createReference([model], runtime);
    const request = readRequest({ model }, "bdach", {});
    const source = await decoder.read(request);
    expect(source.states).toHaveLength(6);
    expect(source.initial.map(({ length }) => length)).toEqual(
      decoderStates(model.configuration).map(({ size = 6 }) => size),
    );
    // Three outputs at once, each with states of its own.
    const outputs = [
      [4, 5, 6],
      [5, 5, 7],
      [7, 4, 4],
    ];
    let rows: DecoderRow[] = outputs.map(() => ({ token: BOS, states: source.initial }));
    for (let t = 0; t <= 3; t++) {
      const stepped = await decoder.step(source, rows);
      for (const [r, output] of outputs.entries()) {
        const said = await reference.nextLogProbabilities(request.ids, output.slice(0, t), request.copies);
        const possible = said.logProbabilities.map((x, id) => (x > -1e8 ? id : -1)).filter((id) => id >= 0);
        expectClose(
          possible.map((id) => stepped[r]!.logProbabilities[id]!),
          possible.map((id) => said.logProbabilities[id]!),
        );
        expectClose(Array.from(stepped[r]!.attention ?? []), said.attention ?? []);
      }
      rows = outputs.map((output, r) => ({ token: output[t]!, states: stepped[r]!.states }));
    }
    await decoder.release();
  });
});

describe("what a stepped decoder shows", async () => {
  const decoder = new SteppedDecoder(plain, await runtimes[0]!.open());
  const request = readRequest({ model: plain }, "hab", {});
  const loops = plainModel(plain);

  it("states and gates are those of plain loops, of the encoder too", async () => {
    const source = await decoder.read(request, { gates: true });
    const expected = loops.read(request.ids);
    source.states.forEach((state, s) => expectClose(Array.from(state), expected.memory[s]!));
    source.initial.forEach((state, n) => expectClose(Array.from(state), expected.initial[n]!));
    expect(source.gates).toHaveLength(1);
    const [forward, backward] = source.gates![0]!;
    for (const gate of ["i", "f", "o", "g"] as const) {
      expect(backward![gate]).toHaveLength(4);
      forward![gate]!.forEach((row, s) => expectClose(Array.from(row), expected.forwardGates[s]![gate]));
    }
    const [stepped] = await decoder.step(source, [{ token: BOS, states: source.initial }], { gates: true });
    const now = loops.step(expected, BOS, expected.initial);
    stepped!.states.forEach((state, n) => expectClose(Array.from(state), now.states[n]!));
    for (const gate of ["i", "f", "o", "g"] as const) {
      expectClose(Array.from(stepped!.gates![0]![gate]!), now.gates[gate]);
    }
  });

  it("attention that is given takes the place of the computed one, row by row", async () => {
    const source = await decoder.read(request);
    const row = { token: 5, states: source.initial };
    const attention = [0.9, 0, 0, 0.1];
    const [given, computed] = await decoder.step(source, [{ ...row, attention }, row]);
    const expected = loops.read(request.ids);
    const [withRow, without] = [attention, undefined].map((forced) =>
      loops.step(expected, 5, expected.initial, forced),
    );
    expectClose(Array.from(given!.attention!), attention);
    expectClose(Array.from(given!.logProbabilities.slice(EOS), Math.exp), withRow!.probabilities.slice(EOS));
    expectClose(
      Array.from(computed!.logProbabilities.slice(EOS), Math.exp),
      without!.probabilities.slice(EOS),
    );
    const differences = given!.logProbabilities.map((x, id) => Math.abs(x - computed!.logProbabilities[id]!));
    expect(Math.max(...differences.slice(EOS))).toBeGreaterThan(0.05);
  });

  it.each(Object.entries(family))("gates of %s: by layer, between their bounds", async (_, model) => {
    const other = new SteppedDecoder(model, await runtimes[0]!.open());
    const { encoder, decoder: writes } = model.configuration;
    const source = await other.read(readRequest({ model }, "hab", {}), { gates: true });
    const [stepped] = await other.step(source, [{ token: BOS, states: source.initial }], { gates: true });
    expect(source.gates!.map((ofLayer) => ofLayer.length)).toEqual(
      Array(encoder.layers).fill(encoder.bidirectional ? 2 : 1),
    );
    expect(stepped!.gates).toHaveLength(writes.layers);
    const letters = { lstm: "fgio", gru: "nrz", ssru: "fn" }[
      writes.cell.replace("layer-norm-", "") as "lstm"
    ];
    for (const gates of stepped!.gates!) {
      expect(Object.keys(gates).sort().join("")).toBe(letters);
      for (const [gate, values] of Object.entries(gates)) {
        expect(values).toHaveLength(6);
        if (gate === "n" || gate === "g") continue;
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...values)).toBeLessThanOrEqual(1);
      }
    }
  });
});
