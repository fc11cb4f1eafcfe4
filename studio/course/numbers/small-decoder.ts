import { RandomStream } from "../../../src/random.ts";

/** A decoder after little training: what it holds likely after each token, for the source "it is cold today". */
const nextTokens: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "<s>": { 明日: 0.45, 今日: 0.4, 寒い: 0.15 },
  今日: { は: 0.7, も: 0.3 },
  明日: { も: 0.6, は: 0.4 },
  は: { 寒い: 0.55, 暑い: 0.35, "</s>": 0.1 },
  も: { 暑い: 0.7, 寒い: 0.3 },
  寒い: { "</s>": 0.6, です: 0.4 },
  暑い: { です: 0.75, "</s>": 0.25 },
  です: { "</s>": 0.9, ね: 0.1 },
  ね: { "</s>": 1 },
};

/** What it ought to write. */
export const reference = ["今日", "は", "寒い", "</s>"] as const;

/** A step of training: what the decoder read, what it held likeliest, and what the right token cost. */
export interface ForcedStep {
  readonly input: string;
  /** True where the input is its own prediction, not the reference. */
  readonly own: boolean;
  readonly predicted: string;
  readonly wanted: string;
  /** P(wanted | input). */
  readonly probability: number;
  readonly loss: number;
}

/** P(token | the token before it); tokens that the decoder never writes there get a small rest. */
export function nextProbability(before: string, token: string): number {
  return nextTokens[before]?.[token] ?? 0.01;
}

function likeliest(before: string): string {
  const entries = Object.entries(nextTokens[before] ?? { "</s>": 1 });
  return entries.reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

/**
 * One sentence in training. Each input after `<s>` is the decoder's own prediction with probability `rate`, else the
 * reference: 0 is teacher forcing, 1 is free running, between them is scheduled sampling (Bengio 2015).
 */
export function trainingSteps(rate: number, seed: number): ForcedStep[] {
  const random = new RandomStream(seed, "scheduled sampling");
  let before: string | undefined;
  return reference.map((wanted, t) => {
    const own = t > 0 && random.uniform() < rate;
    const input = t === 0 ? "<s>" : own ? before! : reference[t - 1]!;
    const predicted = likeliest(input);
    before = predicted;
    const probability = nextProbability(input, wanted);
    return { input, own, predicted, wanted, probability, loss: -Math.log(probability) };
  });
}

/** What it writes when it is used: it reads its own tokens until `</s>`. */
export function freeOutput(): string[] {
  const written: string[] = [];
  while (written.at(-1) !== "</s>" && written.length < 10) written.push(likeliest(written.at(-1) ?? "<s>"));
  return written;
}
