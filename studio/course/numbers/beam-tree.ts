import { lengthPenaltyOf } from "../../../src/search/graph/penalties.ts";

/**
 * A decoder that gives its probabilities from a table, for "it is cold today", small enough to see every hypothesis.
 * Keys are what has been written so far.
 */
const nextTokens: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "": { 今日: 0.38, 寒い: 0.34, 本日: 0.28 },
  今日: { は: 0.55, も: 0.25, の: 0.2 },
  "今日 は": { 寒い: 0.5, 冷える: 0.3, 冬: 0.2 },
  "今日 は 寒い": { "</s>": 0.8, です: 0.2 },
  "今日 も": { 寒い: 0.6, 冷える: 0.4 },
  "今日 の": { 天気: 0.6, 寒さ: 0.4 },
  寒い: { 一日: 0.6, "</s>": 0.3, 今日: 0.1 },
  "寒い 一日": { です: 0.9, "</s>": 0.1 },
  本日: { は: 0.95, も: 0.05 },
  "本日 は": { 寒い: 0.95, 冷える: 0.05 },
  "本日 は 寒い": { です: 0.95, "</s>": 0.05 },
};

/** What follows everything that is not in the table. */
const rest: Readonly<Record<string, number>> = { "</s>": 1 };

export interface Hypothesis {
  readonly tokens: readonly string[];
  /** log P of all tokens. */
  readonly logP: number;
}

/** A hypothesis with one token more, and what became of it. */
export interface Candidate extends Hypothesis {
  /** log P of its last token. */
  readonly step: number;
  readonly fate: "kept" | "finished" | "pruned";
}

/** One step of the search: each live hypothesis with each of its next tokens, best first. */
export interface BeamStep {
  readonly candidates: readonly Candidate[];
}

function isFinished({ tokens }: Hypothesis): boolean {
  return tokens.at(-1) === "</s>";
}

/** The probabilities of what may follow these tokens. */
export function following(tokens: readonly string[]): Readonly<Record<string, number>> {
  return nextTokens[tokens.join(" ")] ?? rest;
}

/**
 * Beam search of width K. Of all candidates of a step the best K go on; those that end with `</s>` are set aside, as in
 * src/search, and keep their place.
 */
export function beamSteps(K: number): {
  readonly steps: readonly BeamStep[];
  readonly found: readonly Hypothesis[];
} {
  let live: readonly Hypothesis[] = [{ tokens: [], logP: 0 }];
  const steps: BeamStep[] = [];
  const found: Hypothesis[] = [];
  while (live.length > 0) {
    const room = K - found.length;
    const candidates = live
      .flatMap(({ tokens, logP }) =>
        Object.entries(following(tokens)).map(([token, probability]) => ({
          tokens: [...tokens, token],
          logP: logP + Math.log(probability),
          step: Math.log(probability),
        })),
      )
      .sort((a, b) => b.logP - a.logP)
      .map((candidate, place): Candidate => {
        const fate = place >= room ? "pruned" : isFinished(candidate) ? "finished" : "kept";
        return { ...candidate, fate };
      });
    steps.push({ candidates });
    found.push(...candidates.filter(({ fate }) => fate === "finished"));
    live = candidates.filter(({ fate }) => fate === "kept");
  }
  return { steps, found };
}

/** Every hypothesis that the table allows, the likeliest first: what a search without limits finds. */
export function allHypotheses(): Hypothesis[] {
  const done: Hypothesis[] = [];
  const open: Hypothesis[] = [{ tokens: [], logP: 0 }];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (isFinished(one)) done.push(one);
    else {
      for (const [token, probability] of Object.entries(following(one.tokens))) {
        open.push({ tokens: [...one.tokens, token], logP: one.logP + Math.log(probability) });
      }
    }
  }
  return done.sort((a, b) => b.logP - a.logP);
}

/** log P over the length penalty ((5 + n) / 6)^α, by src/search; 0 leaves log P as it is. */
export function normalised({ tokens, logP }: Hypothesis, alpha: number): number {
  return logP / lengthPenaltyOf(tokens.length, alpha);
}

/** The best of what was found, by its normalised score. */
export function bestOf(found: readonly Hypothesis[], alpha = 0): Hypothesis {
  return found.reduce((best, one) => (normalised(one, alpha) > normalised(best, alpha) ? one : best));
}

/** The words of a hypothesis, without `</s>`. */
export function wordsOf({ tokens }: Hypothesis): string {
  return tokens.filter((token) => token !== "</s>").join(" ");
}
