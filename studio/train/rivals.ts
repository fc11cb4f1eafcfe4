import type { ConfigurationInput } from "../../src/configuration/configuration.ts";
import type { Texts } from "../app/language.ts";

/** A second model that is trained beside the first, as a change to it. */
interface Rival {
  readonly title: Texts<string>;
  /** @param base the settings of the first model */
  change(base: ConfigurationInput): ConfigurationInput;
}

/** Second models that can be chosen by name; any other one is written as settings. */
export const rivals = {
  fixed: {
    title: { en: "fixed vector", ja: "固定ベクトル" },
    change: () => ({ context: { kind: "fixed-initial" }, decoder: { inputFeeding: false } }),
  },
  dot: {
    title: { en: "dot score", ja: "内積" },
    change: () => ({ context: { kind: "attention", score: "dot" } }),
  },
  additive: {
    title: { en: "additive score", ja: "加法" },
    change: () => ({ context: { kind: "attention", score: "additive" } }),
  },
  gru: {
    title: { en: "GRU", ja: "GRU" },
    change: () => ({ encoder: { cell: "gru" }, decoder: { cell: "gru" } }),
  },
  half: {
    title: { en: "half the size", ja: "半分の大きさ" },
    change: ({ encoder, decoder }) => ({
      encoder: { size: Math.ceil((encoder?.size ?? 256) / 2) },
      decoder: { size: Math.ceil((decoder?.size ?? 256) / 2) },
    }),
  },
  own: {
    title: { en: "own settings", ja: "自分で設定" },
    change: () => ({}),
  },
} as const satisfies Readonly<Record<string, Rival>>;

export type RivalName = keyof typeof rivals;

export const rivalNames = Object.keys(rivals) as RivalName[];
