import { expand, reach, tensorsRead } from "./body.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Splits a computation into two stages. The cut is the tensors that depend on `early` inputs and not on `late` ones, and
 * that are read by operators which depend on `late` ones (or are outputs themselves). The first stage computes them; the
 * second takes them as `given` (see `toOnnx`). Tensors that depend on neither, such as parameters, are not in the cut.
 */
export function cut(
  outputs: readonly Tensor[],
  { early, late }: { readonly early: readonly Tensor[]; readonly late: readonly Tensor[] },
): readonly Tensor[] {
  const isEarly = new Set(early);
  const isLate = new Set(late);
  const found = new Set<Tensor>();
  const { nodes } = reach(outputs.map(expand), undefined);
  for (const node of nodes) {
    const read = tensorsRead(node).map(expand);
    const stage = read.some((tensor) => isLate.has(tensor)) ? isLate : isEarly;
    if (stage === isEarly && !read.some((tensor) => isEarly.has(tensor))) continue;
    for (const tensor of node.outputTensors) stage.add(tensor);
    if (stage === isLate) for (const tensor of read) if (isEarly.has(tensor)) found.add(tensor);
  }
  for (const tensor of outputs.map(expand)) if (isEarly.has(tensor)) found.add(tensor);
  return [...found];
}
