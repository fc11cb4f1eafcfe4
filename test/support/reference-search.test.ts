import { describe, expect, it } from "vitest";
import { type ConfigurationInput, parseConfiguration } from "../../src/configuration/configuration.ts";
import { buildBatch } from "../../src/data/index.ts";
import { Weights } from "../../src/nn/index.ts";
import { RandomStream } from "../../src/random.ts";
import { type Model, scoringGraph, traceModel } from "../../src/seq2seq/model.ts";
import { BOS, EOS, PAD, trainTokenizer, UNK } from "../../src/text/index.ts";
import {
  createReference,
  type Prediction,
  type Reference,
  type ReferenceHypothesis,
  type ReferenceOptions,
  type SamplingOptions,
} from "./reference-search.ts";
import { runtimes } from "./runtimes.ts";

const [p, q, r, s] = [4, 5, 6, 7] as const;

/** Letters to the words p q r s, with all weights 0. */
function emptyModel(context: ConfigurationInput["context"] = {}): Model {
  const configuration = parseConfiguration({
    context,
    encoder: { size: 6, embedding: 5 },
    decoder: { size: 6, embedding: 7 },
  });
  const source = trainTokenizer({ kind: "characters" }, ["abcdefgh"]);
  const target = trainTokenizer({ kind: "words" }, ["p q r s"]);
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const weights = new Weights(traceModel(configuration, sizes).parameters.specs);
  return { configuration, source, target, weights };
}

/** A model that has learnt nothing but has large weights, so that its outputs differ. */
function wildModel(seed: number, context: ConfigurationInput["context"] = {}): Model {
  const model = emptyModel(context);
  const random = new RandomStream(seed, "wild");
  model.weights.values.forEach((_, i, values) => (values[i] = 1.2 * random.normal()));
  const bias = model.weights.view("decoder.output.bias").data;
  [bias[PAD], bias[BOS], bias[EOS]] = [-100, -100, 0.7];
  return model;
}

/** A model for which each next token is drawn from one distribution, and each weight of attention is 1 / S. */
function unigramModel(probabilities: Readonly<Record<number, number>>): Model {
  const model = emptyModel();
  model.weights.view("decoder.output.bias").data.fill(-100);
  for (const [id, probability] of Object.entries(probabilities)) {
    model.weights.view("decoder.output.bias").data[Number(id)] = Math.log(probability);
  }
  return model;
}

const dice = unigramModel({ [p]: 0.4, [EOS]: 0.3, [q]: 0.2, [r]: 0.06, [s]: 0.04 });
const runtime = await runtimes[0]!.open();
const unigram = await createReference([dice], runtime);
const seeds = [1, 2, 3];
const wilds = await Promise.all(seeds.map((seed) => createReference([wildModel(seed)], runtime)));
const encode = (text: string) => Int32Array.from([...wildModel(1).source.encode(text), EOS]);
const sources = ["abc", "hg", "bead"].map(encode);
const source = sources[0]!;

/** The best outputs with their probabilities, by a model and by hand. */
const found = (results: readonly ReferenceHypothesis[]) =>
  results.map(({ ids, logProbability }) => [ids, Number(Math.exp(logProbability).toFixed(6))]);

/** Calls back with each wild model and source, and says how many outputs all calls gave. */
async function everywhere(check: (reference: Reference, source: Int32Array) => Promise<number>) {
  let outputs = 0;
  for (const reference of wilds) for (const one of sources) outputs += await check(reference, one);
  return outputs;
}

function contains(ids: readonly number[], phrase: readonly number[]): boolean {
  return ids.some((_, at) => phrase.every((token, i) => ids[at + i] === token));
}

