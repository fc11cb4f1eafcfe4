import { describe, expect, it } from "vitest";
import { principalPlane } from "../../src/inspection/principal-plane.ts";
import { openRuntime } from "../../src/runtime/index.ts";
import { plainModel } from "../../test/support/plain-model.ts";
import { sourceIds } from "../../test/support/reference-search-comparison.ts";
import { copyingModel, wildModel } from "../../test/support/wild-model.ts";
import { InspectedModel } from "./inspected-model.ts";

const runtime = await openRuntime({ threads: 1 });
const letters = wildModel({ seed: 21, context: { score: "dot" }, target: { maximumLength: 9 } });
const loops = plainModel(letters);
const pairs = ["abc", "gabe", "hh"].map((source) => ({ source, target: `of ${source}` }));
const model = new InspectedModel(letters, pairs, runtime);

describe("a model that is looked into", () => {
  it("says what it is", () => {
    expect(model.facts).toEqual({
      heads: 1,
      reversed: false,
      parameters: letters.weights.values.length,
      states: [
        { name: "h", layer: 0, size: 6 },
        { name: "c", layer: 0, size: 6 },
        { name: "ã", size: 6 },
      ],
      encoder: { cell: "lstm", layers: 1, directions: 2 },
      decoder: { cell: "lstm", layers: 1 },
      vocabulary: ["<unk>", "</s>", "p", "q", "r", "s"].sort(
        (a, b) => letters.target.vocabulary.id(a) - letters.target.vocabulary.id(b),
      ),
      pairs: 3,
    });
  });

  it("shows states in planes: those of a changed output in the plane of the original", async () => {
    const ids = loops.greedy(sourceIds(letters, "gab"), 10).ids;
    const edits = [{ kind: "clamp", step: 1, state: 1, value: 0 }] as const;
    const { encoder, decoder } = await model.planes("gab", [{ ids }, { ids, edits }], 1);
    const states = loops.greedy(sourceIds(letters, "gab"), 10).steps.map((step) => step.states[1]!);
    const plane = principalPlane(states);
    expect(encoder.points).toHaveLength(4);
    decoder.points[0]!.forEach((point, t) => {
      point.forEach((x, axis) => expect(x).toBeCloseTo(plane.place(states[t]!)[axis]!, 3));
    });
    expect(decoder.explained[0]).toBeCloseTo(plane.explained[0], 3);
    expect(decoder.points[1]![0]).toEqual(decoder.points[0]![0]);
    expect(decoder.points[1]![1]).not.toEqual(decoder.points[0]![1]);
  });

  it("shows gates of both sides", async () => {
    const { ids, steps } = loops.greedy(sourceIds(letters, "gab"), 10);
    const decoder = await model.gates("gab", { ids }, 0, undefined);
    expect(Object.keys(decoder).sort().join("")).toBe("fgio");
    decoder.o!.forEach((row, t) => row.forEach((x, n) => expect(x).toBeCloseTo(steps[t]!.gates.o[n]!, 4)));
    expect((await model.gates("gab", { ids }, 0, 1)).f).toHaveLength(4);
  });

  it("finds the nearest pairs", async () => {
    const [first, ...rest] = await model.nearest("gabe", 5);
    expect(first).toMatchObject({ source: "gabe", target: "of gabe" });
    expect(first!.cosine).toBeCloseTo(1, 5);
    expect(rest).toHaveLength(2);
  });

  it("reads the words of edits, those that only the source has too", async () => {
    const copying = new InspectedModel(copyingModel({ seed: 15, target: { maximumLength: 5 } }), [], runtime);
    const ids = [4, 3];
    const asked = { ids, edits: [{ kind: "force", step: 0, text: "b" }] as const };
    const { output } = await copying.continueFrom("bd", asked, {});
    expect(output!.tokens[0]).toBe("b");
    await expect(model.continueFrom("bd", asked, {})).rejects.toThrow(
      'the model cannot write "b", which is not in its target vocabulary',
    );
    const { output: ended } = await model.continueFrom(
      "bd",
      { ids, edits: [{ kind: "force", step: 0, text: "</s>" }] },
      {},
    );
    expect(ended!.tokens).toEqual([]);
  });
});
