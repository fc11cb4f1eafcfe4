import { DataError } from "../../errors.ts";

/** Which source token goes with which target token of one sentence. Each link is written `source-target`. */
export interface WordAlignment {
  /** S, links that have to be found. */
  readonly sure: ReadonlySet<string>;
  /** P, links that may be found; S is part of it. */
  readonly possible: ReadonlySet<string>;
}

/** How well links were found, 0 … 100. */
export interface AlignmentQuality {
  /** AER, 0 at best. */
  readonly errorRate: number;
  /** Share of links that are at least possible; null where there is no link. */
  readonly precision: number | null;
  /** Share of sure links that were found; null where no link is sure. */
  readonly recall: number | null;
}

/** Source, kind and target: `3-4` is sure, `3?4` and `3p4` are possible. */
const linkForm = /^(\d+)([-?p])(\d+)$/;

/**
 * Reads word alignments in the form of Pharaoh, one sentence a line: links `i-j` with white space between, source
 * token i to target token j. Both count from 0 as a rule; what matters is that gold and found links count alike. Gold
 * files write possible links `i?j` or `ipj`. An empty line is a sentence without links.
 * @throws {DataError} where a link has another form: names the line, counted from 1
 */
export function parseAlignments(lines: readonly string[]): WordAlignment[] {
  return lines.map((line, number) => {
    const sure = new Set<string>();
    const possible = new Set<string>();
    for (const link of line.split(/\s+/).filter((part) => part !== "")) {
      const [, source, kind, target] = linkForm.exec(link) ?? [];
      if (source === undefined) {
        throw new DataError(
          `alignment, line ${number + 1}: link "${link}", expected source-target such as 0-2 for a sure link, 0?2 or ` +
            "0p2 for a possible one",
        );
      }
      const name = `${Number(source)}-${Number(target)}`;
      if (kind === "-") sure.add(name);
      possible.add(name);
    }
    return { sure, possible };
  });
}

/**
 * Alignment error rate, precision and recall of a corpus (Och and Ney 2003, "A systematic comparison of various
 * statistical alignment models", section 5). A are the links found, S ⊆ P those that are sure and possible; sizes
 * are summed over all sentences before dividing:
 *
 *     precision = |A ∩ P| / |A|,   recall = |A ∩ S| / |S|,   AER = 1 − (|A ∩ S| + |A ∩ P|) / (|A| + |S|)
 *
 * all times 100. Where every gold link is sure, 100 − AER is the F₁ of links.
 * @param found all their links count, however they are marked
 * @throws {DataError} where the numbers of sentences differ, or neither side holds a link to count
 */
export function alignmentErrorRate(
  found: readonly WordAlignment[],
  gold: readonly WordAlignment[],
): AlignmentQuality {
  if (found.length !== gold.length) {
    throw new DataError(
      `alignment error rate: links of ${found.length} sentences but gold links of ${gold.length}, expected as many of ` +
        "one as of the other, in the same order",
    );
  }
  let [links, sure, foundSure, foundPossible] = [0, 0, 0, 0];
  found.forEach(({ possible: all }, i) => {
    links += all.size;
    sure += gold[i]!.sure.size;
    foundSure += common(all, gold[i]!.sure);
    foundPossible += common(all, gold[i]!.possible);
  });
  if (links + sure === 0) {
    throw new DataError("alignment error rate: no link was found and none is sure, expected at least one");
  }
  return {
    errorRate: 100 * (1 - (foundSure + foundPossible) / (links + sure)),
    precision: links === 0 ? null : (100 * foundPossible) / links,
    recall: sure === 0 ? null : (100 * foundSure) / sure,
  };
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const link of a) if (b.has(link)) count++;
  return count;
}
