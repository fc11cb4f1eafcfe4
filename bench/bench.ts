import type { Runtime } from "../src/runtime/index.ts";
import type { Figure } from "./figure.ts";

/** What a bench is given. */
export interface BenchContext {
  readonly runtime: Runtime;
  /** The command line's other options by name, such as `--rounds 30`. */
  readonly options: Readonly<Record<string, string | undefined>>;
  /** Tells what is going on. */
  readonly say: (line: string) => void;
}

/** A bench measures, and gives its figures. */
export type Bench = (context: BenchContext) => Promise<readonly Figure[]>;
