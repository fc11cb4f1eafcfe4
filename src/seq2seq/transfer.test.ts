import { describe, expect, it } from "vitest";
import { type ConfigurationInput, parseConfiguration } from "../configuration/configuration.ts";
import { ConfigError } from "../errors.ts";
import { Weights } from "../nn/index.ts";
import { trainTokenizer } from "../text/index.ts";
import { type Model, traceModel } from "./model.ts";
import { transferWeights } from "./transfer.ts";

/** A model of words, drawn anew for each seed. */
function drawModel(source: string, target: string, seed: number, input: ConfigurationInput = {}): Model {
  const configuration = parseConfiguration({
    ...input,
    encoder: { size: 6, embedding: 5, ...input.encoder },
    decoder: { size: 4, embedding: 7, ...input.decoder },
  });
  const [reads, writes] = [source, target].map((line) => trainTokenizer({ kind: "words" }, [line]));
  const sizes = { source: reads!.vocabulary.size, target: writes!.vocabulary.size };
  const { specs } = traceModel(configuration, sizes).parameters;
  const weights = new Weights(specs);
  weights.initialize(specs, seed);
  return { configuration, source: reads!, target: writes!, weights };
}

/** Row or column of a token; `axis` counts from 0. */
function ofToken({ weights }: Model, name: string, axis: number, id: number): number[] {
  const { data, shape } = weights.view(name);
  const [rows, columns = 1] = shape as [number, number];
  if (axis === 0) return Array.from(data.subarray(id * columns, (id + 1) * columns));
  return Array.from({ length: rows }, (_, row) => data[row * columns + id]!);
}

const places = [
  ["encoder.embedding", "source", 0],
  ["decoder.embedding", "target", 0],
  ["decoder.output.weight", "target", 1],
  ["decoder.output.bias", "target", 0],
] as const;

describe("transferWeights", () => {
  it("copies what has no tokens, and what there is of tokens that both know, wherever they stand", () => {
    const from = drawModel("a b c", "p q r s", 1);
    from.weights.view("decoder.output.bias").data.set([1, 2, 3, 4, 5, 6, 7, 8]);
    const to = drawModel("c d a", "s z q y r", 2);
    const before = drawModel("c d a", "s z q y r", 2);
    const transfer = transferWeights(from, to);
    for (const name of transfer.copied)
      expect(to.weights.view(name).data).toEqual(from.weights.view(name).data);
    for (const [name, side, axis] of places) {
      for (const [id, token] of to[side].vocabulary.toJSON().entries()) {
        const old = from[side].vocabulary.toJSON().indexOf(token);
        const [origin, place] = old < 0 ? [before, id] : [from, old];
        expect(ofToken(to, name, axis, id), `${name} of ${token}`).toEqual(
          ofToken(origin, name, axis, place),
        );
      }
    }
    expect(transfer).toMatchObject({
      mapped: ["encoder.embedding", "decoder.embedding", "decoder.output.weight", "decoder.output.bias"],
      fresh: [],
      unused: [],
      tokens: { source: { all: 7, known: 6 }, target: { all: 9, known: 7 } },
    });
    expect(transfer.copied.length + transfer.mapped.length).toBe(to.weights.views.length);
  });

  it("of a model with the same vocabularies gives that model", () => {
    const [from, to] = [drawModel("a b", "p q", 1), drawModel("a b", "p q", 2)];
    transferWeights(from, to);
    expect(to.weights.values).toEqual(from.weights.values);
  });

  it("maps embeddings that both sides share", () => {
    const decoder = { embedding: 4, tiedEmbeddings: "all" } as const;
    const tied = { vocabulary: "joint", encoder: { embedding: 4 }, decoder } as const;
    const [from, to] = [drawModel("a b c", "a b c", 1, tied), drawModel("c x a", "c x a", 2, tied)];
    expect(transferWeights(from, to).mapped).toEqual(["shared.embedding", "decoder.output.bias"]);
    const id = (model: Model, token: string) => model.source.vocabulary.id(token);
    for (const token of ["a", "c"]) {
      const [found, expected] = [to, from].map((model) =>
        ofToken(model, "shared.embedding", 0, id(model, token)),
      );
      expect(found).toEqual(expected);
    }
  });

  it("names what one of the two does not have", () => {
    const from = drawModel("a b", "p q", 1);
    const to = drawModel("a b", "p q", 2, { context: { score: "additive" } });
    const { fresh, unused } = transferWeights(from, to);
    expect(unused.length + fresh.length).toBeGreaterThan(0);
    for (const name of fresh) expect(() => from.weights.view(name)).toThrow(RangeError);
    for (const name of unused) expect(() => to.weights.view(name)).toThrow(RangeError);
  });

  it("refuses other sizes, all of them at once, and changes nothing", () => {
    const from = drawModel("a b c", "p q", 1, { decoder: { embedding: 3 } });
    const to = drawModel("a d", "p q", 2, { encoder: { embedding: 2 } });
    const before = to.weights.values.slice();
    expect(() => transferWeights(from, to)).toThrow(
      new ConfigError(
        [
          "from: its weights have other shapes than those of this model:",
          "  encoder.embedding: [7, 5] there, [6, 2] here",
          "  encoder.0.forward.weight_x0: [5, 12] there, [2, 12] here",
          "  encoder.0.backward.weight_x0: [5, 12] there, [2, 12] here",
          "  decoder.embedding: [6, 3] there, [6, 7] here",
          "  decoder.0.weight_x0: [3, 16] there, [7, 16] here",
          "leave encoder, decoder and context out of the configuration: they are then as they are there; or train " +
            "without from",
        ].join("\n"),
      ),
    );
    expect(to.weights.values).toEqual(before);
  });
});
