import { expect, test } from "vitest";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { configurationOf, taskNames } from "../tasks/index.ts";
import { mergedConfiguration } from "./merged-configuration.ts";

test("settings of the base hold, those that depend on a default, too", () => {
  expect(mergedConfiguration({ decoder: { inputFeeding: false } }, {}).decoder.inputFeeding).toBe(false);
  for (const name of taskNames)
    expect(mergedConfiguration(configurationOf(name), {})).toEqual(parseConfiguration(configurationOf(name)));
});

test("settings of the base that have no effect beside one's own are left out", () => {
  const base = {
    context: { score: "dot" },
    encoder: { size: 8 },
    decoder: { size: 8, inputFeeding: true },
  } as const;
  const { context, decoder } = mergedConfiguration(base, { context: { kind: "fixed-initial" } });
  expect(context).toEqual({ kind: "fixed-initial" });
  expect(decoder.size).toBe(8);
  expect(decoder).not.toHaveProperty("inputFeeding");
});

test("one's own that have no effect are refused, by their path", () => {
  expect(() =>
    mergedConfiguration({}, { context: { kind: "fixed-initial", score: "dot" } }, "model"),
  ).toThrow(/^model:\n {2}context\.score "dot"/);
});
