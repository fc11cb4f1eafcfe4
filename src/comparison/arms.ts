import type { ConfigurationInput } from "../configuration/configuration.ts";
import type { ReportLanguage } from "../report/index.ts";
import type { ArmFamily } from "./comparison-result.ts";

/** One way to join encoder and decoder, as a change to the base configuration. */
export interface Arm {
  /** The name in definitions and folder names. */
  readonly name: ArmName;
  readonly family: ArmFamily;
  readonly label: Readonly<Record<ReportLanguage, string>>;
  readonly settings: Pick<ConfigurationInput, "encoder" | "decoder" | "context">;
}

export const armNames = [
  "fixed-initial",
  "fixed-initial-reversed",
  "fixed-every-step",
  "uniform",
  "dot",
  "general",
  "additive",
  "additive-input-feeding",
] as const;

/** The arms with these names, in the order of `arms`. */
export function armsNamed(names: readonly ArmName[]): Arm[] {
  return arms.filter(({ name }) => names.includes(name));
}

export type ArmName = (typeof armNames)[number];

const attention = (
  score: "uniform" | "dot" | "general" | "additive",
  inputFeeding = false,
): Arm["settings"] => ({ context: { kind: "attention", score }, decoder: { inputFeeding } });

/**
 * The arms: a fixed vector of the source (Sutskever 2014; Cho 2014; the first also with the source read backwards in
 * one direction, as Sutskever did), attention with various scores (Luong 2015; Bahdanau 2015), and, as a control,
 * attention with uniform weights: its paths without its choice.
 */
export const arms: readonly Arm[] = [
  {
    name: "fixed-initial",
    family: "fixed",
    label: { en: "fixed vector, initial", ja: "固定ベクトル（初期状態）" },
    settings: { context: { kind: "fixed-initial" }, decoder: { inputFeeding: false } },
  },
  {
    name: "fixed-initial-reversed",
    family: "fixed",
    label: { en: "fixed vector, initial, source reversed", ja: "固定ベクトル（初期状態・入力逆順）" },
    settings: {
      context: { kind: "fixed-initial" },
      decoder: { inputFeeding: false },
      encoder: { bidirectional: false, reversed: true },
    },
  },
  {
    name: "fixed-every-step",
    family: "fixed",
    label: { en: "fixed vector, every step", ja: "固定ベクトル（毎ステップ）" },
    settings: { context: { kind: "fixed-every-step" }, decoder: { inputFeeding: false } },
  },
  {
    name: "uniform",
    family: "control",
    label: { en: "uniform weights (control)", ja: "一様な重み（対照）" },
    settings: attention("uniform"),
  },
  {
    name: "dot",
    family: "attention",
    label: { en: "attention, dot", ja: "アテンション（内積）" },
    settings: attention("dot"),
  },
  {
    name: "general",
    family: "attention",
    label: { en: "attention, general", ja: "アテンション（general）" },
    settings: attention("general"),
  },
  {
    name: "additive",
    family: "attention",
    label: { en: "attention, additive", ja: "アテンション（加法）" },
    settings: attention("additive"),
  },
  {
    name: "additive-input-feeding",
    family: "attention",
    label: { en: "attention, additive, input feeding", ja: "アテンション（加法・入力フィード）" },
    settings: attention("additive", true),
  },
];
