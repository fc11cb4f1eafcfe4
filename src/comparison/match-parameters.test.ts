import { describe, expect, it } from "vitest";
import { type ConfigurationInput, parseConfiguration } from "../configuration/configuration.ts";
import { inconsistencies } from "../configuration/rules.ts";
import { ConfigError } from "../errors.ts";
import { countParameters } from "../seq2seq/model.ts";
import { arms } from "./arms.ts";
import { matchParameters } from "./match-parameters.ts";
import { presets } from "./presets.ts";

const armNamed = (wanted: string) => arms.find(({ name }) => name === wanted)!;

/** The number of weights of an LSTM cell. */
const lstm = (input: number, size: number) => 4 * size * (input + size + 1);

describe("countParameters", () => {
  it("counts what the equations have", () => {
    const configuration = parseConfiguration({
      encoder: { size: 6, embedding: 5, bidirectional: false, reversed: true },
      decoder: { size: 7, embedding: 3, inputFeeding: false },
      context: { kind: "fixed-initial" },
    });
    const embeddings = 11 * 5 + 13 * 3;
    const bridge = 2 * (6 * 7 + 7);
    const output = 7 * 13 + 13;
    const cells = lstm(5, 6) + lstm(3, 7);
    expect(countParameters(configuration, { source: 11, target: 13 })).toBe(
      embeddings + bridge + output + cells,
    );
  });
});

describe("matchParameters", () => {
  const bases: [string, ConfigurationInput, number][] = [
    ["reverse", presets.reverse.settings, 54],
    ["copy", presets.copy.settings, 14],
    ["enja", presets.enja.settings, 5000],
    [
      "two layers, tied output",
      { encoder: { layers: 2 }, decoder: { layers: 2, tiedEmbeddings: "output" } },
      800,
    ],
  ];
  it.each(bases)(
    "brings every arm of %s to within a hundredth of the base, in its proportion",
    (_, input, vocabulary) => {
      const base = parseConfiguration(input);
      const sizes = { source: vocabulary, target: vocabulary };
      const wanted = countParameters(base, sizes);
      for (const arm of arms) {
        const { configuration, parameters, residual } = matchParameters(base, arm, sizes, wanted);
        const { encoder, decoder } = configuration;
        expect(Math.abs(residual), arm.name).toBeLessThan(1);
        expect(parameters).toBe(countParameters(configuration, sizes));
        expect(residual).toBeCloseTo((100 * (parameters - wanted)) / wanted, 10);
        expect(inconsistencies(configuration)).toEqual([]);
        expect(Math.abs(encoder.size / decoder.size - 1)).toBeLessThanOrEqual(0.04);
        expect(configuration.context.kind).toBe(arm.settings.context!.kind);
      }
    },
  );

  it("finds sizes that are not those of the base only where the arm needs it", () => {
    const base = parseConfiguration({
      encoder: { size: 32, embedding: 16 },
      decoder: { size: 16, embedding: 16 },
    });
    const sizes = { source: 30, target: 30 };
    const wanted = countParameters(base, sizes);
    const sizesOf = (name: string) => {
      const { encoder, decoder } = matchParameters(base, armNamed(name), sizes, wanted).configuration;
      return encoder.size / decoder.size;
    };
    expect(sizesOf("dot")).toBe(1);
    expect(sizesOf("general")).toBeGreaterThan(1.9);
  });

  it("says where the base does not suit an arm, or the parameters do not suffice", () => {
    const copying = parseConfiguration({ decoder: { copying: true } });
    const sizes = { source: 30, target: 30 };
    expect(() => matchParameters(copying, armNamed("fixed-initial"), sizes, 50_000)).toThrow(
      new ConfigError(
        'arm fixed-initial:\n  decoder.copying true: it has no effect with context.kind "fixed-initial": leave it out; it needs context.kind "attention"',
      ),
    );
  });
});
