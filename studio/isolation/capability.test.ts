import { describe, expect, it } from "vitest";
import { missing } from "./capability.ts";
import { capabilityTexts } from "./texts.ts";

describe("what a page can compute with", () => {
  it("is all that there is here", () => {
    expect(missing(globalThis)).toBeNull();
  });

  it("is nothing without WebAssembly, or without its SIMD", () => {
    expect(missing({})).toEqual({ kind: "none", because: "noWebAssembly" });
    const asked: Uint8Array[] = [];
    const validate = (bytes: unknown) => asked.push(bytes as Uint8Array) < 0;
    expect(missing({ WebAssembly: { validate } })).toEqual({ kind: "none", because: "noSimd" });
    expect(WebAssembly.validate(asked[0] as Uint8Array<ArrayBuffer>)).toBe(true);
  });

  it("is told in both languages with the way out", () => {
    for (const { single, none } of [capabilityTexts.en, capabilityTexts.ja]) {
      for (const text of [...Object.values(single), ...Object.values(none)])
        expect(text.length).toBeGreaterThan(20);
    }
  });
});
