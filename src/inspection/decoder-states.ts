import type { Configuration } from "../configuration/configuration.ts";
import { cellKinds, Parameters } from "../nn/index.ts";

/** A state of the decoder, in the order in which `SteppedRow` has them. */
export interface DecoderState {
  /** As in the cell's equations: h or c; or the attention so far; or the attentional state ã that is fed. */
  readonly name: "h" | "c" | "coverage" | "ã";
  /** The layer that it belongs to, from 0; undefined for what belongs to none. */
  readonly layer?: number;
  /** H; undefined for the coverage, which is as long as the source. */
  readonly size: number | undefined;
}

/** The decoder's states: of each layer those of the cell, then, if used, the coverage and the attentional state. */
export function decoderStates({ decoder, context }: Configuration): DecoderState[] {
  const { cell, layers, size } = decoder;
  const count = cellKinds[cell].declare(new Parameters(), "cell", [1], 1, {}).states;
  const names = count === 2 ? (["h", "c"] as const) : cell === "ssru" ? (["c"] as const) : (["h"] as const);
  return [
    ...Array.from({ length: layers }, (_, layer) => names.map((name) => ({ name, layer, size }))).flat(),
    ...(context.coverage === true ? [{ name: "coverage", size: undefined } as const] : []),
    ...(decoder.inputFeeding === true ? [{ name: "ã", size } as const] : []),
  ];
}
