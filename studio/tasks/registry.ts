import type { ConfigurationInput } from "../../src/configuration/configuration.ts";
import { dates } from "./dates.ts";
import { numberKanji, numberWords } from "./numbers.ts";
import { phrasebook } from "./phrasebook/phrasebook.ts";
import { copy, reverse } from "./symbols.ts";
import type { Task } from "./task.ts";

/** The tasks that the page can draw, in the order in which it lists them. */
export const tasks = {
  phrasebook,
  dates,
  reverse,
  copy,
  "number-words": numberWords,
  "number-kanji": numberKanji,
} satisfies Readonly<Record<string, Task>>;

export type TaskName = keyof typeof tasks;

export const taskNames = Object.keys(tasks) as TaskName[];

export function isTaskName(name: string): name is TaskName {
  return Object.hasOwn(tasks, name);
}

/** The settings with which a task is learnt quickly; everything else is henkan's default. */
export function configurationOf(name: TaskName): ConfigurationInput {
  return tasks[name].configuration;
}
