import type { SearchTrace, TracedOutput } from "../../src/inspection/search-trace.ts";
import type { PageEdit } from "./page-edit.ts";
import { stepAt } from "./reading-order.ts";

/** What choosing a hypothesis of the tree comes to. */
export type TreeChoice =
  /** It is one of the outputs: that one is shown. */
  | { readonly kind: "output"; readonly index: number }
  /** It is on the way of the output that is shown: its word's alternatives are. */
  | { readonly kind: "word"; readonly place: number }
  /** The model has to write its words, from the first that differs on. */
  | { readonly kind: "force"; readonly edits: readonly PageEdit[] };

/**
 * @param index of the hypothesis in the tree
 * @param reversed whether the model writes from the end
 */
export function treeChoice(
  { tree, hypotheses }: SearchTrace,
  output: TracedOutput,
  index: number,
  reversed: boolean,
): TreeChoice {
  const finished = hypotheses.findIndex(({ last }) => last === index);
  if (finished >= 0) return { kind: "output", index: finished };
  const way = [];
  for (let at: number | null = index; at !== null; at = tree[at]!.parent) way.unshift(tree[at]!);
  const other = way.findIndex(({ token }, step) => token !== output.ids[step]);
  if (other < 0) return { kind: "word", place: stepAt(way.length - 1, output.ids.length, reversed) };
  return { kind: "force", edits: way.slice(other).map(({ step, text }) => ({ kind: "force", step, text })) };
}

/**
 * Where an arrow key leads: up and down among the hypotheses of a step, left to what one extends, right to its likeliest
 * continuation.
 * @param columns the hypotheses that are drawn, by step
 * @param at the hypothesis at which one is; null: nowhere yet
 * @returns undefined for other keys
 */
export function hypothesisAfterKey(
  tree: SearchTrace["tree"],
  columns: readonly (readonly number[])[],
  at: number | null,
  key: string,
): number | undefined {
  if (!/^Arrow(Up|Down|Left|Right)$/.test(key)) return undefined;
  if (at === null) return columns[0]?.[0];
  const { step, parent } = tree[at]!;
  if (key === "ArrowLeft") return parent ?? at;
  if (key === "ArrowRight") return columns[step + 1]?.find((index) => tree[index]!.parent === at) ?? at;
  const column = columns[step]!;
  return column[column.indexOf(at) + (key === "ArrowUp" ? -1 : 1)] ?? at;
}
