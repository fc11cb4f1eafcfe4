import { inOrder, updateCurve } from "../../src/report/learning-curves.ts";
import { type LineChart, labelRoom, lineChart } from "../../src/report/line-chart.ts";
import type { EvaluationEvent, TrainingEvent, UpdateEvent } from "../../src/training/events.ts";
import type { Language, Texts } from "../app/language.ts";
import { armColours } from "./arm-colours.ts";
import { armLabel } from "./arm-label.ts";
import type { ArmProgress } from "./progress.ts";

type CurveTexts = Readonly<
  Record<"loss" | "training" | "dev" | "exact" | "gradient" | "rate" | "afterEpoch", string>
>;

const texts: Texts<CurveTexts> = {
  en: {
    loss: "Loss per target token, nats",
    training: "training",
    dev: "dev",
    exact: "Exact matches on dev, %",
    gradient: "Norm of the gradient",
    rate: "Learning rate",
    afterEpoch: "known at the end of each epoch",
  },
  ja: {
    loss: "損失（出力1トークンあたり、nat）",
    training: "学習",
    dev: "検証",
    exact: "検証データの完全一致、%",
    gradient: "勾配のノルム",
    rate: "学習率",
    afterEpoch: "エポックが終わるたびに表示されます",
  },
};

/** The curves of a training as SVG charts: of one model with its loss on dev, or of several beside each other. */
export function trainingCurves(arms: readonly ArmProgress[], language: Language): string[] {
  const words = texts[language];
  const epochs = Math.max(...arms.map(({ events }) => epochsShown(events)));
  const [only] = arms.length === 1 ? arms : [];
  const best = only ? bestOf(only.events) : null;
  const room = only ? 0 : Math.max(...arms.map((of) => labelRoom(armLabel(of), "0.0000")));
  const chart = (title: string, decimals: number, lines: LineChart["lines"], more: Partial<LineChart> = {}) =>
    lineChart({ title, lines, epochs, best, decimals, language, room, ...more });
  const updates = (told: (update: UpdateEvent) => number, label?: string) =>
    arms.map((of, arm) => ({
      ...{ label: label ?? armLabel(of), colour: armColours[arm]!, dots: false },
      points: updateCurve(of.events, told),
    }));
  const dev = (told: (evaluation: EvaluationEvent) => number, label?: string, colour?: string) =>
    arms.map((of, arm) => ({
      ...{ label: label ?? armLabel(of), colour: colour ?? armColours[arm]! },
      points: evaluationsOf(of.events).map((event) => [event.epoch, told(event)] as const),
    }));
  return [
    chart(words.loss, 3, [
      ...updates(({ loss }) => loss, only && words.training),
      ...(only ? dev((event) => event.dev.loss, words.dev, "dev") : []),
    ]),
    chart(
      words.exact,
      1,
      dev((event) => 100 - event.dev.sequence_error_rate, only && words.dev, only && "dev"),
      { highest: 100, empty: words.afterEpoch },
    ),
    chart(
      words.gradient,
      2,
      updates(({ gradientNorm }) => gradientNorm, only && ""),
    ),
    chart(
      words.rate,
      4,
      updates(({ learningRate }) => learningRate, only && ""),
    ),
  ];
}

export function evaluationsOf(events: readonly TrainingEvent[]): EvaluationEvent[] {
  return inOrder(events.filter((event) => event.event === "evaluation"));
}

function bestOf(events: readonly TrainingEvent[]): number | null {
  return evaluationsOf(events).findLast(({ best }) => best)?.epoch ?? null;
}

/**
 * Where the axis of epochs ends: at a round number beyond what is done, and at most at the end of the training, so that the
 * first updates of many epochs are seen, too.
 */
function epochsShown(events: readonly TrainingEvent[]): number {
  const epochs = events.find((event) => event.event === "start")?.epochs ?? 1;
  const updates = events.filter((event): event is UpdateEvent => event.event === "update");
  const done = epochs * Math.max(0, ...updates.map(({ progress }) => progress));
  const power = 10 ** Math.floor(Math.log10(Math.max(done, 0.01)));
  const round = [1, 2, 5, 10].map((factor) => factor * power).find((end) => end >= done * (1 - 1e-9))!;
  return Math.min(epochs, round);
}
