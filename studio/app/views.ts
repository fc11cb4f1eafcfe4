import type { ComponentType } from "preact";
import type { Texts } from "./language.ts";

/** A view of the page. Its code is loaded when it is first shown. */
export interface View {
  /** In the address. */
  readonly name: string;
  readonly title: Texts<string>;
  load(): Promise<ComponentType>;
}

/** In the order of the navigation; the first is shown where the address names none. */
export const views: readonly View[] = [
  {
    name: "home",
    title: { en: "Home", ja: "ホーム" },
    load: async () => (await import("../home/home-view.tsx")).HomeView,
  },
  {
    name: "train",
    title: { en: "Train", ja: "学習する" },
    load: async () => (await import("../train/train-view.tsx")).TrainView,
  },
  {
    name: "inspect",
    title: { en: "Look inside", ja: "中を見る" },
    load: async () => (await import("../inspect/inspect-view.tsx")).InspectView,
  },
  {
    name: "experiment",
    title: { en: "Long sentences", ja: "長い文" },
    load: async () => (await import("../experiment/experiment-view.tsx")).ExperimentView,
  },
  {
    name: "runs",
    title: { en: "Runs", ja: "学習の記録" },
    load: async () => (await import("../runs/runs-view.tsx")).RunsView,
  },
  {
    name: "course",
    title: { en: "Course", ja: "講座" },
    load: async () => (await import("../course/course-view.tsx")).CourseView,
  },
];
