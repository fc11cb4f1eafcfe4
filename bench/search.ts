import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { compareInt8 } from "../src/export/compare-int8.ts";
import { searchModel } from "../src/export/onnx-models.ts";
import { openRuntime, type Runtime } from "../src/runtime/index.ts";
import { readRequest } from "../src/search/request.ts";
import { createTranslator, type Translator } from "../src/search/translator.ts";
import type { Model } from "../src/seq2seq/model.ts";
import type { Bench, BenchContext } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { median } from "./interleave.ts";
import { squareProduct, squareProductFlops } from "./matmul-rate.ts";
import { type BenchPairs, benchPairs } from "./pairs.ts";
import { type Decoded, decodeWithPyTorch, type SourceBatch } from "./peers/pytorch-search.ts";
import { replicaFigures } from "./replicas.ts";
import { benchModel } from "./search-model.ts";
import { timedRuntime } from "./timed-runtime.ts";

const batchSize = 64;
/** The searches that are measured, and the sentences a second that issue 3 asks for. */
const searches = [
  { name: "greedy", beam: 1, target: 5000 },
  { name: "beam 5", beam: 5, target: 1200 },
] as const;

/**
 * Search with E = H = 256, trained on enja-tanaka: its test lines in batches of 64, one line of 10 words by itself,
 * replicas against one session, the command line's start, int8 against float32, and the same model in PyTorch.
 */
export const search: Bench = async (context) => {
  const { runtime, say } = context;
  const pairs = await benchPairs();
  const { model, folder } = await benchModel(pairs, say);
  const sizes = `V ${model.source.vocabulary.size} and ${model.target.vocabulary.size}`;
  const lines = pairs.test.slice(0, 500).map(({ source }) => source);
  say(`search: ${lines.length} lines of ${pairs.name}, E = H = 256, ${sizes}`);
  const tens = lines.filter((text) => model.source.tokens(text).length === 10).slice(0, 20);

  const figures: Figure[] = [await matmulRate(runtime)];
  for (const [index, { name, beam, target }] of searches.entries()) {
    const watched = timedRuntime(runtime);
    const translator = await createTranslator(model, watched);
    const together = await timeTogether(translator, watched.spans, lines, beam);
    figures.push(
      {
        name: `${name}, batches of ${batchSize}, ids to ids`,
        value: lines.length / together.graphs,
        unit: "sentences/s",
        target,
        note: "graph runs alone, best of 7",
      },
      {
        name: `${name}, batches of ${batchSize}, text to text`,
        value: lines.length / together.all,
        unit: "sentences/s",
        note: "with words to ids, attention, scores",
      },
      {
        name: `${name}, one line of 10 words, text to text`,
        value: await timeAlone(translator, tens, beam),
        unit: "ms",
        ...(index === 1 && { target: 3, better: "below" as const }),
        note: `median of ${tens.length} lines, warm, best of 7 passes`,
      },
    );
  }
  say("search: replicas against one session, at three sizes");
  figures.push(...(await replicaFigures(runtime)));
  figures.push(...(await int8Figures(model, pairs, runtime)));
  if (folder !== undefined) {
    figures.push(...(await startFigure(folder, tens[0]!)));
    figures.push(...(await peerFigures(context, model, folder, lines, tens[0]!, figures)));
  }
  return figures;
};

async function matmulRate(runtime: Runtime): Promise<Figure> {
  const time = await squareProduct(runtime);
  await time(2);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 10; round++) best = Math.min(best, await time(2));
  return {
    name: "the runtime's best float32 product",
    value: squareProductFlops / best / 1e6,
    unit: "GFLOP/s",
    note: "2048³; the targets come from a machine with 372",
  };
}

/** Seconds for all lines, in the best of some rounds: in the graphs alone, and in all. */
async function timeTogether(
  translator: Translator,
  spans: { start: number; end: number }[],
  lines: readonly string[],
  beam: number,
): Promise<{ graphs: number; all: number }> {
  const best = { graphs: Number.POSITIVE_INFINITY, all: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 8; round++) {
    spans.length = 0;
    const start = performance.now();
    await translator.translate(lines, { beam });
    const all = (performance.now() - start) / 1000;
    if (round === 0) continue; // warm-up
    best.all = Math.min(best.all, all);
    best.graphs = Math.min(
      best.graphs,
      spans.reduce((sum, { start: from, end }) => sum + end - from, 0) / 1000,
    );
  }
  return best;
}

/** Milliseconds of a line: the median of a pass over all, in the best of some passes. */
async function timeAlone(
  translator: Translator,
  lines: readonly string[],
  beam: number,
  passes = 7,
): Promise<number> {
  const medians: number[] = [];
  for (let pass = 0; pass <= passes; pass++) {
    const milliseconds: number[] = [];
    for (const line of Array.from({ length: 60 }, (_, i) => lines[i % lines.length]!)) {
      const start = performance.now();
      await translator.translate([line], { beam });
      milliseconds.push(performance.now() - start);
    }
    if (pass > 0) medians.push(median(milliseconds)); // the first is the warm-up
  }
  return Math.min(...medians);
}

