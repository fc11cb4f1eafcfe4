import { SPECIAL_SYMBOLS } from "../vocabulary.ts";
import type { SubwordTrainingOptions } from "./subword-model.ts";

/** How a byte is spelled as a piece: `<0x00>` … `<0xFF>`, each at the index that is the byte. */
export const BYTE_PIECES: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
);

/** The ids of the byte pieces, each at the index that is the byte; undefined if one of them is missing. */
export function byteIds(ids: ReadonlyMap<string, number>): readonly number[] | undefined {
  const bytes = BYTE_PIECES.flatMap((piece) => ids.get(piece) ?? []);
  return bytes.length === BYTE_PIECES.length ? bytes : undefined;
}

/** The pieces that are not learnt, each at its id: special symbols, the user's symbols, bytes. */
export function fixedPieces({
  symbols,
  byteFallback,
}: Pick<SubwordTrainingOptions, "symbols" | "byteFallback">): string[] {
  return [...SPECIAL_SYMBOLS, ...symbols, ...(byteFallback ? BYTE_PIECES : [])];
}
