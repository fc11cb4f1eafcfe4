import type { SubwordTrainingOptions } from "./subword-model.ts";

/** How a byte is spelled as a piece: `<0x00>` … `<0xFF>`, each at the index that is the byte. */
export const BYTE_PIECES: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
);

/** What ids 0 to 3 are in every vocabulary. */
export const SPECIAL_PIECES: readonly string[] = ["<pad>", "<unk>", "<s>", "</s>"];

/** The pieces that are not learnt, each at its id: special symbols, the user's symbols, bytes. */
export function fixedPieces({
  symbols,
  byteFallback,
}: Pick<SubwordTrainingOptions, "symbols" | "byteFallback">): string[] {
  return [...SPECIAL_PIECES, ...symbols, ...(byteFallback ? BYTE_PIECES : [])];
}
