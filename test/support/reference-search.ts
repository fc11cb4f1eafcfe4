import { add, constant, input, logSoftmax, toOnnx } from "../../src/graph/index.ts";
import type { Runtime } from "../../src/runtime/index.ts";
import type { Mixture } from "../../src/seq2seq/copying.ts";
import { type Model, traceModel } from "../../src/seq2seq/model.ts";
import type { TargetPrediction } from "../../src/seq2seq/output-layer.ts";
import { BOS, EOS, PAD, UNK } from "../../src/text/index.ts";

/*
 * Beam search, sampling and exhaustive search in plain loops over plain arrays: what the graphs of src/search are
 * tested against. It shares nothing with them: every step runs the decoder over whole prefixes from `<s>` on, by
 * teacher forcing. Ranks and scores are sums in double precision of log P in single precision. What the models say
 * after a prefix is computed once for each source and kept.
 */

/** Options of all searches; `beam`, `nBest`, `groups` and `diversity` do not concern sampling. */
export interface ReferenceOptions {
  /** The most steps, `</s>` included: at the last one nothing but `</s>` may follow. At least 1. */
  readonly limit: number;
  /** For models that may copy: the id of each source token, `</s>` included, from V on for those that the source adds. */
  readonly copies?: Int32Array;
  /** K. Default 1. */
  readonly beam?: number;
  /** Hypotheses wanted, at most K for beam search. Default 1. */
  readonly nBest?: number;
  /** α of Wu 2016, eq. 14, or the number of tokens, `</s>` included. Default "average". */
  readonly lengthPenalty?: "average" | number;
  /** β of Wu 2016, eq. 14. Default 0. */
  readonly coveragePenalty?: number;
  /** The fewest tokens, `</s>` not counted. Default 0. */
  readonly minimum?: number;
  /** The tokens that the output begins with. Default none. */
  readonly prefix?: readonly number[];
  /** n: no n tokens occur twice in the same order. Default 0: they may. */
  readonly noRepeatNgram?: number;
  /** θ, a factor of log P in the rank of a token that is there already. Default 1. */
  readonly repetitionPenalty?: number;
  /** Phrases, of one token or more, that do not occur. Default none. */
  readonly exclude?: readonly (readonly number[])[];
  /** Phrases, of one token or more, that occur. Default none. */
  readonly include?: readonly (readonly number[])[];
  /** G, a divisor of K. Default 1. */
  readonly groups?: number;
  /** What a token costs a later group for each time that earlier groups chose it. Default 0. */
  readonly diversity?: number;
  /**
   * Hears how clear each decision of a beam search was: by how much a number that was taken exceeds one that was not.
   * Equals, which go by order, are not reported. A search in other precision may decide otherwise where it is small.
   */
  readonly decided?: (margin: number) => void;
}

export interface SamplingOptions extends ReferenceOptions {
  /** [steps] numbers from [0, 1), one a step. */
  readonly uniform: readonly number[];
  /** Default 1. */
  readonly temperature?: number;
  /** Default: all tokens. */
  readonly topK?: number;
  /** Default 1: all tokens. */
  readonly topP?: number;
}

export interface ReferenceHypothesis {
  /** Without `</s>`. */
  readonly ids: number[];
  readonly score: number;
  /** The sum of the next. */
  readonly logProbability: number;
  /** The model's own log P of each token and of `</s>`. */
  readonly tokenLogProbabilities: number[];
  /** For each token and `</s>`, the weights over the source's tokens and its `</s>`. */
  readonly attention: number[][] | null;
}

/** What the models say after a prefix. */
export interface Prediction {
  /** [V], with copying [V + S]: log P of the next token; about −10⁹ of what is never written, `<pad>` and `<s>`. */
  readonly logProbabilities: number[];
  /** [S] of the step that predicts. */
  readonly attention: number[] | null;
}

/** Searches for one source at a time: its ids, `</s>` included. */
export interface Reference {
  /** The best `nBest` of those found, or fewer, best first. */
  beam(source: Int32Array, options: ReferenceOptions): Promise<ReferenceHypothesis[]>;
  /** @throws Error where the rules leave no token */
  sample(source: Int32Array, options: SamplingOptions): Promise<ReferenceHypothesis>;
  /** The best `nBest` of all outputs that the rules allow, best first: for tiny vocabularies and limits. */
  exhaustive(source: Int32Array, options: ReferenceOptions): Promise<ReferenceHypothesis[]>;
  /** @param prefix without `<s>` */
  nextLogProbabilities(
    source: Int32Array,
    prefix: readonly number[],
    copies?: Int32Array,
  ): Promise<Prediction>;
}