describe("the next token", () => {
  it("has the probability that forced decoding gives it, in a batch of prefixes as alone", async () => {
    const model = wildModel(1);
    const scorer = await runtime.compile(scoringGraph(model.configuration, { source: 12, target: 8 }));
    const results = await wilds[0]!.beam(source, { beam: 5, nBest: 5, limit: 5 });
    expect(results).toHaveLength(5);
    for (const { ids, tokenLogProbabilities, logProbability, attention } of results) {
      const batch = buildBatch([{ source, target: Int32Array.from([...ids, EOS]) }], [0]);
      const [S, T] = [
        [batch.S, 1],
        [batch.T, 1],
      ];
      const { losses } = await scorer.run({
        ...model.weights.tensors(),
        source: { dtype: "int32", shape: S, data: batch.source },
        sourceMask: { dtype: "float32", shape: S, data: batch.sourceMask },
        targetInput: { dtype: "int32", shape: T, data: batch.targetInput },
        targetOutput: { dtype: "int32", shape: T, data: batch.targetOutput },
      });
      expect(logProbability).toBeCloseTo(
        -(losses!.data as Float32Array).reduce((sum, loss) => sum + loss),
        4,
      );
      for (const [t, id] of [...ids, EOS].entries()) {
        const alone = await wilds[0]!.nextLogProbabilities(source, ids.slice(0, t));
        expect(alone.logProbabilities[id]).toBeCloseTo(tokenLogProbabilities[t]!, 5);
        alone.attention!.forEach((weight, at) => expect(attention![t]![at]).toBeCloseTo(weight, 5));
      }
    }
  });

  it("is never <pad> nor <s>, and its probabilities and attention add up to 1", async () => {
    const { logProbabilities, attention } = await wilds[0]!.nextLogProbabilities(source, [p, r]);
    expect(logProbabilities).toHaveLength(8);
    expect(Math.max(logProbabilities[PAD]!, logProbabilities[BOS]!)).toBeLessThan(-1e8);
    expect(logProbabilities.reduce((sum, x) => sum + Math.exp(x), 0)).toBeCloseTo(1, 5);
    expect(attention).toHaveLength(4);
    expect(attention!.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
  });

  it("has, in an ensemble, the mean probability and the mean of the attention that there is", async () => {
    const models = [wildModel(1), wildModel(2), wildModel(3, { kind: "fixed-initial" })];
    const ask = async (members: readonly Model[]): Promise<Prediction> =>
      (await createReference(members, runtime)).nextLogProbabilities(source, [q]);
    const [a, b, c] = await Promise.all(models.map((model) => ask([model])));
    const together = await ask(models);
    expect(c!.attention).toBeNull();
    together.attention!.forEach((weight, at) => {
      expect(weight).toBeCloseTo((a!.attention![at]! + b!.attention![at]!) / 2, 6);
    });
    for (const id of [UNK, EOS, p, q, r, s]) {
      const probabilities = [a, b, c].map((one) => Math.exp(one!.logProbabilities[id]!));
      expect(Math.exp(together.logProbabilities[id]!)).toBeCloseTo(
        probabilities.reduce((sum, x) => sum + x, 0) / 3,
        6,
      );
    }
  });
});

describe("beam search", () => {
  const cases: Record<string, Partial<ReferenceOptions>> = {
    "the average": {},
    "α 0": { lengthPenalty: 0 },
    "α 1.3 and coverage": { lengthPenalty: 1.3, coveragePenalty: 0.4 },
    "a minimum and a prefix": { minimum: 2, prefix: [r] },
    "a repetition penalty": { repetitionPenalty: 1.7 },
    "n-gram blocking": { noRepeatNgram: 1 },
    constraints: { exclude: [[p], [q, r]], include: [[r, q], [q]] },
  };
  it.each(Object.entries(cases))(
    "finds what exhaustive search finds if nothing is dropped: %s",
    async (_, options) => {
      for (const [i, reference] of wilds.entries()) {
        const all = { limit: 4, nBest: 12, ...options };
        const truth = await reference.exhaustive(sources[i]!, all);
        const results = await reference.beam(sources[i]!, { ...all, beam: 160 });
        expect(truth.length).toBeGreaterThan(2);
        expect(results.map(({ ids }) => ids)).toEqual(truth.map(({ ids }) => ids));
        results.forEach(({ score }, n) => expect(score).toBeCloseTo(truth[n]!.score, 5));
      }
    },
  );

  it("is greedy with one hypothesis", async () => {
    const lengths = new Set<number>();
    await everywhere(async (reference, source) => {
      const ids: number[] = [];
      while (ids.length < 6) {
        const { logProbabilities } = await reference.nextLogProbabilities(source, ids);
        const likeliest = logProbabilities.indexOf(Math.max(...logProbabilities));
        if (likeliest === EOS) break;
        ids.push(likeliest);
      }
      lengths.add(ids.length);
      expect((await reference.beam(source, { limit: 7 }))[0]!.ids).toEqual(ids);
      return 1;
    });
    expect(lengths.size).toBeGreaterThan(1);
  });

  it("drops what does not fit: finished hypotheses take up room", async () => {
    // p 0.4 and </s> 0.3 fill the beam; then there is room for p p 0.16 and not for p </s> 0.12.
    const results = await unigram.beam(source, { beam: 2, nBest: 2, limit: 3, lengthPenalty: 0 });
    expect(found(results)).toEqual([
      [[], 0.3],
      [[p, p], 0.048],
    ]);
    expect(found(await unigram.exhaustive(source, { nBest: 2, limit: 3, lengthPenalty: 0 }))).toEqual([
      [[], 0.3],
      [[p], 0.12],
    ]);
  });

  it("takes equals in order of slot: p q before q p", async () => {
    // After p and q: p p 0.16, p q 0.08, q p 0.08; room for two.
    const options = { beam: 2, nBest: 2, limit: 3, minimum: 2 };
    expect(found(await unigram.beam(source, options))).toEqual([
      [[p, p], 0.048],
      [[p, q], 0.024],
    ]);
  });

  it("shares the beam among banks of constraints", async () => {
    // Bank 1: s; bank 0: p, q. So s and p are kept. Then bank 1: s p and its equal p s; bank 0: p p, p q. So s p
    // and p p are kept. The limit ends s p, and p p is lost.
    const options = { beam: 2, nBest: 2, limit: 3, include: [[s]] };
    expect(found(await unigram.beam(source, options))).toEqual([[[s, p], 0.0048]]);
  });

  it("considers no more than each hypothesis' best, and what goes on with a phrase", async () => {
    // After r: p and q, the best two. Else the third, r again, would take the place of q: it has a bank of its own.
    // Then r p ends, and r q goes on with r, which begins the phrase and is not among its best two.
    const options = { beam: 2, nBest: 2, limit: 5, prefix: [r], include: [[r, p]], exclude: [[p, p]] };
    expect(found(await unigram.beam(source, options))).toEqual([
      [[r, p], 0.0072],
      [[r, q, r, p], 0.000086],
    ]);
  });

  it("keeps later groups from what earlier ones chose", async () => {
    // Group 1 keeps p 0.4 and </s> 0.3; these are worth 0.147 and 0.11 to group 2, which keeps q 0.2 and p.
    const options = { beam: 4, groups: 2, nBest: 4, limit: 2, lengthPenalty: 0 };
    expect(found(await unigram.beam(source, { ...options, diversity: 1 }))).toEqual([
      [[], 0.3],
      [[p], 0.12],
      [[p], 0.12],
      [[q], 0.06],
    ]);
    expect(found(await unigram.beam(source, options))).toEqual([
      [[], 0.3],
      [[], 0.3],
      [[p], 0.12],
      [[p], 0.12],
    ]);
  });
});

describe("scores", () => {
  it("are log P divided by the length penalty, plus the coverage penalty", async () => {
    const attended = async (lengthPenalty: "average" | number, coveragePenalty: number) => {
      const [result] = await wilds[1]!.beam(source, { beam: 3, limit: 5, lengthPenalty, coveragePenalty });
      const { tokenLogProbabilities, attention, logProbability } = result!;
      const sum = tokenLogProbabilities.reduce((a, b) => a + b);
      expect(logProbability).toBe(sum);
      expect(attention).toHaveLength(tokenLogProbabilities.length);
      expect(result!.ids).toHaveLength(tokenLogProbabilities.length - 1);
      let covered = 0;
      for (let at = 0; at < source.length; at++) {
        const total = attention!.reduce((a, row) => a + row[at]!, 0);
        if (total < 1) covered += Math.log(total);
      }
      expect(covered).toBeLessThan(0);
      return { score: result!.score, sum, n: tokenLogProbabilities.length, covered };
    };
    const average = await attended("average", 0);
    expect(average.score).toBeCloseTo(average.sum / average.n, 12);
    const wu = await attended(0.7, 0.2);
    expect(wu.score).toBeCloseTo(wu.sum / ((5 + wu.n) / 6) ** 0.7 + 0.2 * wu.covered, 12);
  });

  it("count no source position as covered more than once", async () => {
    // Each step sees each of three positions by a third.
    const score = async (length: number) => {
      const prefix = Array<number>(length - 1).fill(p);
      const options = { limit: length, prefix, lengthPenalty: 0, coveragePenalty: 0.5 };
      const [result] = await unigram.beam(encode("hg"), options);
      return result!.score - result!.logProbability;
    };
    expect(await score(1)).toBeCloseTo(0.5 * 3 * Math.log(1 / 3), 5);
    expect(await score(2)).toBeCloseTo(0.5 * 3 * Math.log(2 / 3), 5);
    expect(await score(4)).toBeCloseTo(0, 5);
  });

  it("count a repeated token by the penalty, and report its own probability", async () => {
    const [result] = await unigram.beam(source, {
      limit: 4,
      prefix: [p],
      minimum: 3,
      repetitionPenalty: 1.2,
      lengthPenalty: 0,
    });
    // The forced p, p again (1.2 · ln 0.4 = −1.10 beats ln 0.2 = −1.61), and again; </s> at the limit.
    expect(result!.ids).toEqual([p, p, p]);
    expect(result!.score).toBeCloseTo((1 + 1.2 + 1.2) * Math.log(0.4) + Math.log(0.3), 5);
    expect(result!.logProbability).toBeCloseTo(3 * Math.log(0.4) + Math.log(0.3), 5);
    const [forced] = await unigram.beam(source, { limit: 3, prefix: [p, p], repetitionPenalty: 9 });
    expect(forced!.score).toBe(forced!.logProbability / 3);
    const [diverse] = await unigram.beam(source, { limit: 3, minimum: 2, repetitionPenalty: 2 });
    expect(diverse!.ids).toEqual([p, q]); // 2 · ln 0.4 = −1.83
  });

  it("have no coverage without attention", async () => {
    const reference = await createReference([wildModel(1, { kind: "fixed-every-step" })], runtime);
    const [result] = await reference.beam(source, { limit: 4, coveragePenalty: 1 });
    expect(result!.attention).toBeNull();
    expect(result!.score).toBe(result!.logProbability / result!.tokenLogProbabilities.length);
  });
});

describe.each(["beam", "exhaustive", "sample"] as const)("the rules, %s", (kind) => {
  const search = (reference: Reference, source: Int32Array, options: ReferenceOptions) =>
    kind === "sample"
      ? Promise.all(
          seeds.map((seed) => {
            const random = new RandomStream(seed, "uniform");
            const uniform = Array.from({ length: options.limit }, () => random.uniform());
            return reference.sample(source, { ...options, uniform });
          }),
        )
      : reference[kind](source, { beam: 3, nBest: 3, ...options });

  const outputs = (options: ReferenceOptions, check: (ids: readonly number[]) => void) =>
    everywhere(async (reference, source) => {
      const results = await search(reference, source, options);
      for (const { ids } of results) check(ids);
      return results.length;
    });

  it("keep the prefix, the limit and the minimum", async () => {
    const number = await outputs({ limit: 4, minimum: 2, prefix: [s, s] }, (ids) => {
      expect(ids.slice(0, 2)).toEqual([s, s]);
      expect(ids.length).toBeLessThan(4);
    });
    expect(number).toBe(27);
    await outputs({ limit: 4, minimum: 3 }, (ids) => expect(ids).toHaveLength(3));
    await outputs({ limit: 1, minimum: 3, prefix: [s] }, (ids) => expect(ids).toEqual([]));
  });

  it("repeat no n-gram, but for the prefix", async () => {
    const limit = kind === "exhaustive" ? 4 : 8;
    await outputs({ limit, minimum: limit - 1, noRepeatNgram: 2 }, (ids) => {
      const bigrams = ids.slice(1).map((id, t) => `${ids[t]} ${id}`);
      expect(new Set(bigrams).size).toBe(bigrams.length);
    });
    await outputs({ limit: 4, noRepeatNgram: 1, prefix: [s, s] }, (ids) => {
      expect(ids.slice(0, 2)).toEqual([s, s]);
      expect(ids.slice(2)).not.toContain(s);
    });
  });

  it("leave out what is excluded", async () => {
    await outputs({ limit: 4, minimum: 2, exclude: [[p], [q, r], [r, r, r]] }, (ids) => {
      for (const phrase of [[p], [q, r], [r, r, r]]) expect(contains(ids, phrase)).toBe(false);
    });
  });
});

describe("a phrase that is included", () => {
  it.each(["beam", "exhaustive"] as const)("is in every output, at the limit too: %s", async (kind) => {
    const options = { limit: { beam: 12, exhaustive: 4 }[kind], beam: 3, nBest: 3, include: [[q, r], [s]] };
    const number = await everywhere(async (reference, source) => {
      const results = await reference[kind](source, options);
      for (const { ids } of results) expect(contains(ids, [q, r]) && contains(ids, [s])).toBe(true);
      return results.length;
    });
    if (kind === "exhaustive") expect(number).toBe(9 * 2);
    else expect(number).toBeGreaterThanOrEqual(9);
  });

  it("begins again with its first token where another one was due, and is whole for good", async () => {
    const complete = async (phrase: readonly number[], prefix: readonly number[]) => {
      const options = { limit: prefix.length + 2, lengthPenalty: 0, prefix, include: [phrase] };
      const [result] = await unigram.exhaustive(source, options);
      return result?.ids.length === prefix.length; // where it is not, one more token comes, if that helps
    };
    expect(await complete([r, q], [r, q])).toBe(true);
    expect(await complete([r, q], [r, r, q])).toBe(true);
    expect(await complete([r, q], [r, q, r])).toBe(true);
    expect(await complete([r, q], [r, p, q])).toBe(false);
    expect(await complete([r, q], [q, r])).toBe(false);
    // Of what was met, only the first token is ever found again: here r r is forgotten at the third r.
    expect(await complete([r, r, q], [r, r, r, q])).toBe(false);
  });
});

describe("sampling", () => {
  /** By id: </s> 0.3, p 0.4, q 0.2, r 0.06, s 0.04; among the likeliest: p, </s>, q, r, s. */
  const drawn = async (first: number, options: Partial<SamplingOptions> = {}) =>
    (await unigram.sample(source, { limit: 2, uniform: [first, 0], ...options })).ids;

  it("takes the first token whose cumulative probability exceeds the number", async () => {
    expect(await drawn(0.01)).toEqual([]);
    expect(await drawn(0.29)).toEqual([]);
    expect(await drawn(0.31)).toEqual([p]);
    expect(await drawn(0.69)).toEqual([p]);
    expect(await drawn(0.71)).toEqual([q]);
    expect(await drawn(0.89)).toEqual([q]);
    expect(await drawn(0.95)).toEqual([r]);
    expect(await drawn(0.97)).toEqual([s]);
  });

  it("sharpens by temperature", async () => {
    // At ½: 0.09, 0.16, 0.04, 0.0036, 0.0016 of 0.2952.
    expect(await drawn(0.3, { temperature: 0.5 })).toEqual([]);
    expect(await drawn(0.31, { temperature: 0.5 })).toEqual([p]);
    expect(await drawn(0.84, { temperature: 0.5 })).toEqual([p]);
    expect(await drawn(0.85, { temperature: 0.5 })).toEqual([q]);
    expect(await drawn(0.98, { temperature: 0.5 })).toEqual([q]);
    expect(await drawn(0.99, { temperature: 0.5 })).toEqual([r]);
  });

  it("draws from the k likeliest, and from the fewest of these that reach p", async () => {
    expect(await drawn(0.99, { topK: 1 })).toEqual([p]);
    expect(await drawn(0.57, { topK: 2 })).toEqual([p]); // 4/7
    expect(await drawn(0.58, { topK: 2 })).toEqual([]);
    expect(await drawn(0.57, { topP: 0.5 })).toEqual([p]); // 0.4, 0.3
    expect(await drawn(0.99, { topP: 0.5 })).toEqual([]);
    expect(await drawn(0.99, { topP: 0.71 })).toEqual([q]);
    expect(await drawn(0.99, { topK: 2, topP: 0.5 })).toEqual([p]); // 4/7 reaches ½
  });

  it("scores what it drew as beam search does", async () => {
    const { ids, score, tokenLogProbabilities, attention } = await wilds[2]!.sample(source, {
      limit: 6,
      minimum: 3,
      uniform: [0.5, 0.9, 0.2, 0.6, 0.1, 0],
      temperature: 2,
      coveragePenalty: 0.3,
    });
    const [again] = await wilds[2]!.beam(source, {
      limit: ids.length + 1,
      prefix: ids,
      coveragePenalty: 0.3,
    });
    expect(again!.ids).toEqual(ids);
    expect(again!.score).toBeCloseTo(score, 5);
    expect(again!.tokenLogProbabilities).toEqual(tokenLogProbabilities);
    expect(again!.attention).toEqual(attention);
  });

  it("says where the rules leave nothing", async () => {
    const exclude = [[UNK], [p], [q], [r], [s]];
    await expect(unigram.sample(source, { limit: 3, minimum: 1, exclude, uniform: [0] })).rejects.toThrow(
      "nothing may follow",
    );
    expect(await unigram.beam(source, { limit: 3, minimum: 1, exclude })).toEqual([]);
  });
});
