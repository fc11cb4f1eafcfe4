import type { FlagTable, FlagValues } from "./flag.ts";
import type { SettingFlag } from "./setting-flags.ts";

/** What the command line gives a command. */
export type Given<Table extends FlagTable> = FlagValues<Table> & {
  readonly quiet?: boolean;
  readonly settings?: readonly SettingFlag[];
};
