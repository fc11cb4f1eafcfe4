import type { Skipped } from "../data/index.ts";
import { counted } from "./table.ts";

/** Says how many lines of a file of pairs gave none, and why. */
export function skippedNotices({ blank, empty }: Skipped): string[] {
  return [
    ...(blank > 0 ? [`${counted(blank, "empty line")} skipped`] : []),
    ...(empty > 0 ? [`${counted(empty, "line")} skipped that lack the source or the target`] : []),
  ];
}
