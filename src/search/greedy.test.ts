import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { wildModel } from "../../test/support/wild-model.ts";
import { input, toOnnx, transpose } from "../graph/index.ts";
import type { HostTensors } from "../runtime/index.ts";
import { beamSearch } from "./graph/beam.ts";
import { greedySearch } from "./graph/greedy-search.ts";
import { bindDecoders, constraintInputs } from "./graph/search-graph.ts";
import type { SearchInputs, SearchOutput } from "./graph/search-inputs.ts";
import type { SearchOptions } from "./options.ts";
import { readRequest } from "./request.ts";
import { searchFeeds } from "./search-feeds.ts";
import { planFor } from "./search-plan.ts";

const model = wildModel({ seed: 35, words: "p q r s t u v w x" });

/** 64 lines of 1 to 9 letters. */
const lines = Array.from({ length: 64 }, (_, i) =>
  Array.from({ length: 1 + (i % 9) }, (_, t) => "abcdefgh"[(i * 5 + t * t * 3 + t) % 8]).join(""),
);

const searches: Readonly<Record<string, SearchOptions>> = {
  plain: {},
  "with penalties": { coveragePenalty: 0.5, lengthPenalty: 0.7, repetitionPenalty: 1.4 },
  "with rules": {
    prefix: "q",
    minimumLength: 2,
    noRepeatNgram: 2,
    exclude: ["p r", "s"],
    maximumLengthRatio: 1.5,
  },
};

describe.each(Object.entries(searches))("greedy search, %s", (_, given) => {
  it("is beam search with one slot: ids, log P, scores and attention", async () => {
    const options = { maximumLength: 12, ...given };
    const requests = lines.map((line) => readRequest({ model }, line, options));
    const plan = planFor(options, requests);
    expect(plan.slots).toBe(1);
    const runtime = await runtimes[0]!.open();

    const run = async (
      search: (inputs: SearchInputs, of: typeof plan) => SearchOutput,
    ): Promise<HostTensors> => {
      const source = input("source", ["S", "B"], "int32");
      const sizes = { source: model.source.vocabulary.size, target: model.target.vocabulary.size };
      const { decoders, mask } = bindDecoders([model.configuration], sizes, source);
      const inputs = { decoders, source, mask: transpose(mask), constraints: constraintInputs(plan) };
      const weights = new Map(model.weights.views.map(({ name, data }) => [name, data]));
      const executable = await runtime.compile(toOnnx({ ...search(inputs, plan) }, { weights }));
      return executable.run(searchFeeds(requests, plan));
    };
    const [greedy, beam] = await Promise.all([run(greedySearch), run(beamSearch)]);

    expect(Object.keys(greedy).sort()).toEqual(["attention", "ids", "logProbabilities", "scores"]);
    expect(beam.ids).toEqual(greedy.ids);
    // The scores are summed in another order; the rest is identical to the bit.
    const scores = [greedy, beam].map((found) => Array.from(found.scores!.data as Float32Array));
    scores[0]!.forEach((score, i) => expect(scores[1]![i]).toBeCloseTo(score, 5));
    expect(beam.logProbabilities).toEqual(greedy.logProbabilities);
    expect(beam.attention).toEqual(greedy.attention);

    const { shape, data } = greedy.ids!;
    const outputs = lines.map((_, b) =>
      (data as Int32Array).subarray(b * shape[2]!, (b + 1) * shape[2]!).join(" "),
    );
    expect(new Set(outputs).size).toBeGreaterThan(15);
    expect(new Set(outputs.map((ids) => ids.indexOf(" 3"))).size).toBeGreaterThan(3);
  });
});