/** @param models one, or an ensemble: models of the same vocabularies, whose probabilities are averaged */
export async function createReference(models: readonly Model[], runtime: Runtime): Promise<Reference> {
  const predictors = await Promise.all(models.map((model) => compilePredictor(model, runtime)));

  /** What the models say after each of the prefixes, which are equally long. */
  const predict = async (
    source: Int32Array,
    copies: Int32Array | undefined,
    prefixes: readonly (readonly number[])[],
  ) => {
    if (prefixes.length === 0) return [];
    const ofModels = await Promise.all(predictors.map((predictor) => predictor(source, copies, prefixes)));
    return prefixes.map((_, row) => average(ofModels.map((predictions) => predictions[row]!)));
  };

  const known = new Map<string, Prediction>();
  const recall = async (
    source: Int32Array,
    { copies }: ReferenceOptions,
    prefixes: readonly (readonly number[])[],
  ) => {
    const keys = prefixes.map((prefix) => `${source.join()} ${copies?.join()} ${prefix.join()}`);
    const unknown = [...prefixes.keys()].filter((i) => !known.has(keys[i]!));
    const predictions = await predict(
      source,
      copies,
      unknown.map((i) => prefixes[i]!),
    );
    unknown.forEach((i, at) => known.set(keys[i]!, predictions[at]!));
    return keys.map((key) => known.get(key)!);
  };

  return {
    async beam(source, options) {
      const { beam = 1, groups = 1, diversity = 0 } = options;
      const all = Array.from({ length: groups }, () => ({ live: [nothing], finished: 0 }));
      const finished: Hypothesis[] = [];
      const isOver = () => {
        const live = all.flatMap((group) => group.live);
        return isSettled(live, finished, options);
      };
      while (!isOver()) {
        const taken: number[] = []; // the last tokens of what earlier groups kept at this step
        for (const group of all) {
          const predictions = await recall(
            source,
            options,
            group.live.map(({ tokens }) => tokens),
          );
          const candidates = group.live.flatMap((one, slot) => considered(one, predictions[slot]!, options));
          const worth = (one: Hypothesis) => one.rank - diversity * count(taken, one.tokens.at(-1)!);
          const room = beam / groups - group.finished;
          const ordered = inOrder(candidates, worth, options);
          const kept = ordered.slice(0, room);
          tellMargins(kept, ordered.slice(room), worth, options);
          const ended = kept.filter(isFinished);
          group.live = kept.filter((one) => !isFinished(one));
          group.finished += ended.length;
          finished.push(...ended);
          taken.push(...kept.map(({ tokens }) => tokens.at(-1)!));
        }
      }
      return best(finished, options);
    },

    async sample(source, options) {
      const { uniform, temperature = 1, topK = Number.POSITIVE_INFINITY, topP = 1 } = options;
      let drawn = nothing;
      while (!isFinished(drawn)) {
        const t = drawn.tokens.length;
        const [prediction] = await recall(source, options, [drawn.tokens]);
        const sorted = successors(drawn, prediction!, options);
        const all = topK === Number.POSITIVE_INFINITY && topP === 1;
        const candidates = all
          ? sorted.sort((a, b) => a.tokens.at(-1)! - b.tokens.at(-1)!)
          : sorted.slice(0, topK);
        const { rank } = drawn;
        const weights = softmax(candidates.map((one) => (one.rank - rank) / temperature));
        const reached = cumulative(weights).findIndex((sum) => sum >= topP);
        const nucleus = cumulative(reached < 0 ? weights : weights.slice(0, reached + 1));
        const chosen = nucleus.findIndex((sum) => sum > uniform[t]! * nucleus.at(-1)!);
        if (chosen < 0) throw new Error(`nothing may follow ${drawn.tokens.join(" ")}`);
        drawn = candidates[chosen]!;
      }
      return result(drawn, options);
    },

    async exhaustive(source, options) {
      const finished: Hypothesis[] = [];
      for (let live = [nothing]; live.length > 0; ) {
        const predictions = await recall(
          source,
          options,
          live.map(({ tokens }) => tokens),
        );
        const longer = live.flatMap((one, i) => successors(one, predictions[i]!, options));
        finished.push(...longer.filter(isFinished));
        live = longer.filter((one) => !isFinished(one));
      }
      return best(finished, options);
    },

    async nextLogProbabilities(source, prefix, copies) {
      const [prediction] = await predict(source, copies, [prefix]);
      return prediction!;
    },
  };
}

