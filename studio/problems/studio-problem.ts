import type { Kind, Problem } from "../../src/problems.ts";

/** What goes wrong in the page itself, as data, like the library's `Problem`. */
export type StudioProblem =
  | Kind<"trainingGoesOn">
  | Kind<"pairsGone">
  | Kind<"outOfMemory", { reason: string }>
  | Kind<"notGzip", { place: string }>
  /** Of what is opened as a model. */
  | Kind<"nothingChosen">
  | Kind<"unreadableChoice", { reason: string }>
  | Kind<"tooManyBytes" | "tooManyUnpacked", { megabytes: number }>
  | Kind<"tooManyFiles", { most: number }>
  | Kind<"severalModels", { count: number }>
  | Kind<"notInside", { file: string }>
  /** Of a training of the command line that is opened. */
  | Kind<"mixedDatasets" | "noPairFiles" | "otherRun">
  | Kind<"otherPairs", { file: string }>
  | Kind<"tooManyPairs", { file: string; most: number }>
  | Kind<"noZip", { reason: string }>
  | Kind<"damagedZip" | "fileTwice" | "unsafePath", { file: string }>
  /** Of what is kept in the browser. */
  | Kind<"noPrivateFiles">
  | Kind<"trainingOver">
  | Kind<"unreadableRecord">
  | Kind<"newerRecord", { format: number; known: number }>
  | Kind<"noRunRecord", { reason: string }>
  | Kind<"unwritableWord", { word: string }>;

export type AnyProblem = Problem | StudioProblem;

/** Thrown by the page's own code. */
export class StudioError extends Error {
  override readonly name = "StudioError";
  readonly problems: readonly AnyProblem[];

  constructor(problem: StudioProblem, options?: ErrorOptions) {
    super(problem.text, options);
    this.problems = [problem];
  }
}
