import type { ConfigurationInput } from "../../src/configuration/configuration.ts";
import { isSettings, mergeSettings } from "../../src/configuration/settings.ts";
import type { Language } from "../app/language.ts";
import { configurationOf, isTaskName, type TaskName, tasks } from "../tasks/index.ts";
import type { Arm, TrainingData, TrainingOrder } from "../worker/training-order.ts";
import { type RivalName, rivals } from "./rivals.ts";

/** What is to be trained, as the address says it. */
export interface Plan {
  /** "own": the reader's own pairs, which no link holds. */
  readonly data: TaskName | "own";
  readonly seed: number;
  /** Training pairs; undefined: as many as the task needs. */
  readonly count: number | undefined;
  /** Changes to the settings that suit the task. */
  readonly own: ConfigurationInput;
  /** The second model; null for none. */
  readonly rival: RivalName | null;
  /** Changes of the second model to the first, beside the rival's. */
  readonly rivalOwn: ConfigurationInput;
  /** A sentence of the reader's that is translated as it goes. */
  readonly sentence: string;
  /** Runs that were begun before, to go on with. */
  readonly runs: readonly string[];
}

/** Of a task: more would fill the tab's memory before they teach anything. */
export const mostPairs = 200_000;

/** Between a run's name and what tells it from the one beside it. */
export const nameBorder = " · ";

/** @param parameters of the address: somebody's text, of which nonsense is left out */
export function planOf(parameters: URLSearchParams): Plan {
  const data = parameters.get("task") ?? "";
  const rival = parameters.get("beside") ?? "";
  const number = (text: string | null, least: number, most: number) => {
    const value = Number(text ?? Number.NaN);
    return Number.isSafeInteger(value) && value >= least && value <= most ? value : undefined;
  };
  return {
    data: data === "own" || isTaskName(data) ? data : "phrasebook",
    seed: number(parameters.get("seed"), 0, Number.MAX_SAFE_INTEGER) ?? 1,
    count: number(parameters.get("pairs"), 2, mostPairs),
    own: settingsIn(parameters.get("settings")),
    rival: Object.hasOwn(rivals, rival) ? (rival as RivalName) : null,
    rivalOwn: settingsIn(parameters.get("beside-settings")),
    sentence: parameters.get("sentence")?.slice(0, 300) ?? "",
    runs: (parameters.get("runs") ?? "").split(",").filter((id) => /^[\w-]{1,80}$/.test(id)),
  };
}

/** Settings in an address: their keys and values are checked when they are used. */
function settingsIn(text: string | null): ConfigurationInput {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return isSettings(value) ? value : {};
  } catch {
    return {};
  }
}

/** Pairs of the reader's, and how they are read. */
export interface OwnData {
  readonly name: string;
  readonly data: Extract<TrainingData, { reading: unknown }>;
  readonly configuration: ConfigurationInput;
}

/** What the worker is asked to train. @param pairs the reader's own, where the plan says so */
export function orderOf(plan: Plan, language: Language, pairs: OwnData | null): TrainingOrder | null {
  if (plan.runs.length > 0) return { runs: plan.runs, sentences: sentencesOf(plan) };
  if (plan.data === "own" && pairs === null) return null;
  const { data, seed, count } = plan;
  return {
    data: data === "own" ? pairs!.data : { task: data, seed, count },
    arms: armsOf(plan, language, pairs),
    sentences: sentencesOf(plan),
  };
}

function armsOf(plan: Plan, language: Language, pairs: OwnData | null): Arm[] {
  const { data, own, rival, rivalOwn } = plan;
  const name = data === "own" ? (pairs?.name ?? "") : tasks[data].title[language];
  const configuration = baseOf(plan, pairs);
  const first = { name, configuration, own };
  if (rival === null) return [first];
  return [
    { ...first, name: `${name}${nameBorder}${{ en: "model 1", ja: "モデル1" }[language]}` },
    {
      name: `${name}${nameBorder}${rivals[rival].title[language]}`,
      configuration: changedBy(configuration, own),
      own: changedBy(rivals[rival].change(changedBy(configuration, own)), rivalOwn),
    },
  ];
}

/** The settings of the second model, before the reader changes them. */
export function rivalBase(plan: Plan, pairs: OwnData | null): ConfigurationInput {
  const first = changedBy(baseOf(plan, pairs), plan.own);
  return plan.rival === null ? first : changedBy(first, rivals[plan.rival].change(first));
}

function changedBy(settings: ConfigurationInput, changes: ConfigurationInput): ConfigurationInput {
  return mergeSettings(settings, changes);
}

/** The settings that a plan's own ones change. */
export function baseOf({ data }: Plan, pairs: OwnData | null): ConfigurationInput {
  return data === "own" ? (pairs?.configuration ?? {}) : configurationOf(data);
}

/** Sentences of the reader's that are translated as it goes, beside samples. */
export function sentencesOf({ sentence }: Plan): string[] {
  return sentence.trim() === "" ? [] : [sentence.trim()];
}
