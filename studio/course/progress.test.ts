import { expect, it } from "vitest";
import { readProgress } from "./progress.ts";

it("reads what was kept, and nothing that is not of its form", () => {
  const kept = { attention: ["sum", 7, null], alchemy: ["gold"], loss: "all", bleu: [] };
  expect(readProgress(JSON.stringify(kept))).toEqual({ attention: ["sum"], bleu: [] });
  for (const text of [null, "", "{", "null", "3", "[]"]) expect(readProgress(text)).toEqual({});
});
