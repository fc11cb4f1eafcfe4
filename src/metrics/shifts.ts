import type { BeamEditDistance, Edit } from "./beam-edit-distance.ts";

/** Tercom's limits: words that move together, and how far. */
const longestShift = 10;
const farthestShift = 50;
/** sacreBLEU's limit: shifts that are tried for one sentence and reference. */
export const mostShifts = 1000;

/** Some words of a hypothesis, moved to where they stand in the reference. */
export interface Shift {
  /** How many edits fewer the moved words need. */
  readonly gain: number;
  /** The hypothesis after the shift. */
  readonly words: readonly number[];
}

/**
 * The shift of a hypothesis that saves most edits, as Tercom looks for it; of equally good ones that of the most
 * words, of the earliest words, to the earliest place. Words move only if they are found in the reference, something
 * is wrong at both places, and they would not land within themselves.
 * @param tried shifts that were tried before; where they become `mostShifts`, the search stops
 * @returns the shift, undefined where none can be tried, and how many were tried now and before
 */
export function bestShift(
  words: readonly number[],
  reference: readonly number[],
  distances: BeamEditDistance,
  tried: number,
): { shift: Shift | undefined; tried: number } {
  const before = distances.distance(words);
  const { positions, wrongInReference, wrongInHypothesis } = align(distances.edits(words));
  let count = tried;
  let best: (Shift & { length: number; start: number; target: number }) | undefined;

  for (const { start, at, length } of commonRuns(words, reference)) {
    if (!wrongInHypothesis(start, length) || !wrongInReference(at, length)) continue;
    if (start <= positions[at + 1]! && positions[at + 1]! < start + length) continue;
    let last = -1;
    for (let place = at; place <= at + length; place++) {
      const target = positions[place]! + 1;
      if (target === last) continue;
      last = target;
      count++;
      const moved = move(words, start, length, target);
      const candidate = { gain: before - distances.distance(moved), length, start, target, words: moved };
      if (best === undefined || isBetter(candidate, best)) best = candidate;
    }
    if (count >= mostShifts) break;
  }
  return { shift: best, tried: count };
}

interface Ranked {
  readonly gain: number;
  readonly length: number;
  readonly start: number;
  readonly target: number;
}

function isBetter(a: Ranked, b: Ranked): boolean {
  const difference = a.gain - b.gain || a.length - b.length || b.start - a.start || b.target - a.target;
  return difference > 0;
}

/** Runs of words that a hypothesis has from `start` and a reference from `at` on: of each length, shorter ones first. */
function* commonRuns(
  words: readonly number[],
  reference: readonly number[],
): Generator<{ start: number; at: number; length: number }> {
  for (let start = 0; start < words.length; start++) {
    const end = Math.min(reference.length, start + farthestShift + 1);
    for (let at = Math.max(0, start - farthestShift); at < end; at++) {
      const most = Math.min(longestShift, words.length - start, reference.length - at);
      for (let length = 1; length <= most; length++) {
        if (words[start + length - 1] !== reference[at + length - 1]) break;
        yield { start, at, length };
      }
    }
  }
}

/** Which words of both sides belong together, and which are in error. */
function align(edits: readonly Edit[]) {
  /** Of each word of the reference, after a −1 for its start, the last word of the hypothesis up to its place. */
  const positions = [-1];
  const referenceErrors = [0];
  const hypothesisErrors = [0];
  let position = -1;
  for (const edit of edits) {
    const error = edit === "match" ? 0 : 1;
    if (edit !== "insertion") {
      position++;
      hypothesisErrors.push(hypothesisErrors.at(-1)! + error);
    }
    if (edit !== "deletion") {
      positions.push(position);
      referenceErrors.push(referenceErrors.at(-1)! + error);
    }
  }
  const anyOf = (sums: readonly number[]) => (start: number, count: number) =>
    sums[start + count]! > sums[start]!;
  return {
    positions,
    wrongInReference: anyOf(referenceErrors),
    wrongInHypothesis: anyOf(hypothesisErrors),
  };
}

/** The words with those from `start` on put before word `target`, or, where that is one of them, so much further on. */
function move(words: readonly number[], start: number, length: number, target: number): number[] {
  const rest = [...words.slice(0, start), ...words.slice(start + length)];
  const at = target > start + length ? target - length : target;
  return [...rest.slice(0, at), ...words.slice(start, start + length), ...rest.slice(at)];
}