/** The model over whole prefixes, by teacher forcing. What is copied is mixed in plain loops, in double precision. */
async function compilePredictor({ configuration, source, target, weights }: Model, runtime: Runtime) {
  const V = target.vocabulary.size;
  const { decoder } = traceModel(configuration, { source: source.vocabulary.size, target: V });
  const { prediction, weights: attention } = decoder.unroll(input("targetInput", ["T", "B"], "int32"));
  const { logits, gate }: TargetPrediction & Partial<Pick<Mixture, "gate">> = prediction;
  const neverWritten = Array.from({ length: V }, (_, id) => (id === PAD || id === BOS ? -1e9 : 0));
  const onnx = toOnnx(
    {
      logProbabilities: logSoftmax(add(logits, constant(neverWritten))), // [T, B, V]
      ...(attention && { attention }), // [T, B, S]
      ...(gate && { gate }), // [T, B, 1]
    },
    { weights: new Map(weights.views.map(({ name, data }) => [name, data])) },
  );
  const executable = await runtime.compile(onnx);

  return async (
    ids: Int32Array,
    copies: Int32Array | undefined,
    prefixes: readonly (readonly number[])[],
  ): Promise<Prediction[]> => {
    const [S, B, T] = [ids.length, prefixes.length, prefixes[0]!.length + 1];
    const byTime = (length: number, of: (t: number, b: number) => number) =>
      Int32Array.from({ length: length * B }, (_, i) => of(Math.floor(i / B), i % B));
    const read = (id: number) => (id < V ? id : UNK);
    const { logProbabilities, attention, gate } = await executable.run({
      source: { dtype: "int32", shape: [S, B], data: byTime(S, (s) => ids[s]!) },
      sourceMask: { dtype: "float32", shape: [S, B], data: new Float32Array(S * B).fill(1) },
      targetInput: {
        dtype: "int32",
        shape: [T, B],
        data: byTime(T, (t, b) => (t === 0 ? BOS : read(prefixes[b]![t - 1]!))),
      },
    });
    const lastRow = (data: Float32Array, size: number, b: number) => {
      const start = ((T - 1) * B + b) * size;
      return Array.from(data.subarray(start, start + size));
    };
    return prefixes.map((_, b) => {
      const generated = lastRow(logProbabilities!.data as Float32Array, V, b);
      const weights = attention === undefined ? null : lastRow(attention.data as Float32Array, S, b);
      if (gate === undefined) return { logProbabilities: generated, attention: weights };
      const [z] = lastRow(gate.data as Float32Array, 1, b);
      return { logProbabilities: mixed(generated, z!, weights!, copies!), attention: weights };
    });
  };
}

/** log P of V + S tokens: each is written with probability g = σ(z), or copied from where it stands in the source. */
function mixed(
  generated: readonly number[],
  z: number,
  attention: readonly number[],
  copies: Int32Array,
): number[] {
  const g = 1 / (1 + Math.exp(-z));
  return Array.from({ length: generated.length + copies.length }, (_, id) => {
    const copied = sum(attention.filter((_, s) => copies[s] === id));
    const probability = g * Math.exp(generated[id] ?? never) + (1 - g) * copied;
    return probability > 0 ? Math.log(probability) : never;
  });
}

/** log P of what is never written. */
const never = -1e9;

/** An ensemble's: log of the mean probability, and the mean attention of the models that have one. */
function average(predictions: readonly Prediction[]): Prediction {
  const attentions = predictions.map(({ attention }) => attention).filter((row) => row !== null);
  return {
    logProbabilities: predictions[0]!.logProbabilities.map((_, id) => {
      const logs = predictions.map(({ logProbabilities }) => logProbabilities[id]!);
      const largest = Math.max(...logs);
      return largest + Math.log(mean(logs.map((x) => Math.exp(x - largest))));
    }),
    attention: attentions[0]?.map((_, s) => mean(attentions.map((row) => row[s]!))) ?? null,
  };
}

