import { basename, extname, join } from "node:path";
import { z } from "zod";
import { type Configuration, parseConfiguration, refusal } from "../configuration/configuration.ts";
import { describeIssues } from "../configuration/issues.ts";
import { nearest } from "../configuration/nearest.ts";
import { mergeSettings, type Settings } from "../configuration/settings.ts";
import { ConfigError } from "../errors.ts";
import { readSettings } from "../jobs/configuration-file.ts";
import { outputMetricNames } from "../metrics/index.ts";
import { type ArmName, armNames } from "./arms.ts";
import { type Preset, presets } from "./presets.ts";

const count = z.int().positive();

/** The section `comparison` of a comparison's file; the other sections are the same as in every configuration. */
const comparisonSection = z.strictObject({
  comparison: z
    .strictObject({
      arms: z
        .array(z.enum(armNames))
        .min(1)
        .default([...armNames]),
      /** Default: training.seed alone. */
      seeds: z.array(z.int().min(0)).min(1).optional(),
      /** Every arm is trained for enough whole epochs to reach this number of updates. Default: training.epochs. */
      updates: count.optional(),
      /** The number of parameters that each arm is matched to. Default: the base configuration's. */
      parameters: count.optional(),
      metric: z.enum(outputMetricNames).default("bleu"),
      /** The longest source of each bucket but the last, in tokens. Default: 5, 10, 15 … */
      bounds: z.array(count).min(1).optional(),
    })
    .prefault({}),
});

/** What is compared, on what, and how it is scored. */
export interface ComparisonDefinition extends z.output<typeof comparisonSection.shape.comparison> {
  readonly name: string;
  /** The base: arms change how encoder and decoder are joined, and their sizes. */
  readonly configuration: Configuration;
  /** In the order of `arms`, each once. */
  readonly arms: ArmName[];
  /** Ascending, each once. */
  readonly seeds: number[];
  /** The comparison's folder. */
  readonly out: string;
  readonly preset: Preset | null;
}

/**
 * Reads the definition of a comparison: a preset by its name, or a YAML configuration file with a section `comparison`.
 * `settings` override it. Paths in a file are relative to the file.
 * @throws {DataError} where the file cannot be read
 * @throws {ConfigError} where there is no such preset, or a key or value is wrong
 */
export async function readComparison(preset: string, settings: Settings = {}): Promise<ComparisonDefinition> {
  const isFile = /[./\\]/.test(preset);
  const known = isFile ? null : presetNamed(preset);
  const own: Settings = known === null ? await readSettings(preset) : settingsOf(known);
  const changed = Object.keys(settings).length > 0 ? ", with the command line's changes" : "";
  const origin = `${isFile ? preset : `preset ${preset}`}${changed}`;
  const { comparison, ...sections } = mergeSettings(own, settings);
  const configuration = parseConfiguration(sections, origin);
  refuseUnequalUpdates(configuration, origin);
  const section = parseSection(comparison, origin);
  const name = isFile ? basename(preset, extname(preset)) : preset;
  return {
    ...section,
    name,
    configuration,
    arms: armNames.filter((arm) => section.arms.includes(arm)),
    seeds: [...new Set(section.seeds ?? [configuration.training.seed])].sort((a, b) => a - b),
    out: configuration.out ?? join("runs", `compare-${name}`),
    preset: known,
  };
}

function presetNamed(name: string): Preset {
  if (Object.hasOwn(presets, name)) return presets[name as keyof typeof presets];
  const names = Object.keys(presets);
  const near = nearest(name, names);
  throw new ConfigError(
    `preset "${name}": expected one of ${names.join(", ")}, or a file such as compare.yaml` +
      (near === undefined ? "" : `; did you mean ${near}?`),
  );
}

function settingsOf({ settings, bounds }: Preset): Settings {
  return bounds === undefined ? { ...settings } : { ...settings, comparison: { bounds } };
}

function parseSection(comparison: unknown, origin: string) {
  const input = comparison === undefined ? {} : { comparison };
  const parsed = comparisonSection.safeParse(input);
  if (parsed.success) return parsed.data.comparison;
  throw refusal(origin, describeIssues(comparisonSection, parsed.error.issues, input));
}

/** Refuses settings that may end one arm before another or give one a head start. */
function refuseUnequalUpdates({ training, from }: Configuration, origin: string): void {
  const { schedule, earlyStopping } = training;
  const why = "because all arms of a comparison get the same updates";
  const problems = [
    ...(schedule === "halving"
      ? [`training.schedule "halving": expected another, such as "cosine", ${why}`]
      : []),
    ...(earlyStopping > 0 ? [`training.earlyStopping ${earlyStopping}: expected 0, ${why}`] : []),
    ...(from === undefined ? [] : [`from "${from}": leave it out, because all arms start afresh`]),
  ];
  if (problems.length === 0) return;
  throw new ConfigError([`${origin}:`, ...problems.map((line) => `  ${line}`)].join("\n"));
}
