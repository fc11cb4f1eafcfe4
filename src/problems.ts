/**
 * What goes wrong for a person's sake, as data: errors carry it, so that a page can say it in its reader's language. Only
 * what a person can mend is here; an error without it has its message alone.
 */
export type Problem = ConfigurationProblem | PairsProblem | ModelProblem | TrainingProblem | EditProblem;

/** A problem of some kind, and the same in English, as an error's message says it. */
export type Kind<Name extends string, About = object> = Name extends string
  ? { readonly kind: Name; readonly text: string } & Readonly<About>
  : never;

/** A key of the configuration with its path, and the value that it has. */
interface Setting {
  path: string;
  value: unknown;
}

/** What a setting has to be so that another one has an effect: one of some values, or as it says. */
export type Expectation = readonly string[] | "above 0" | "given" | "left out";

export type ConfigurationProblem =
  | Kind<"unknownKey", { path: string; nearest: string | undefined; known: readonly string[] }>
  | Kind<"notOneOf", Setting & { values: readonly unknown[] }>
  | Kind<"wrongType", Setting & { expected: string }>
  | Kind<"tooSmall", Setting & { least: number; isAllowed: boolean }>
  | Kind<"tooLarge", Setting & { most: number; isAllowed: boolean }>
  /** What the schema or a rule expects, in English. */
  | Kind<"unexpected", Setting & { expected: string }>
  /** The others that take its effect away, and what one of them would have to be. */
  | Kind<
      "withoutEffect",
      Setting & {
        found: readonly Setting[];
        needed: readonly { readonly path: string; readonly expected: Expectation }[];
      }
    >
  | Kind<"odd", Setting>
  | Kind<"unequal", Setting & { one: Setting; other: Setting }>
  | Kind<"noDivisor", Setting & { of: Setting }>
  | Kind<"otherStack", Setting>
  | Kind<"notJoint", Setting>
  | Kind<"symbolTaken", Setting>
  | Kind<"copiesSubwords", Setting>
  | Kind<"fewPieces", Setting & { fixed: number }>
  | Kind<"unlikeTarget", Setting & { target: unknown }>
  | Kind<"moreThanParts", Setting & { parts: number }>
  | Kind<"noSuchParameter", Setting & { nearest: readonly string[] }>
  | Kind<"allFrozen", Setting>
  | Kind<"fileNeeded", Setting>;

/** Of a file of pairs; `place` is its name, with the line where that is known. */
export type PairsProblem =
  | Kind<"notUtf8", { place: string; byte: string }>
  | Kind<"utf16", { place: string }>
  | Kind<"unknownEncoding", { place: string; encoding: string }>
  | Kind<"otherEncoding", { place: string; encoding: string }>
  | Kind<"loneReturns", { place: string }>
  | Kind<"otherSeparator", { place: string; separator: string }>
  | Kind<"noTab", { place: string; line: string }>
  | Kind<"fewColumns", { place: string; columns: number; needed: number }>
  | Kind<"lonelySentences", { place: string; line: string }>
  | Kind<"notJson", { place: string; line: string; example: string }>
  | Kind<"openQuote", { place: string }>
  | Kind<"strayQuote", { place: string }>
  | Kind<"whichColumns", { place: string; known: string }>
  | Kind<"noColumn", { place: string; column: string; known: string }>
  | Kind<"severalColumns", { place: string; column: string; count: number }>
  | Kind<"ankiSeparator", { place: string; separator: string }>
  /** Why it is none, in English. */
  | Kind<"notXml" | "notGettext", { place: string; reason: string }>;

/** Of the files of a model or a run. */
export type ModelProblem =
  | Kind<"missingFile", { file: string }>
  | Kind<"unreadableFile", { file: string; reason: string }>
  | Kind<"damagedFile", { file: string }>
  | Kind<"newerFormat", { file: string; format: number; known: number }>
  | Kind<"noRecord", { file: string; reason: string }>
  | Kind<"noTokenizer", { file: string; reason: string }>
  | Kind<"notFinite", { file: string; parameter: string }>
  | Kind<"otherLength", { file: string; found: number; expected: number }>;

export type TrainingProblem =
  | Kind<"allTooLong", { pairs: number; source: number; target: number }>
  | Kind<"lossNotFinite", { update: number }>
  | Kind<"diverged", { loss: number; guessing: number; learningRate: number }>;

/** Of a change to what a decoder computes. */
export type EditProblem =
  | Kind<"noAttention", object>
  | Kind<"weightCount", { found: number; expected: number }>
  | Kind<"noState" | "noUnit", { number: number; count: number }>;