/** An output, or the beginning of one. */
interface Hypothesis {
  /** With `</s>`, once it is finished. */
  readonly tokens: readonly number[];
  /** log P, altered by the repetition penalty. */
  readonly rank: number;
  readonly logProbabilities: readonly number[];
  readonly attention: readonly (number[] | null)[];
}

const nothing: Hypothesis = { tokens: [], rank: 0, logProbabilities: [], attention: [] };

function isFinished({ tokens }: Hypothesis): boolean {
  return tokens.at(-1) === EOS;
}

/** The hypotheses that are one token longer and that the rules allow, in order of rank, then of id. */
function successors(
  { tokens, rank, logProbabilities, attention }: Hypothesis,
  prediction: Prediction,
  options: ReferenceOptions,
): Hypothesis[] {
  const { repetitionPenalty = 1 } = options;
  const forced = forcedToken(tokens.length, options);
  const ids = [...prediction.logProbabilities.keys()].filter(
    (id) => prediction.logProbabilities[id]! > never / 2,
  );
  const allowed = ids.filter((id) =>
    forced === undefined
      ? mayFollow(tokens, id, options)
      : id === forced && (id !== EOS || hasAll(tokens, options)),
  );
  const longer = allowed.map((id) => {
    const logProbability = prediction.logProbabilities[id]!;
    const factor = forced === undefined && tokens.includes(id) ? repetitionPenalty : 1;
    return {
      tokens: [...tokens, id],
      rank: rank + factor * logProbability,
      logProbabilities: [...logProbabilities, logProbability],
      attention: [...attention, prediction.attention],
    };
  });
  return longer.sort((a, b) => b.rank - a.rank);
}

/** The only token that may stand at place t, if there is one: then no other rule applies but that of `hasAll`. */
function forcedToken(t: number, { limit, prefix = [] }: ReferenceOptions): number | undefined {
  return t + 1 === limit ? EOS : prefix[t];
}

function mayFollow(tokens: readonly number[], next: number, options: ReferenceOptions): boolean {
  const { minimum = 0, exclude = [], noRepeatNgram: n = 0 } = options;
  if (next === PAD || next === BOS) return false;
  if (next === EOS && tokens.length < minimum) return false;
  if (next === EOS && !hasAll(tokens, options)) return false;
  const longer = [...tokens, next];
  const ngram = longer.slice(-n);
  if (n > 0 && ngram.length === n && tokens.some((_, at) => standsAt(tokens, at, ngram))) return false;
  return !exclude.some((phrase) => standsAt(longer, longer.length - phrase.length, phrase));
}

/** Whether all phrases that are asked for are there: before that nothing ends, at the limit neither. */
function hasAll(tokens: readonly number[], { include = [] }: ReferenceOptions): boolean {
  return include.every((phrase) => progress(phrase, tokens) === phrase.length);
}

function standsAt(tokens: readonly number[], at: number, phrase: readonly number[]): boolean {
  return phrase.every((token, i) => tokens[at + i] === token);
}

/** How many of a phrase's tokens have been met, one after the other; once all are, it stays so. */
function progress(phrase: readonly number[], tokens: readonly number[]): number {
  let met = 0;
  for (const token of tokens) {
    if (met === phrase.length) break;
    met = token === phrase[met] ? met + 1 : token === phrase[0] ? 1 : 0;
  }
  return met;
}

/** A hypothesis' candidates: its K best successors, then those that go on with an unfinished phrase. */
function considered(hypothesis: Hypothesis, prediction: Prediction, options: ReferenceOptions): Hypothesis[] {
  const { beam = 1, include = [], decided } = options;
  const all = successors(hypothesis, prediction, options);
  const candidates = all.slice(0, beam);
  if (all.length > beam) tell(decided, all[beam - 1]!.rank - all[beam]!.rank);
  for (const phrase of include) {
    const next = phrase[progress(phrase, hypothesis.tokens)]; // none, if the phrase is complete
    const one = all.find(({ tokens }) => tokens.at(-1) === next);
    if (one !== undefined && !candidates.includes(one)) candidates.push(one);
  }
  return candidates;
}

