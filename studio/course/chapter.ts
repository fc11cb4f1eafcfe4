/** A chapter's place in the course and in the address: `#/course/attention`. */
export type ChapterName = (typeof chapterNames)[number];

/** The chapters, in the order in which they are read. */
export const chapterNames = [
  "sequence-to-sequence",
  "encoder-decoder",
  "cells",
  "loss",
  "teacher-forcing",
  "fixed-vector",
  "attention",
  "query-key-value",
  "scaled-dot-product",
  "masks",
  "beam-search",
  "bleu",
  "transformer",
] as const;

/**
 * A chapter in one language. Strings are prose with the marks of `inline.ts`; every number in them that comes from a
 * widget is computed by that widget's own module when the text is loaded.
 */
export interface ChapterText {
  /** What the chapter answers, in one or two sentences. */
  readonly lead: string;
  readonly sections: readonly Section[];
  readonly questions: readonly Question[];
}

interface Section {
  /** The same in every language. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A paragraph, or what stands between paragraphs. */
export type Block = string | EquationBlock | ListBlock | TableBlock;

export interface EquationBlock {
  readonly kind: "equation";
  readonly tex: string;
}

export interface ListBlock {
  readonly kind: "list";
  readonly items: readonly string[];
}

export interface TableBlock {
  readonly kind: "table";
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export type Question = ChoiceQuestion | NumberQuestion | WordQuestion;

interface Asked {
  /** The same in every language, unlike every other of the chapter. */
  readonly id: string;
  readonly ask: string;
  /** Shown after a right answer. */
  readonly right: string;
  /** Shown after a wrong one: how to find the right one. */
  readonly wrong: string;
}

interface ChoiceQuestion extends Asked {
  readonly kind: "choice";
  readonly options: readonly string[];
  /** The place of the right option, from 0. */
  readonly answer: number;
}

export interface NumberQuestion extends Asked {
  readonly kind: "number";
  readonly answer: number;
  /** How far off an answer may be. */
  readonly tolerance: number;
}

export interface WordQuestion extends Asked {
  readonly kind: "word";
  /** Every spelling that counts; the first is shown as the answer. */
  readonly answers: readonly string[];
}

/** TeX of a formula on a line of its own, as it is written between backticks: `equation\`\\frac{1}{N}\``. */
export function equation(
  strings: TemplateStringsArray,
  ...values: readonly (string | number)[]
): EquationBlock {
  return { kind: "equation", tex: String.raw(strings, ...values) };
}

/** Prose as it is written between backticks, so that TeX in it keeps its backslashes. */
export const prose = String.raw;

export function list(...items: string[]): ListBlock {
  return { kind: "list", items };
}

export function table(head: readonly string[], ...rows: (readonly string[])[]): TableBlock {
  return { kind: "table", head, rows };
}
