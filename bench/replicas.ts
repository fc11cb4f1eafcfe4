import { parseConfiguration } from "../src/configuration/configuration.ts";
import { Weights } from "../src/nn/index.ts";
import { RandomStream } from "../src/random.ts";
import { openRuntime, type Runtime } from "../src/runtime/index.ts";
import { createScorer } from "../src/search/scorer.ts";
import { createTranslator } from "../src/search/translator.ts";
import { type Model, traceModel } from "../src/seq2seq/model.ts";
import { BOS, EOS, PAD, trainTokenizer } from "../src/text/index.ts";
import type { Figure } from "./figure.ts";
import { interleave, timed } from "./interleave.ts";
import { type BenchShape, modelSettings, shapes } from "./shapes.ts";

/** Enough that replicas come to be used: ten batches. */
const sentences = 640;

/** Whole calls of `translate` and `countPairs` on replicas of one thread, against one session of as many threads. */
export async function replicaFigures({ name, threads }: Runtime): Promise<Figure[]> {
  if (threads === 1) return [];
  const one = await openRuntime({ prefer: name, threads, replicas: 1 });
  const shared = await openRuntime({ prefer: name, threads, replicas: threads });
  const figures: Figure[] = [];
  for (const shape of shapes.toReversed()) {
    const model = randomModel(shape);
    const lines = drawLines(shape);
    const entry = async (beam: number, runtime: Runtime) => {
      const translator = await createTranslator(model, runtime);
      return timed(() => translator.translate(lines, { beam, maximumLengthRatio: 1 }));
    };
    for (const [search, beam] of [
      ["greedy", 1],
      ["beam 5", 5],
    ] as const) {
      const entries = { one: await entry(beam, one), shared: await entry(beam, shared) };
      figures.push(await ratio(`${search}, ${shape.name}`, threads, entries));
    }
    const pairs = lines.map((line) => ({ source: line, target: line }));
    const [alone, together] = [await createScorer(model, one), await createScorer(model, shared)];
    const entries = {
      one: timed(() => alone.countPairs(pairs)),
      shared: timed(() => together.countPairs(pairs)),
    };
    figures.push(await ratio(`scores of pairs, ${shape.name}`, threads, entries));
  }
  return figures;
}

async function ratio(
  name: string,
  threads: number,
  entries: Parameters<typeof interleave<"one" | "shared">>[0],
): Promise<Figure> {
  const { one, shared } = await interleave(entries, { rounds: 5 });
  return {
    name: `${threads} replicas: ${name}`,
    value: one.median / shared.median,
    unit: "",
    note: `${rate(shared.median)} sentences/s, one session of ${threads} threads ${rate(one.median)}`,
  };
}

function rate(milliseconds: number): string {
  return ((sentences / milliseconds) * 1000).toFixed(0);
}

/** Random weights that never write `</s>`: an output is as long as it may be. */
function randomModel({ V, E, H }: BenchShape): Model {
  const side = { tokenizer: "words", minimumCount: 1, maximumVocabulary: V } as const;
  const configuration = parseConfiguration({ ...modelSettings({ E, H }), source: side, target: side });
  const words = Array.from({ length: V - 4 }, (_, n) => `w${n}`).join(" ");
  const tokenizer = trainTokenizer({ kind: "words", ...side }, [words]);
  const { size } = tokenizer.vocabulary;
  const { specs } = traceModel(configuration, { source: size, target: size }).parameters;
  const weights = new Weights(specs);
  weights.initialize(specs, 1);
  const bias = weights.view("decoder.output.bias").data;
  for (const id of [PAD, BOS, EOS]) bias[id] = -30;
  return { configuration, source: tokenizer, target: tokenizer, weights };
}

/** Of 4 to 20 words. */
function drawLines({ V }: BenchShape): string[] {
  const random = new RandomStream(1, "lines for replicas");
  const line = () => Array.from({ length: 4 + random.integer(17) }, () => `w${random.integer(V - 4)}`);
  return Array.from({ length: sentences }, () => line().join(" "));
}
