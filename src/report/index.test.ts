import { expect, test } from "vitest";
import * as door from "./index.ts";

test("the names that other folders use", () => {
  expect(Object.keys(door).sort()).toEqual([
    "attentionLabels",
    "columnWidth",
    "duration",
    "lengthRange",
    "renderData",
    "renderEvaluation",
    "renderReport",
    "reportLanguages",
  ]);
});
