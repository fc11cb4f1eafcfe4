import type { Configuration } from "../../../src/configuration/configuration.ts";
import { Cleaner, noCleaning } from "../../../src/data/cleaning.ts";
import { fingerprint, holdOut, type Pair } from "../../../src/data/index.ts";
import { noRemarks } from "../../../src/data/pair.ts";
import { DataError } from "../../../src/errors.ts";
import type { RunIdentity } from "../../../src/jobs/checkpoint/run-identity.ts";
import { StudioError, type StudioProblem } from "../../problems/studio-problem.ts";
import { type Told, toldAs, toldOf } from "../../problems/told.ts";
import type { ChosenContents } from "./chosen-contents.ts";
import { namesOf, type PairFiles, readPairFiles } from "./pair-files.ts";

/** The pairs of a run of the command line, read as it reads them. */
export interface RunPairs {
  readonly pairs: readonly Pair[];
  readonly dev: readonly Pair[];
}

/**
 * Finds the pairs of a run among what was chosen.
 * @returns the pairs, which are those that the run was trained on, or why they are not there
 */
export async function findRunPairs(
  { data, training }: Configuration,
  identity: RunIdentity,
  find: ChosenContents["find"],
): Promise<RunPairs | { readonly why: Told }> {
  const { pairs: files, dev: devFiles, test: testFiles } = data;
  if (identity.mixture !== null) {
    const text =
      "its datasets have other shares of an epoch than of the pairs (data.temperature or weights): only henkan train goes on with it";
    return because({ kind: "mixedDatasets", text });
  }
  if (files === undefined)
    return because({ kind: "noPairFiles", text: "it does not say where its pairs are" });
  const read = (some: PairFiles, cleaner = new Cleaner(noCleaning, noRemarks())) =>
    readPairFiles(some, data, cleaner, find);
  try {
    const dev = devFiles === undefined ? null : await read(devFiles);
    const isHeldApart = data.clean.overlap === "drop" && testFiles !== undefined;
    const test = isHeldApart ? await read(testFiles) : [];
    const held = new Set([...(dev ?? []), ...test].map(({ source }) => source));
    const kept = await read(files, new Cleaner(data.clean, noRemarks(), held));
    const found = dev === null ? holdOut(kept, { seed: training.seed }) : { train: kept, dev };
    const isSame = (pairs: readonly Pair[], print: string) => fingerprint(pairs) === print;
    if (isSame(found.train, identity.data.pairs) && isSame(found.dev, identity.data.dev)) {
      return { pairs: found.train, dev: found.dev };
    }
    const file = namesOf(files);
    const text = `${file} has other pairs than those that it was trained on`;
    return because({ kind: "otherPairs", text, file });
  } catch (error) {
    if (error instanceof DataError || error instanceof StudioError) return { why: toldOf(error) };
    throw error;
  }
}

function because(problem: StudioProblem): { readonly why: Told } {
  return { why: toldAs(problem) };
}
