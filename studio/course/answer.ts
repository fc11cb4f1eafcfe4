import type { Question } from "./chapter.ts";

/** What a learner gave: the place of an option, or what was typed. */
export type Given = number | string;

/** Whether an answer is right; null where it cannot be judged yet: nothing typed, or no number. */
export function judge(question: Question, given: Given): boolean | null {
  switch (question.kind) {
    case "choice":
      return given === question.answer;
    case "number": {
      const values = typedNumbers(String(given));
      if (values.length === 0) return null;
      return values.some((value) => Math.abs(value - question.answer) <= question.tolerance + 1e-9);
    }
    case "word": {
      const word = typedWord(String(given));
      return word === "" ? null : question.answers.some((answer) => typedWord(answer) === word);
    }
  }
}

/**
 * What a text may mean as a number, as people type it: full-width digits and signs, a true minus, a fraction, a percentage,
 * "about", a counter behind it. "4,000" has two meanings, since a comma groups digits or stands for the point.
 */
export function typedNumbers(text: string): number[] {
  const plain = text
    .normalize("NFKC")
    .replace(/[−‐ー–]/gu, "-")
    .replace(/[÷⁄]/gu, "/")
    .replace(/、/gu, ",")
    .replace(/(?<=\d)。(?=\d)/gu, ".")
    .replace(/\s/gu, "")
    .replace(/^[約=≈≒~]|(?:個|つ|倍|語|回|本|時点|ステップ|通り|次元)?[。.]*$/gu, "");
  const readings = [plain.replace(/^(-?\d+),(\d+)$/u, "$1.$2")];
  if (/^-?[1-9]\d{0,2}(?:,\d{3})+$/u.test(plain)) readings.push(plain.replaceAll(",", ""));
  return readings.flatMap((reading) => plainNumber(reading) ?? []);
}

function plainNumber(text: string): number | null {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)(?:\/(\d+\.?\d*))?(%?)$/iu.exec(text);
  if (match === null) return null;
  const [, number, divisor = "1", percent] = match;
  const value = Number(number) / Number(divisor) / (percent === "%" ? 100 : 1);
  return Number.isFinite(value) ? value : null;
}

/** A word without what spelling is free to vary: case, width, spaces, long vowels, hyphens, quotes and a full stop. */
function typedWord(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\-‐–−ー・.。「」"'“”<>]/gu, "");
}
