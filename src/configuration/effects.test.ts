import { describe, expect, it } from "vitest";
import { attentionScores, cellKinds } from "../nn/index.ts";
import { schedules } from "../optimization/learning-rate.ts";
import { optimizers } from "../optimization/optimizers.ts";
import { tokenizerKinds } from "../text/tokenizer-kinds.ts";
import { namesOf } from "./choice.ts";
import { parseConfiguration, withoutIdleInherited } from "./configuration.ts";
import { conditionalsOf } from "./effects.ts";
import { configurationSchema } from "./schema.ts";

/** A value of each conditional setting that would have an effect under other choices. */
const values: Readonly<Record<string, unknown>> = {
  "encoder.recurrentDropout": 0.1,
  "decoder.recurrentDropout": 0.1,
  "decoder.inputFeeding": true,
  "decoder.copying": true,
  "context.score": "general",
  "context.heads": 4,
  "context.sharpness": 1,
  "context.dropout": 0.1,
  "context.coverage": true,
  "context.coverageLoss": 1,
  "initialization.recurrent": "xavier",
  "initialization.forgetBias": 1,
  "training.scheduledSampling.schedule": "linear",
  "training.beta1": 0.9,
  "training.beta2": 0.999,
  "training.epsilon": 1e-8,
  "training.momentum": 0.9,
  "training.patience": 1,
  "training.halvings": 4,
  "training.decayEvery": 1,
  "training.decayFactor": 0.5,
};
for (const side of ["source", "target"]) {
  const text = {
    lowercase: true,
    normalization: "nfc",
    minimumCount: 1,
    maximumVocabulary: 5000,
    byteFallback: true,
    characterCoverage: 0.9995,
    segmenter: "ja",
    regularization: 0.1,
    symbols: ["<2ja>"],
  };
  for (const [key, value] of Object.entries(text)) Object.assign(values, { [`${side}.${key}`]: value });
}

/** Choices under which almost no conditional setting has an effect. */
const idle = {
  encoder: { cell: "ssru" },
  decoder: { cell: "ssru" },
  context: { kind: "fixed-initial" },
  training: { optimizer: "adafactor", schedule: "constant" },
  source: { tokenizerFile: "t.json", tokenizer: "words" },
  target: { tokenizerFile: "t.json", tokenizer: "words" },
};
const ofFiles = { regularization: { tokenizerFile: undefined } };

const settings = conditionalsOf(configurationSchema).map(({ path }) => path.join("."));

/** The choices with one more setting. */
function withSetting(choices: Readonly<Record<string, object>>, key: string, value: unknown): object {
  const [section, ...rest] = key.split(".") as [string, ...string[]];
  const inner = rest.reduceRight<unknown>((of, name) => ({ [name]: of }), value) as object;
  const changes = rest[0] === "regularization" ? ofFiles.regularization : {};
  return { ...choices, [section]: { ...choices[section], ...changes, ...inner } };
}

describe("a setting that has no effect under the other choices", () => {
  it("is tested here, each one", () => {
    expect([...settings].sort()).toEqual(Object.keys(values).sort());
  });

  it.each(settings)("%s is refused", (key) => {
    expect(() => parseConfiguration(withSetting(idle, key, values[key]))).toThrow(
      `${key} ${JSON.stringify(values[key])}: it has no effect with `,
    );
  });

  it("is not in what is read: no default of such a setting is refused or shown", () => {
    const configuration = parseConfiguration(idle);
    const shown = settings.filter((key) =>
      key.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], configuration),
    );
    expect(shown).toEqual([]);
    expect(parseConfiguration(configuration)).toEqual(configuration);
  });

  it("may be written where it says that what cannot be is off", () => {
    const off = {
      ...idle,
      decoder: { cell: "ssru", copying: false, inputFeeding: false, recurrentDropout: 0 },
    };
    expect(parseConfiguration(off)).toEqual(parseConfiguration(idle));
  });

  it("is left out where it comes from a model, and refused where it does not", () => {
    const inherited = parseConfiguration({ context: { score: "multi-head", heads: 2 } }).context;
    const own = { context: { kind: "fixed-initial" } };
    const merged = { context: { ...inherited, ...own.context } };
    expect(parseConfiguration(withoutIdleInherited(merged, own)).context).toEqual(own.context);
    const heads = { context: { ...own.context, heads: 2 } };
    expect(() =>
      parseConfiguration(withoutIdleInherited({ context: { ...inherited, ...heads.context } }, heads)),
    ).toThrow('context.heads 2: it has no effect with context.kind "fixed-initial"');
  });
});

/** For each member of a list and each setting that some members read: whether the setting is accepted beside it. */
function accepted(
  members: Readonly<Record<string, { readonly reads: readonly string[] }>>,
  inputOf: (member: string, setting: string) => object,
): [member: string, setting: string, reads: boolean, input: object][] {
  const all = [...new Set(Object.values(members).flatMap(({ reads }) => reads))];
  return namesOf(members).flatMap((member) =>
    all.map((setting): [string, string, boolean, object] => [
      member,
      setting,
      members[member]!.reads.includes(setting),
      inputOf(member, setting),
    ]),
  );
}

const inSection = (section: string, choice: string) => (member: string, setting: string) => ({
  [section]: { [choice]: member, [setting]: values[`${section}.${setting}`] },
});

describe("what a member of a list reads is accepted beside it, and nothing else", () => {
  it.each([
    ...accepted(attentionScores, inSection("context", "score")),
    ...accepted(optimizers, inSection("training", "optimizer")),
    ...accepted(schedules, inSection("training", "schedule")),
    ...accepted(tokenizerKinds, inSection("source", "tokenizer")),
    ...accepted(cellKinds, (cell, setting) => ({
      encoder: { cell, ...(setting === "recurrentDropout" && { recurrentDropout: 0.1 }) },
      decoder: { cell },
      ...(setting !== "recurrentDropout" && {
        initialization: { [setting]: values[`initialization.${setting}`] },
      }),
    })),
  ])("%s, %s: %s", (_member, setting, reads, input) => {
    if (reads) expect(() => parseConfiguration(input)).not.toThrow();
    else expect(() => parseConfiguration(input)).toThrow(`${setting} `);
  });
});
