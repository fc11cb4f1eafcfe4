import type { Tense } from "./predicates.ts";

/** A word that joins a subordinate clause behind a main one in English, and before it in Japanese. */
interface Conjunction {
  readonly word: string;
  /** What the main clause may be: anything, or an action. */
  readonly main: "main" | "acting";
  /** The subordinate predicate, and weather in its place. */
  readonly inner: string;
  readonly weather?: string;
  /** How the Japanese clause ends, and what follows it. */
  readonly form: string;
  readonly joint: string;
}

const before = { word: "before", main: "acting", form: "u", joint: "前=before に 、" } as const;
const after = { word: "after", main: "acting", form: "ta", joint: "後=after で 、" } as const;
const because = { word: "because", main: "main", joint: "から=because 、" } as const;

export const conjunctions: Readonly<Record<Tense, readonly Conjunction[]>> = {
  present: [
    { ...because, inner: "cause.present", weather: "weather.brief.present", form: "u" },
    {
      word: "when",
      main: "acting",
      inner: "state.present",
      weather: "weather.brief.present",
      form: "toki",
      joint: "時=when 、",
    },
    { ...before, inner: "deed.present" },
  ],
  past: [
    { ...because, inner: "cause.past", weather: "weather.brief.past", form: "ta" },
    { ...after, inner: "deed.past" },
    { ...before, inner: "deed.past" },
  ],
  future: [
    { ...because, inner: "cause.present", weather: "weather.brief.future", form: "u" },
    {
      word: "if",
      main: "acting",
      inner: "state.present",
      weather: "weather.brief.present",
      form: "ta",
      joint: "ら=if 、",
    },
    { ...after, inner: "deed.present" },
  ],
};
