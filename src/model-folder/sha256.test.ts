import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { digest, sha256 } from "./sha256.ts";

const reference = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("SHA-256", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("is that of FIPS 180-4 for abc", async () => {
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(await sha256(new TextEncoder().encode("abc"))).toBe(abc);
    vi.stubGlobal("crypto", {});
    expect(await sha256(new TextEncoder().encode("abc"))).toBe(abc);
  });

  it("is the same without WebCrypto, for every length around a block's", () => {
    for (let length = 0; length <= 200; length++) {
      const bytes = new Uint8Array(length + 3).map((_, i) => 7 * i + length).subarray(3);
      expect(Buffer.from(digest(bytes)).toString("hex"), String(length)).toBe(reference(bytes));
    }
  });

  it("is the same without WebCrypto for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1000 }), (bytes) => {
        expect(Buffer.from(digest(bytes)).toString("hex")).toBe(reference(bytes));
      }),
    );
  });
});
