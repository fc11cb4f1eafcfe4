import { BeamEditDistance } from "./beam-edit-distance.ts";
import type { Metric } from "./metric.ts";
import { numberTokens } from "./number-tokens.ts";
import { rate } from "./rate.ts";
import { bestShift, mostShifts } from "./shifts.ts";
import { caseField, formatSignature } from "./signature.ts";
import { type TercomOptions, tercomWords } from "./tercom-tokenization.ts";

/**
 * Translation edit rate (Snover et al. 2006, "A study of translation edit rate with targeted human annotation"):
 * 100 × Σ edits to the reference that needs fewest / Σ mean length of the references, in words. An edit is a word
 * inserted, deleted or substituted, or some words moved together. Above 100 where outputs are far too long; 100 where
 * all references are empty and some output is not.
 *
 * Which words to move is looked for greedily and within Tercom's limits (see `bestShift` and `BeamEditDistance`), so
 * that the edits are few but not always fewest. Equal to sacreBLEU 2.6.0 with the same options.
 */
export function ter({
  normalized = false,
  noPunct = false,
  asianSupport = false,
  caseSensitive = false,
}: TercomOptions = {}): Metric {
  const options = { normalized, noPunct, asianSupport, caseSensitive };
  return {
    name: "ter",
    definition:
      "% edits, moved words being one, that the outputs need over the references' mean length in words",
    higherIsBetter: false,
    signature: (references) =>
      formatSignature(references, {
        case: caseField(!caseSensitive),
        tok: "tercom",
        norm: normalized,
        punct: !noPunct,
        asian: asianSupport,
      }),
    width: 2,
    /** [edits, mean length of the references] */
    count({ hypothesis, references }) {
      const numbers = new Map<string, number>();
      const wordsOf = (text: string): string[] => tercomWords(text, options);
      const own = numberTokens(wordsOf(hypothesis.text), numbers);
      const others = references.map(({ text }) => {
        const words = wordsOf(text);
        // sacreBLEU normalizes references twice, which is not always the same as once: `it's` before a tab is cut by
        // the second round. Scores are comparable only so.
        return numberTokens(normalized ? wordsOf(words.join(" ")) : words, numbers);
      });
      const edits = Math.min(...others.map((other) => countEdits(own, other)));
      const words = others.reduce((sum, { length }) => sum + length, 0);
      return Float64Array.of(edits, words / others.length);
    },
    score: ([edits, length]) => rate(edits!, length!),
  };
}

/** How many edits, with shifts, make a hypothesis of a reference; words are numbers. */
export function countEdits(hypothesis: readonly number[], reference: readonly number[]): number {
  if (reference.length === 0) return hypothesis.length;
  const distances = new BeamEditDistance(reference, hypothesis.length);
  let words = hypothesis;
  let shifts = 0;
  for (let tried = 0; ; shifts++) {
    const found = bestShift(words, reference, distances, tried);
    tried = found.tried;
    if (found.shift === undefined || found.shift.gain <= 0 || tried >= mostShifts) break;
    words = found.shift.words;
  }
  return shifts + distances.distance(words);
}
