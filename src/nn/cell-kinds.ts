import type { Cell, CellDefinition, CellInitialization } from "./cell.ts";
import { gru } from "./cells/gru.ts";
import { layerNormGru } from "./cells/layer-norm-gru.ts";
import { layerNormLstm } from "./cells/layer-norm-lstm.ts";
import { lstm } from "./cells/lstm.ts";
import { ssru } from "./cells/ssru.ts";
import type { Parameters } from "./parameters.ts";

/** The kinds of cells: the schema, its rules, labels, help, pages and drawn test models are made from this list. */
export const cellKinds = {
  lstm,
  gru,
  "layer-norm-lstm": layerNormLstm,
  "layer-norm-gru": layerNormGru,
  ssru,
} as const satisfies Readonly<Record<string, CellDefinition>>;

export type CellKind = keyof typeof cellKinds;

/**
 * Declares a cell.
 *
 * @param name stands before its parameters' names: "encoder.0.forward"
 * @param inputs the sizes Iₙ of what each step reads; several count as one joined input
 * @param hidden H, the size of its output and of each of its states
 */
export function cell(
  kind: CellKind,
  parameters: Parameters,
  name: string,
  inputs: readonly number[],
  hidden: number,
  initialization: CellInitialization = {},
): Cell {
  return cellKinds[kind].declare(parameters, name, inputs, hidden, initialization);
}
