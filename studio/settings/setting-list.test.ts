import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configurationJsonSchema } from "../../src/configuration/configuration.ts";
import type { Settings } from "../../src/configuration/settings.ts";
import { flatten, readValue, settingsOf, showValue, valueAt, withValue } from "./setting-list.ts";

describe("settingsOf", () => {
  const settings = settingsOf(configurationJsonSchema());
  const named = (path: string) => settings.find((setting) => setting.path === path);

  test("kinds, choices, defaults and descriptions are those of the schema", () => {
    expect(named("context.score")).toMatchObject({ kind: "choice", default: "general" });
    expect(named("context.score")?.choices).toContain("scaled-dot");
    expect(named("encoder.bidirectional")).toMatchObject({ kind: "boolean", default: true });
    expect(named("training.learningRate")).toMatchObject({ kind: "number", default: 0.005 });
    expect(named("training.freeze")).toMatchObject({ kind: "text", choices: [] });
    for (const { description } of settings) expect(description).not.toBe("");
  });

  test("what needs files or a machine is left out", () => {
    expect(settings.filter(({ path }) => /^(data|out|from|runtime)|File/.test(path))).toEqual([]);
    expect(settings.length).toBeGreaterThan(60);
  });
});

test("values are set, read, and taken away with empty sections", () => {
  const one = withValue({}, "encoder.size", 64);
  const two = withValue(one, "encoder.cell", "gru");
  expect(two).toEqual({ encoder: { size: 64, cell: "gru" } });
  expect(flatten(two)).toEqual([
    ["encoder.size", 64],
    ["encoder.cell", "gru"],
  ]);
  expect([valueAt(two, "encoder.cell"), valueAt(two, "decoder.cell"), valueAt(two, "toString")]).toEqual([
    "gru",
    undefined,
    undefined,
  ]);
  expect(withValue(withValue(two, "encoder.cell", undefined), "encoder.size", undefined)).toEqual({});
});

test("property: what was flattened can be put together again", () => {
  const key = fc
    .string({ minLength: 1, maxLength: 5 })
    .filter((text) => !text.includes(".") && text !== "__proto__");
  const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.string(), { maxLength: 2 }));
  const section = fc.dictionary(key, leaf, { minKeys: 1, maxKeys: 3 });
  fc.assert(
    fc.property(fc.dictionary(key, fc.oneof(leaf, section), { maxKeys: 4 }), (settings: Settings) => {
      const again = flatten(settings).reduce<Settings>(
        (built, [path, value]) => withValue(built, path, value),
        {},
      );
      expect(again).toEqual(settings);
    }),
  );
});

test("values as a person types them", () => {
  expect(readValue("0.01", "number")).toBe(0.01);
  expect(readValue("fast", "number")).toBe("fast");
  expect(readValue("", "number")).toBe("");
  expect(readValue("true", "boolean")).toBe(true);
  expect(readValue("12", "choice")).toBe("12");
  expect(readValue('["a.*", "b"]', "text")).toEqual(["a.*", "b"]);
  expect(readValue("encoder.*", "text")).toBe("encoder.*");
  expect([showValue(["a"]), showValue("x"), showValue(undefined), showValue(0.1)]).toEqual([
    '["a"]',
    "x",
    "",
    "0.1",
  ]);
});
