import { expect, it } from "vitest";
import { takeSettings } from "./setting-flags.ts";

it("takes keys of the configuration out of a command line", () => {
  const args = [
    "train",
    "a.yaml",
    "--encoder.size",
    "64",
    "--out",
    "x",
    "--data.pairs.source=a=b",
    "--seed",
    "-1",
  ];
  expect(takeSettings(args, ["train", "compare"])).toEqual({
    rest: ["train", "a.yaml", "--out", "x", "--seed", "-1"],
    settings: [
      { path: ["encoder", "size"], value: "64" },
      { path: ["data", "pairs", "source"], value: "a=b" },
    ],
  });
});

it("takes those of a comparison", () => {
  const args = ["compare", "--preset", "copy", "--comparison.updates=5"];
  expect(takeSettings(args, ["train", "compare"])).toEqual({
    rest: ["compare", "--preset", "copy"],
    settings: [{ path: ["comparison", "updates"], value: "5" }],
  });
});

it("leaves other commands alone", () => {
  const args = ["inspect", "--encoder.size", "64"];
  expect(takeSettings(args, ["train", "compare"])).toEqual({ rest: args, settings: [] });
});