async function int8Figures(model: Model, { dev, test }: BenchPairs, runtime: Runtime): Promise<Figure[]> {
  const source = { model, name: "bench", search: { beam: 5, nBest: 1, lengthPenalty: 1 }, int8: true };
  const int8Model = searchModel(source);
  const lines = test.slice(0, batchSize).map((pair) => pair.source);
  const { float32, int8 } = await compareInt8(source, int8Model, { runtime, lines, dev: dev.slice(0, 500) });
  const oneThread = await openRuntime({ prefer: runtime.name, threads: 1 });
  const alone = await compareInt8(source, int8Model, { runtime: oneThread, lines, dev: [] });
  const note = "model.onnx, beam 5, int8 against float32";
  return [
    { name: "int8, one line", value: float32.milliseconds / int8.milliseconds, unit: "", target: 1.5, note },
    {
      name: "int8, one line, one thread",
      value: alone.float32.milliseconds / alone.int8.milliseconds,
      unit: "",
      note: `${alone.float32.milliseconds.toFixed(2)} and ${alone.int8.milliseconds.toFixed(2)} ms`,
    },
    {
      name: "int8, batches of 64",
      value: int8.sentencesPerSecond / float32.sentencesPerSecond,
      unit: "",
      note,
    },
    { name: "int8, size", value: int8.bytes / float32.bytes, unit: "%", target: 0.3, better: "below", note },
    {
      name: "int8, BLEU lost on dev",
      value: float32.metrics!.bleu - int8.metrics!.bleu,
      unit: "",
      target: 0.3,
      better: "below",
      note: `float32 ${float32.metrics!.bleu.toFixed(2)}, 500 sentences`,
    },
  ];
}

/** From the start of a process to its first line of output. */
async function startFigure(folder: string, line: string): Promise<Figure[]> {
  const program = join(import.meta.dirname, "../dist/bin/henkan.js");
  if (!existsSync(program)) return [];
  const seconds: number[] = [];
  for (let round = 0; round < 9; round++) {
    const start = performance.now();
    await new Promise<void>((resolve, reject) => {
      const child = execFile(process.execPath, [program, "translate", folder, "--beam", "5", "--quiet"]);
      child.once("error", reject);
      child.stdout!.once("data", () => {
        seconds.push((performance.now() - start) / 1000);
        resolve();
      });
      child.stdin!.end(`${line}\n`);
    });
  }
  return [
    {
      name: "process start to first translation, beam 5",
      value: median(seconds),
      unit: "s",
      target: 0.6,
      better: "below",
      note: "the built command line, median of 9",
    },
  ];
}

/** The same model in PyTorch, in the same run. */
async function peerFigures(
  { runtime, say }: BenchContext,
  model: Model,
  folder: string,
  lines: readonly string[],
  one: string,
  own: readonly Figure[],
): Promise<Figure[]> {
  const requests = lines.map((text) => readRequest({ model }, text, {}));
  requests.sort((a, b) => a.ids.length - b.ids.length);
  const batch = (some: typeof requests): SourceBatch => ({
    sources: some.map(({ ids }) => [...ids]),
    limits: some.map(({ limit }) => limit),
  });
  const batches = Array.from({ length: Math.ceil(requests.length / batchSize) }, (_, i) =>
    batch(requests.slice(i * batchSize, (i + 1) * batchSize)),
  );
  let peer: Awaited<ReturnType<typeof decodeWithPyTorch>>;
  try {
    peer = await decodeWithPyTorch({ folder, batches, one: batch([readRequest({ model }, one, {})]) });
  } catch (error) {
    say(`search: no peer: ${(error as Error).message}`);
    return [];
  }
  const translator = await createTranslator(model, runtime);
  const ratios = async (name: string, beam: number, decoded: Decoded): Promise<Figure[]> => {
    const { seconds, milliseconds, setting, oneSetting } = decoded;
    const together = own.find((figure) => figure.name === `${name}, batches of ${batchSize}, ids to ids`)!;
    const alone = await timeAlone(translator, [one], beam, 1); // as the peer is timed
    return [
      {
        name: `${name}, times PyTorch's sentences/s`,
        value: together.value / (lines.length / seconds),
        unit: "",
        note: `PyTorch ${(lines.length / seconds).toFixed(0)} sentences/s, ${setting}`,
      },
      {
        name: `${name}, one line, PyTorch's time over ours`,
        value: milliseconds / alone,
        unit: "",
        note: `PyTorch ${milliseconds.toFixed(2)} ms, ours ${alone.toFixed(2)}; ${oneSetting}`,
      },
    ];
  };
  return [...(await ratios("greedy", 1, peer.greedy)), ...(await ratios("beam 5", 5, peer.beam))];
}
