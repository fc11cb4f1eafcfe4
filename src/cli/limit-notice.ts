import type { SearchOptions } from "../search/options.ts";
import { nameOf } from "./flags/flag.ts";
import { searchFlags } from "./flags/search-flags.ts";
import { counted } from "./table.ts";

/** Says how many outputs are as long as the default limit allows; nothing if the user has set the limit. */
export function limitNotice(
  count: number,
  { maximumLength, maximumLengthRatio }: SearchOptions,
): string | undefined {
  if (count === 0 || maximumLength !== undefined || maximumLengthRatio !== undefined) return undefined;
  const flags = `${nameOf(searchFlags.maximumLength)} and ${nameOf(searchFlags.maximumLengthRatio)}`;
  return `${counted(count, "output")} as long as the default limit allows, and perhaps cut; ${flags} set another`;
}
