import { expect, it } from "vitest";
import { paddedLength } from "./padded-length.ts";

it("a source is padded to a multiple of 4, of 16 beyond 32, and of 64 beyond 128", () => {
  const lengths = [1, 4, 5, 11, 32, 33, 128, 129];
  expect(lengths.map(paddedLength)).toEqual([4, 4, 8, 12, 32, 48, 128, 192]);
});
