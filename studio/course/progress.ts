import { signal } from "@preact/signals";
import { type ChapterName, chapterNames } from "./chapter.ts";

/** The questions that were answered right, by chapter. */
export type Progress = Readonly<Partial<Record<ChapterName, readonly string[]>>>;

const key = "henkan.course";

/** What is kept in the browser's own storage; nothing where that is not allowed or holds something else. */
export const progress = signal<Progress>(stored());

/** Whether the browser keeps it. */
export const isKept = signal(true);

/** Notes that a question was answered right. */
export function noteRight(chapter: ChapterName, question: string): void {
  const before = progress.value[chapter] ?? [];
  if (before.includes(question)) return;
  keep({ ...progress.value, [chapter]: [...before, question] });
}

export function forgetProgress(): void {
  keep({});
}

function keep(value: Progress): void {
  progress.value = value;
  try {
    localStorage.setItem(key, JSON.stringify(value));
    isKept.value = true;
  } catch {
    isKept.value = false;
  }
}

function stored(): Progress {
  try {
    return readProgress(localStorage.getItem(key));
  } catch {
    return {};
  }
}

/** What a stored text says; nothing of it that is not of the right form. */
export function readProgress(text: string | null): Progress {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "{}");
  } catch {
    return {};
  }
  if (typeof value !== "object" || value === null) return {};
  const entries = chapterNames.flatMap((name) => {
    const ids: unknown = (value as Readonly<Record<string, unknown>>)[name];
    return Array.isArray(ids) ? [[name, ids.filter((id): id is string => typeof id === "string")]] : [];
  });
  return Object.fromEntries(entries) as Progress;
}
