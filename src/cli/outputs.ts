import { stat } from "node:fs/promises";
import { countLines, readPairsFile } from "../data/files.ts";
import type { Pair } from "../data/index.ts";
import { ConfigError } from "../errors.ts";
import { type KeptOutputs, readSegments, readSegmentsOfPairs, withKeptOutputs } from "../jobs/index.ts";
import type { Segment } from "../metrics/index.ts";
import { loadModel } from "../model-folder/model-folder.ts";
import type { Runtime } from "../runtime/index.ts";
import type { SearchOptions } from "../search/options.ts";
import type { Model } from "../seq2seq/model.ts";
import { createEvaluator } from "../training/evaluator.ts";
import type { Ranks } from "../training/ranks.ts";
import { cutNotice } from "./cut-notice.ts";
import type { answerFlags } from "./flags/evaluate-flags.ts";
import type { FlagValues } from "./flags/flag.ts";
import { readingOptions } from "./flags/reading-flags.ts";
import { searchFlagOf } from "./flags/search-flags.ts";
import { stopAtInterrupt } from "./interrupt.ts";
import { limitNotice } from "./limit-notice.ts";
import { createSentenceCounter } from "./progress/sentence-counter.ts";
import { openRuntimeOn, ranksNotice } from "./runtime-on-ranks.ts";
import { grouped } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** The flags that name the files with right answers. */
export type AnswerFlags = FlagValues<typeof answerFlags>;

interface OutputsOptions {
  readonly terminal: Terminal;
  readonly quiet: boolean;
  /** Of the runtime, see `RuntimeOptions`. */
  readonly replicas?: number | undefined;
  /** Those that compute together. */
  readonly ranks?: Ranks | undefined;
}

interface ModelOutputsOptions extends OutputsOptions {
  /** The file to write the outputs to, see `withKeptOutputs`. */
  readonly outputs?: string | undefined;
}

/** A model, its runtime, and the pairs that it is scored on. */
export interface ModelOnPairs {
  readonly folder: string;
  readonly model: Model;
  /** SHA-256 of the model's weights. */
  readonly weights: string;
  readonly runtime: Runtime;
  readonly pairs: readonly Pair[];
  readonly pairsPath: string;
}

/**
 * Opens a model and the pairs to score it on.
 * @throws {ConfigError} where there are no pairs
 */
export async function openModelOnPairs(
  folder: string,
  { pairs: pairsPath, references, sources, ...flags }: AnswerFlags,
  options: OutputsOptions,
): Promise<ModelOnPairs> {
  if (references !== undefined || sources !== undefined) {
    throw new ConfigError(
      `${folder} is a model, and --references and --sources are for the outputs of a file: give --pairs FILE`,
    );
  }
  if (pairsPath === undefined) {
    throw new ConfigError(`${folder}: no pairs to score the model on: name a file of them with --pairs FILE`);
  }
  const { model, record } = await loadModel(folder);
  const { pairs } = await readPairsFile(pairsPath, readingOptions(flags));
  const { replicas, ranks } = options;
  const onNotice = noticesOf(options);
  if (ranks) onNotice(ranksNotice(ranks, "evaluate"));
  const runtime = await openRuntimeOn(ranks, { onNotice, replicas });
  return { folder, model, weights: record.weights.sha256, runtime, pairs, pairsPath };
}

/** A model's outputs for the sources of pairs, beside their targets. */
export async function modelOutputs(
  { model, weights, runtime, pairs }: ModelOnPairs,
  search: SearchOptions,
  { terminal, quiet, outputs }: ModelOutputsOptions,
): Promise<Segment[]> {
  const onNotice = noticesOf({ terminal, quiet });
  const { onProgress, close } = createSentenceCounter({ stream: terminal.stderr, quiet });
  const { signal, forget } = stopAtInterrupt(terminal, () => "these sentences", onNotice);
  const evaluator = await createEvaluator(model, runtime, { nameOf: searchFlagOf });
  const find = (kept?: KeptOutputs) => {
    const found = kept?.found.length ?? 0;
    if (found > 0)
      onNotice(`going on after the first ${grouped(found)} outputs, which are in ${outputs}.partial`);
    return evaluator.segments(pairs, { search, found: kept?.found, onFound: kept?.keep, onProgress, signal });
  };
  const { configuration, source, target } = model;
  const of = { weights, configuration, source, target, sources: pairs.map((pair) => pair.source), search };
  const segments = await (outputs === undefined ? find() : withKeptOutputs(outputs, of, find)).finally(() => {
    close();
    forget();
  });
  const limit = model.configuration.source.maximumLength;
  const cut = segments.filter(({ source }) => model.source.tokens(source.text).length > limit).length;
  if (cut > 0) onNotice(cutNotice(cut, model));
  const limited = limitNotice(segments.filter(({ atLimit }) => atLimit).length, search);
  if (limited !== undefined) onNotice(limited);
  return segments;
}

function noticesOf({ terminal, quiet }: OutputsOptions): (line: string) => void {
  return (line) => void (quiet || terminal.stderr.write(`${line}\n`));
}

/**
 * The outputs in a file, one per line, beside the references.
 * @throws {ConfigError} where there are no references
 */
export async function* fileOutputs(
  hypotheses: string,
  { pairs, references, sources, ...flags }: AnswerFlags,
  { terminal, quiet }: OutputsOptions,
): AsyncGenerator<Segment, void, undefined> {
  if (pairs !== undefined) {
    if (references !== undefined || sources !== undefined) {
      throw new ConfigError("--pairs holds sources and references: leave out --references and --sources");
    }
    yield* await readSegmentsOfPairs(hypotheses, pairs, readingOptions(flags));
    return;
  }
  if (references === undefined) {
    throw new ConfigError(`${hypotheses}: no right answers: give --references FILE or --pairs FILE`);
  }
  const total = await countLines(hypotheses);
  const { onProgress, close } = createSentenceCounter({ stream: terminal.stderr, quiet });
  let done = 0;
  try {
    for await (const segment of readSegments({ hypotheses, references, sources })) {
      yield segment;
      if (++done % 4096 === 0) onProgress(done, total ?? done);
    }
  } finally {
    close();
  }
}

/** The outputs of a system, which is a model folder or a file of outputs. */
export async function systemOutputs(
  system: string,
  answers: AnswerFlags,
  search: SearchOptions,
  options: OutputsOptions,
): Promise<Segment[]> {
  const isFolder = (await stat(system).catch(() => undefined))?.isDirectory() ?? false;
  if (isFolder) return modelOutputs(await openModelOnPairs(system, answers, options), search, options);
  const segments: Segment[] = [];
  for await (const segment of fileOutputs(system, answers, options)) segments.push(segment);
  return segments;
}
