import { fileLines, readLinesFile, readPairsFile } from "../data/files.ts";
import type { OpenPairsOptions } from "../data/open-pairs.ts";
import { pairsBySource } from "../data/pair.ts";
import { DataError } from "../errors.ts";
import { type Segment, type Sentence, sentenceOf } from "../metrics/index.ts";

/** Files whose lines belong together by their number. */
export interface SegmentFiles {
  /** What a system wrote. */
  readonly hypotheses: string;
  /** Files of right answers, at least one: one answer a line in each. */
  readonly references: readonly string[];
  /** What was read, for scores by its length and for copies of it. */
  readonly sources?: string | undefined;
}

/**
 * The outputs of any system beside their references, line by line, in constant memory. Blank lines are outputs without
 * a token.
 * @throws {DataError} where a file cannot be read or is empty, or the files differ in their numbers of lines
 */
export async function* readSegments({
  hypotheses,
  references,
  sources,
}: SegmentFiles): AsyncGenerator<Segment, void, undefined> {
  const paths = [hypotheses, ...references, ...(sources === undefined ? [] : [sources])];
  const files = paths.map((path) => fileLines(path));
  try {
    for (let number = 1; ; number++) {
      const lines = await Promise.all(files.map((file) => file.next()));
      const ended = lines.findIndex(({ done }) => done);
      if (ended >= 0) {
        checkAllEnded(lines, ended, number - 1, paths);
        return;
      }
      const [hypothesis, ...others] = lines.map(({ value }): Sentence => sentenceOf(value as string));
      yield {
        hypothesis: hypothesis!,
        references: others.slice(0, references.length),
        ...(sources === undefined ? {} : { source: others.at(-1)! }),
      };
    }
  } finally {
    await Promise.all(files.map((file) => file.return(undefined)));
  }
}

function checkAllEnded(
  lines: readonly IteratorResult<string, unknown>[],
  ended: number,
  count: number,
  paths: readonly string[],
): void {
  const longer = lines.findIndex(({ done }) => !done);
  if (longer >= 0) {
    throw new DataError(
      `the numbers of lines differ: ${count} in ${paths[ended]}, more in ${paths[longer]}: expected line n of the one ` +
        "to belong to line n of the other",
    );
  }
  if (count === 0) throw new DataError(`${paths[0]}: no lines to score: the file is empty`);
}

/**
 * A system's outputs beside the targets of pairs; pairs with the same source are one sentence with several references,
 * and line n of the outputs belongs to the n-th source.
 * @throws {DataError} where a file cannot be read, or there are not as many outputs as sources
 */
export async function readSegmentsOfPairs(
  hypotheses: string,
  pairsPath: string,
  options: OpenPairsOptions = {},
): Promise<Segment[]> {
  const { pairs } = await readPairsFile(pairsPath, options);
  const sentences = pairsBySource(pairs);
  const lines = await readLinesFile(hypotheses);
  if (lines.length !== sentences.size) {
    throw new DataError(
      `${hypotheses}: ${lines.length} lines for ${sentences.size} sources in ${pairsPath}: expected one for each ` +
        "source, in the order in which sources first occur there",
    );
  }
  return [...sentences].map(([source, numbers], i) => ({
    source: sentenceOf(source),
    hypothesis: sentenceOf(lines[i]!),
    references: numbers.map((number) => sentenceOf(pairs[number]!.target)),
  }));
}