/**
 * Candidates in the order in which the beam takes them: from each bank (as many constraint tokens met) the best,
 * then from each the second, … (Hu et al. 2019). Without constraints all are in one bank, so in order of worth.
 */
function inOrder(
  candidates: readonly Hypothesis[],
  worth: (one: Hypothesis) => number,
  options: ReferenceOptions,
): Hypothesis[] {
  const bankOf = (one: Hypothesis) => bank(one, options);
  const ranked = candidates.toSorted((a, b) => worth(b) - worth(a));
  const banks = ranked.map(bankOf);
  const places = banks.map((bank, i) => ({ i, bank, before: count(banks.slice(0, i), bank) }));
  return places.sort((a, b) => a.before - b.before || b.bank - a.bank).map(({ i }) => ranked[i]!);
}

/** How many tokens of the phrases to include have been met. */
function bank({ tokens }: Hypothesis, { include = [] }: ReferenceOptions): number {
  return sum(include.map((phrase) => progress(phrase, tokens)));
}

/** Only those of one bank compete. */
function tellMargins(
  kept: readonly Hypothesis[],
  dropped: readonly Hypothesis[],
  worth: (one: Hypothesis) => number,
  options: ReferenceOptions,
): void {
  for (const winner of kept) {
    const rivals = dropped.filter((one) => bank(one, options) === bank(winner, options));
    for (const rival of rivals) tell(options.decided, worth(winner) - worth(rival));
  }
}

function tell(decided: ReferenceOptions["decided"], margin: number): void {
  if (margin !== 0) decided?.(Math.abs(margin));
}

/** Whether nothing lives, or what lives can no longer be among the best. */
function isSettled(
  live: readonly Hypothesis[],
  finished: readonly Hypothesis[],
  options: ReferenceOptions,
): boolean {
  if (live.length === 0) return true;
  const found = best(finished, options);
  const bound = Math.max(...live.map(({ rank }) => rank)) / lengthPenalty(options.limit, options);
  if (found.length < (options.nBest ?? 1)) return false;
  tell(options.decided, found.at(-1)!.score - bound);
  return found.at(-1)!.score >= bound;
}

/** The best n of finished hypotheses; of equals, those that were finished earlier. */
function best(finished: readonly Hypothesis[], options: ReferenceOptions): ReferenceHypothesis[] {
  const { nBest = 1, decided } = options;
  const results = finished.map((one) => result(one, options)).sort((a, b) => b.score - a.score);
  if (results.length > nBest) tell(decided, results[nBest - 1]!.score - results[nBest]!.score);
  return results.slice(0, nBest);
}

function result(
  { tokens, rank, logProbabilities, attention }: Hypothesis,
  options: ReferenceOptions,
): ReferenceHypothesis {
  const rows = attention.filter((row) => row !== null);
  const { coveragePenalty = 0 } = options;
  return {
    ids: tokens.slice(0, -1),
    score: rank / lengthPenalty(tokens.length, options) + coveragePenalty * coverage(rows),
    logProbability: sum(logProbabilities),
    tokenLogProbabilities: [...logProbabilities],
    attention: rows.length === 0 ? null : rows,
  };
}

/** Wu 2016, eq. 14: lp. */
function lengthPenalty(length: number, { lengthPenalty: alpha = "average" }: ReferenceOptions): number {
  return alpha === "average" ? length : ((5 + length) / 6) ** alpha;
}

/** Wu 2016, eq. 14: cp / β. @param attention `[T, S]` */
function coverage(attention: readonly number[][]): number {
  const totals = attention[0]?.map((_, s) => sum(attention.map((row) => row[s]!))) ?? [];
  return sum(totals.map((total) => Math.log(Math.min(1, Math.max(1e-10, total)))));
}

function softmax(x: readonly number[]): number[] {
  const largest = Math.max(...x);
  const exps = x.map((value) => Math.exp(value - largest));
  return exps.map((value) => value / sum(exps));
}

function sum(x: readonly number[]): number {
  return x.reduce((total, value) => total + value, 0);
}

function mean(x: readonly number[]): number {
  return sum(x) / x.length;
}

function cumulative(x: readonly number[]): number[] {
  return x.map((_, i) => sum(x.slice(0, i + 1)));
}

function count(x: readonly number[], value: number): number {
  return x.filter((one) => one === value).length;
}
