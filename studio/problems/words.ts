import type { Language } from "../app/language.ts";
import { japanese } from "./japanese.ts";
import type { AnyProblem } from "./studio-problem.ts";
import type { Told } from "./told.ts";

/** A text in the reader's language, but for the parts that there is only English of, in order. */
export interface Words {
  readonly text: string;
  readonly english: readonly string[];
}

/** What went wrong, in the reader's language where there are words for all of it; else in English. */
export function wordsOf({ message, problems }: Told, language: Language): Words {
  if (language === "en") return { text: message, english: [] };
  if (problems.length === 0) return { text: message, english: [message] };
  return {
    text: problems.map(inJapanese).join("\n"),
    english: problems.flatMap(englishIn),
  };
}

/** The same as a part of a sentence, in parentheses. */
export function reasonOf(told: Told, language: Language): Words {
  const { text, english } = wordsOf(told, language);
  return { text: text.replace(/。$/, ""), english };
}

function inJapanese(problem: AnyProblem): string {
  return (japanese[problem.kind] as (problem: AnyProblem) => string)(problem);
}

/** What the library's own checks and other programs say is English. */
function englishIn(problem: AnyProblem): string[] {
  if ("reason" in problem) return [problem.reason];
  return problem.kind === "unexpected" ? [problem.expected] : [];
}
