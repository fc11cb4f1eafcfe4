import { expand, reach, tensorsRead } from "./body.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Where a computation can be made in two stages: the tensors that hang on `early` inputs, and not on `late` ones, and
 * that are read where `late` ones come in (or are outputs themselves). The first stage gives them, the second takes
 * them as `given` (see `toOnnx`); what hangs on neither, such as parameters, is no part of the cut.
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
