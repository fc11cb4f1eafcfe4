import { existsSync } from "node:fs";
import { join } from "node:path";
import { readLinesFile } from "../data/files.ts";
import { writeFileAtomically } from "../data/write-file.ts";
import type { Segment } from "../metrics/index.ts";

/** The file of a run's outputs for the test sentences: each beam size has its own. */
function hypothesesPath(folder: string, beam: number): string {
  return join(folder, beam === 1 ? "hypotheses.jsonl" : `hypotheses-beam-${beam}.jsonl`);
}

export function hasHypotheses(folder: string, beam: number): boolean {
  return existsSync(hypothesesPath(folder, beam));
}

/**
 * Writes a run's outputs, one `Segment` per line: source, hypothesis and references, each as text and tokens, and the
 * counts of teacher forcing. Scores are computed from this file alone.
 * @throws {DataError} where it cannot be written
 */
export function writeHypotheses(folder: string, beam: number, segments: readonly Segment[]): Promise<void> {
  const lines = segments.map((segment) => `${JSON.stringify(segment)}\n`);
  return writeFileAtomically(hypothesesPath(folder, beam), lines.join(""));
}

/**
 * Reads what `writeHypotheses` wrote.
 * @throws {DataError} where it cannot be read
 */
export async function readHypotheses(folder: string, beam: number): Promise<Segment[]> {
  const lines = await readLinesFile(hypothesesPath(folder, beam));
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Segment);
}
