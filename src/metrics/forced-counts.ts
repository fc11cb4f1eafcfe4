import { DataError } from "../errors.ts";
import type { ForcedCounts, Segment } from "./segment.ts";

/**
 * What teacher forcing counted over a segment's references.
 * @throws {DataError} where nothing was counted
 */
export function forcedCounts(metric: string, { forced }: Segment): ForcedCounts {
  if (forced !== undefined) return forced;
  throw new DataError(
    `${metric}: a sentence lacks what a model foresees of its references, which text alone does not tell: score a ` +
      "model on pairs instead",
  );
}
