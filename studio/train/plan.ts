import type { Configuration, ConfigurationInput } from "../../src/configuration/configuration.ts";
import { modelSettings } from "../../src/configuration/model-settings.ts";
import { isSettings, mergeSettings, type Settings } from "../../src/configuration/settings.ts";
import type { Language } from "../app/language.ts";
import { withValue } from "../settings/setting-list.ts";
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
  /** The run whose model's weights training starts from; null where they are drawn. */
  readonly from: string | null;
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
    from: parameters.get("from")?.slice(0, 300) || null,
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

/** A model that training may start from. */
export interface Origin {
  /** Of its run. */
  readonly id: string;
  readonly name: string;
  readonly configuration: Configuration;
}

/** What a plan's order is made with. */
export interface PlanContext {
  /** The reader's own pairs, where the plan says so. */
  readonly pairs: OwnData | null;
  /** The model that the plan starts from; null where it starts from none, or it is not there. */
  readonly origin: Origin | null;
}

/** What the worker is asked to train; null where pairs are missing. */
export function orderOf(
  plan: Plan,
  language: Language,
  { pairs, origin }: PlanContext,
): TrainingOrder | null {
  if (plan.runs.length > 0) return { runs: plan.runs, sentences: sentencesOf(plan) };
  if (plan.data === "own" && pairs === null) return null;
  const { data, seed, count } = plan;
  return {
    data: data === "own" ? pairs!.data : { task: data, seed, count },
    arms: armsOf(plan, language, { pairs, origin }),
    sentences: sentencesOf(plan),
  };
}

/** The second model starts from weights that are drawn, in any case. */
function armsOf(plan: Plan, language: Language, context: PlanContext): Arm[] {
  const { data, own, rival, rivalOwn, from } = plan;
  const { pairs } = context;
  const name = data === "own" ? (pairs?.name ?? "") : tasks[data].title[language];
  const configuration = baseOf(plan, context);
  const first = { configuration, own, ...(from !== null && { from }) };
  const tuned = { en: "fine-tuned", ja: "ファインチューニング" }[language];
  if (rival === null) return [{ ...first, name: from === null ? name : `${name}${nameBorder}${tuned}` }];
  const one = from === null ? { en: "model 1", ja: "モデル1" }[language] : tuned;
  return [
    { ...first, name: `${name}${nameBorder}${one}` },
    {
      name: `${name}${nameBorder}${rivals[rival].title[language]}`,
      configuration: changedBy(configuration, own),
      own: changedBy(rivals[rival].change(changedBy(configuration, own)), rivalOwn),
    },
  ];
}

/** The settings of the second model, before the reader changes them. */
export function rivalBase(plan: Plan, context: PlanContext): ConfigurationInput {
  const first = changedBy(baseOf(plan, context), plan.own);
  return plan.rival === null ? first : changedBy(first, rivals[plan.rival].change(first));
}

function changedBy(settings: ConfigurationInput, changes: ConfigurationInput): ConfigurationInput {
  return mergeSettings(settings, changes);
}

/** The settings that a plan's own ones change: those that suit the data, or how the model is made that it starts from. */
export function baseOf({ data, from }: Plan, { pairs, origin }: PlanContext): ConfigurationInput {
  const suited = data === "own" ? (pairs?.configuration ?? {}) : configurationOf(data);
  if (from === null) return suited;
  const { training = {} } = suited;
  return { ...(origin && withoutFiles(modelSettings(origin.configuration))), training };
}

/** A tokenizer's file is of the machine that trained the model. */
function withoutFiles(settings: Settings): Settings {
  return ["source.tokenizerFile", "target.tokenizerFile"].reduce(
    (all, path) => withValue(all, path, undefined),
    settings,
  );
}

/** Sentences of the reader's that are translated as it goes, beside samples. */
export function sentencesOf({ sentence }: Plan): string[] {
  return sentence.trim() === "" ? [] : [sentence.trim()];
}
