import type { ArmFamily, ArmResult, ComparisonResult, RunTime } from "./comparison-result.ts";

const buckets = [
  [1, 5, 120],
  [6, 10, 90],
  [11, null, 40],
] as const;

/** An arm whose score falls by `fall` from bucket to bucket. */
function arm(name: string, family: ArmFamily, score: number, fall: number): ArmResult {
  return {
    name,
    family,
    label: { en: `${name} <arm>`, ja: `${name}の条件` },
    encoderSize: 128,
    decoderSize: 126,
    parameters: 290_358,
    residual: -0.1234,
    dev: score + 1,
    score,
    interval: { low: score - 2, high: score + 2 },
    brevityRatio: 0.987_65,
    deviation: null,
    buckets: buckets.map(([from, to, sentences], i) => ({
      from,
      to,
      sentences,
      score: score - i * fall,
      interval: { low: score - i * fall - 3, high: score - i * fall + 3 },
      brevityRatio: 0.9,
    })),
    runs: [
      {
        seed: 1,
        updates: 2000,
        bestEpoch: 2,
        score,
        metrics: { exact_match: 12.5, bleu: score },
        curve: [1, 2].map((epoch) => ({
          epoch,
          update: 1000 * epoch,
          trainLoss: 2 / epoch,
          devLoss: 1 / epoch,
          dev: score - 2 + epoch,
        })),
      },
    ],
  };
}

export const sampleComparison: ComparisonResult = {
  format: 1,
  henkan: "0.1.0",
  name: "reverse",
  metric: { name: "bleu", definition: "corpus BLEU-4", higherIsBetter: true, signature: "nrefs:1" },
  data: { fingerprint: "0123456789abcdef", pairs: 30_000, dev: 1000, test: 260, sentences: 250 },
  chosenBy: "exact_match",
  beam: 1,
  seeds: [1],
  parameters: 290_358,
  arms: [arm("fixed", "fixed", 50, 20), arm("uniform", "control", 55, 10), arm("dot", "attention", 90, 1)],
  verdict: {
    attention: "dot",
    fixed: "fixed",
    overall: { difference: 40, interval: { low: 38.26, high: 42 }, shows: "attention" },
    shortest: {
      from: 1,
      to: 5,
      sentences: 120,
      difference: -1.5,
      interval: { low: -3, high: -0.5 },
      shows: "fixed",
    },
    longest: {
      from: 11,
      to: null,
      sentences: 40,
      difference: 2,
      interval: { low: -1, high: 5 },
      shows: null,
    },
    growth: { difference: 3.5, interval: { low: 0.5, high: 6.5 }, shows: "attention" },
  },
};

export const sampleTimes: readonly RunTime[] = sampleComparison.arms.map(({ name }) => ({
  arm: name,
  seed: 1,
  started: "2026-01-01T00:00:00.000Z",
  seconds: 83,
  inGraphs: 70,
  runtime: "native",
  threads: 2,
}));
