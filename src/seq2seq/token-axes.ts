import type { Configuration } from "../configuration/configuration.ts";
import type { WeightView } from "../nn/index.ts";
import { traceModel, type VocabularySizes } from "./model.ts";

/** The axis of a parameter that has an entry for each token of a side, such as the rows of an embedding. */
export interface TokenAxis {
  readonly side: "source" | "target";
  readonly axis: number;
}

/** The token axes of a model's parameters, by name: the axes whose length is the vocabulary's size. */
export function tokenAxes(configuration: Configuration): ReadonlyMap<string, TokenAxis> {
  const shapes = (sizes: VocabularySizes) => traceModel(configuration, sizes).parameters.specs;
  const plain = shapes({ source: 5, target: 5 });
  const more = { source: shapes({ source: 6, target: 5 }), target: shapes({ source: 5, target: 6 }) };
  const found = (["source", "target"] as const).flatMap((side) =>
    plain.flatMap(({ name, shape }, index) => {
      const axis = shape.findIndex((size, i) => size !== more[side][index]!.shape[i]);
      return axis < 0 ? [] : [[name, { side, axis }] as const];
    }),
  );
  return new Map(found);
}

/**
 * Copies a parameter's entries for tokens.
 * @param ids for each token of `to` its place on the axis of `from`; below 0: the entry of `to` stays
 */
export function takeTokens(
  { data: from, shape: fromShape }: WeightView,
  { data: to, shape: toShape }: WeightView,
  axis: number,
  ids: readonly number[],
): void {
  const [fromLength, toLength] = [fromShape[axis]!, toShape[axis]!];
  const inner = toShape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const outer = to.length / (toLength * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < toLength; i++) {
      if (ids[i]! < 0) continue;
      const [start, begin] = [(o * fromLength + ids[i]!) * inner, (o * toLength + i) * inner];
      for (let k = 0; k < inner; k++) to[begin + k] = from[start + k]!;
    }
  }
}
