import type { Question } from "./chapter.ts";

/** What a learner gave: the place of an option, or what was typed. */
export type Given = number | string;

/** Whether an answer is right; null where it cannot be judged yet: nothing typed, or no number. */
export function judge(question: Question, given: Given): boolean | null {
  switch (question.kind) {
    case "choice":
      return given === question.answer;
    case "number": {
      const value = typedNumber(String(given));
      return value === null ? null : Math.abs(value - question.answer) <= question.tolerance + 1e-9;
    }
    case "word": {
      const word = typedWord(String(given));
      return word === "" ? null : question.answers.some((answer) => typedWord(answer) === word);
    }
  }
}

/** A number as people type it: full-width digits, a comma for the point, a true minus, a fraction, a percentage. */
export function typedNumber(text: string): number | null {
  const plain = text
    .normalize("NFKC")
    .replace(/[−‐ー]/gu, "-")
    .replace(/\s/gu, "")
    .replace(/^(-?\d+),(\d+)$/u, "$1.$2");
  const match = /^(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)(?:\/(\d+\.?\d*))?(%?)$/iu.exec(plain);
  if (match === null) return null;
  const [, number, divisor = "1", percent] = match;
  const value = Number(number) / Number(divisor) / (percent === "%" ? 100 : 1);
  return Number.isFinite(value) ? value : null;
}

/** A word without what spelling is free to vary: case, width, spaces, hyphens and quotes. */
function typedWord(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\-‐・.「」"'<>]/gu, "");
}
