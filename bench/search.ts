import { Weights } from "../src/nn/index.ts";
import { createTranslator } from "../src/search/translator.ts";
import { parseConfiguration } from "../src/seq2seq/configuration.ts";
import { type Model, traceModel } from "../src/seq2seq/model.ts";
import { EOS, trainTokenizer } from "../src/text/index.ts";
import type { Bench } from "./bench.ts";
import { median } from "./interleave.ts";
import { type BenchPairs, benchPairs } from "./pairs.ts";
import { timedRuntime } from "./timed-runtime.ts";

/** Steps of every search: the mean length of enja-tanaka's targets is 12.3 with `</s>`. */
const steps = 13;

/**
 * Greedy search with E = H = 256, lines in to lines out, in batches of 64 and one by one. The weights are random
 * and never write `</s>`, so that each search makes 13 steps, whatever the weights.
 */
export const search: Bench = async ({ runtime, say }) => {
  const pairs = await benchPairs();
  const model = randomModel(pairs);
  const sizes = `V ${model.source.vocabulary.size} and ${model.target.vocabulary.size}`;
  const lines = pairs.test.slice(0, 500).map(({ source }) => source);
  say(
    `search: ${lines.length} lines of ${pairs.name}, E = H = 256, ${sizes}, random weights, ${steps} steps each`,
  );
  const watched = timedRuntime(runtime);
  const translator = await createTranslator(model, watched);

  const seconds: number[] = [];
  const inGraph: number[] = [];
  for (let round = 0; round < 6; round++) {
    watched.spans.length = 0;
    const start = performance.now();
    await translator.translate(lines);
    if (round === 0) continue; // warm-up
    seconds.push((performance.now() - start) / 1000);
    inGraph.push(watched.spans.reduce((sum, { start: from, end }) => sum + end - from, 0) / 1000);
  }
  const line = lines.find((text) => model.source.tokens(text).length === 10)!;
  const single: number[] = [];
  for (let round = 0; round < 100; round++) {
    const start = performance.now();
    await translator.translate([line]);
    if (round >= 10) single.push(performance.now() - start);
  }
  return [
    {
      name: "greedy, batches of 64, ids to ids",
      value: lines.length / Math.min(...inGraph),
      unit: "sentences/s",
      aim: 5000,
      note: `graph runs alone; ${steps} steps each, random weights`,
    },
    {
      name: "greedy, batches of 64, text to text",
      value: lines.length / Math.min(...seconds),
      unit: "sentences/s",
      note: "with words to ids, attention, scores; best of 5",
    },
    {
      name: "greedy, one line of 10 words, text to text",
      value: median(single),
      unit: "ms",
      note: "median of 90",
    },
  ];
};

function randomModel({ train }: BenchPairs): Model {
  const options = { tokenizer: "words", minimumCount: 2 } as const;
  const configuration = parseConfiguration({
    source: options,
    target: { ...options, maximumLength: steps - 1 },
  });
  const tokenizer = (side: "source" | "target") =>
    trainTokenizer(
      { kind: "words", minimumCount: 2 },
      train.map((pair) => pair[side]),
    );
  const source = tokenizer("source");
  const target = tokenizer("target");
  const { parameters } = traceModel(configuration, {
    source: source.vocabulary.size,
    target: target.vocabulary.size,
  });
  const weights = new Weights(parameters.specs);
  weights.initialize(parameters.specs, 1);
  weights.view("decoder.output.bias").data[EOS] = -1e9;
  return { configuration, source, target, weights };
}
