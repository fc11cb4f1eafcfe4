/** What a page can compute with. */
export type Capability =
  | { readonly kind: "threads" }
  /** One thread: why. */
  | { readonly kind: "single"; readonly because: "insecure" | "noServiceWorker" | "notIsolated" | "oneCore" }
  /** Nothing can be computed. */
  | { readonly kind: "none"; readonly because: "noWebAssembly" | "noSimd" };

/** The smallest module with an instruction over 128 bits: (v128.const 0, drop). */
// biome-ignore format: bytes
const simd = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 23, 1, 21, 0, 253, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 26, 11);

/** Whether graphs can be computed at all; null where they can. */
export function missing(scope: {
  readonly WebAssembly?: Pick<typeof WebAssembly, "validate"> | undefined;
}): Extract<Capability, { kind: "none" }> | null {
  if (typeof scope.WebAssembly?.validate !== "function") return { kind: "none", because: "noWebAssembly" };
  return scope.WebAssembly.validate(simd) ? null : { kind: "none", because: "noSimd" };
}
