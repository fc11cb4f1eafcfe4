import { ConfigError } from "../../errors.ts";

/**
 * A flag, declared once: the command line, its help, its types and the test that tries all flags derive from it. A
 * command's flags form a table keyed by what they set: `{ maximumLength: flag("--max-length <n>", …) }`.
 */
export interface Flag<Value> {
  /** Its usage: `--beam <k>`; `[k]` is a value that may be left out, `<files...>` takes several values. */
  readonly usage: string;
  readonly help: string;
  /** Reads its value; null for a flag without a value. */
  readonly takes: Reader<Value> | null;
  /** Whether it may be repeated, each time with one more value. */
  readonly repeats: boolean;
  readonly required: boolean;
}

/** A kind of value, and how its text is read. */
export interface Reader<Value> {
  /** @throws {ConfigError} that names the flag, the text and what was expected */
  readonly read: (text: string, flag: string) => Value;
  /** An example of a text that is refused before any work is done; null if any text is valid, such as a file name. */
  readonly wrong: string | null;
}

export type FlagTable = Readonly<Record<string, Flag<unknown>>>;

/** The flags that a command is given, keyed by what they set; absent if they were not written. */
export type FlagValues<Table extends FlagTable> = {
  readonly [Key in keyof Table as Table[Key] extends RequiredFlag<unknown> ? Key : never]: ValueOf<
    Table[Key]
  >;
} & {
  readonly [Key in keyof Table as Table[Key] extends RequiredFlag<unknown> ? never : Key]?: ValueOf<
    Table[Key]
  >;
};

type RequiredFlag<Value> = Flag<Value> & { readonly required: true };
type ValueOf<One> = One extends Flag<infer Value> ? Value : never;

/** A flag without a value. */
export function toggle(usage: string, help: string): Flag<boolean> {
  return { usage, help, takes: null, repeats: false, required: false };
}

/** A flag with a value. */
export function flag<Value>(usage: string, help: string, takes: Reader<Value>): Flag<Value> {
  return { usage, help, takes, repeats: false, required: false };
}

/** A flag whose value may be left out; it is then true. */
export function optional<Value>(usage: string, help: string, takes: Reader<Value>): Flag<Value | true> {
  return flag(usage, help, takes as Reader<Value | true>);
}

/** A flag that takes several values at once, `--dirs A B`, or one each time it is given. */
export function list(usage: string, help: string): Flag<readonly string[]> {
  const takes = text as Reader<unknown> as Reader<readonly string[]>;
  return { usage, help, takes, repeats: !usage.includes("..."), required: false };
}

/** A flag that a command cannot do without. */
export function required<Value>(one: Flag<Value>): RequiredFlag<Value> {
  return { ...one, required: true };
}

/** The flag's name: `--max-length` for `--max-length <n>`. */
export function nameOf({ usage }: Pick<Flag<unknown>, "usage">): string {
  return usage.split(" ")[0]!;
}

export const text: Reader<string> = { read: (given) => given, wrong: null };

/** A whole number from `least` to `most`. */
export function whole(least = 0, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  return number("a whole number", least, most, Number.isSafeInteger);
}

/** A number from `least` to `most`. */
export function decimal(least = 0, most = Number.POSITIVE_INFINITY): Reader<number> {
  return number("a number", least, most, Number.isFinite);
}

function number(kind: string, least: number, most: number, fits: (value: number) => boolean): Reader<number> {
  const range = most >= Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
  return {
    read(given, name) {
      const value = Number(given);
      if (given.trim() !== "" && fits(value) && value >= least && value <= most) return value;
      throw new ConfigError(`${name} "${given}": expected ${kind} ${range}`);
    },
    wrong: String(least - 1),
  };
}

/** One of the names in a list. */
export function choice<Name extends string>(names: readonly Name[]): Reader<Name> {
  return {
    read(given, flag) {
      const found = names.find((name) => name === given);
      if (found !== undefined) return found;
      const known = names.map((name) => JSON.stringify(name)).join(", ");
      throw new ConfigError(`${flag} ${JSON.stringify(given)}: expected one of ${known}`);
    },
    wrong: "nonsense",
  };
}

/** Names from a list, separated by commas. */
export function choices<Name extends string>(known: readonly Name[]): Reader<readonly Name[]> {
  const one = choice(known);
  return {
    read: (given, flag) => given.split(",").map((name) => one.read(name.trim(), flag)),
    wrong: one.wrong,
  };
}

/** Whole numbers separated by commas. */
export function wholes(example: string): Reader<readonly number[]> {
  return {
    read(given, flag) {
      const parts = given.split(",").map((part) => part.trim());
      if (parts.every((part) => /^\d+$/.test(part))) return parts.map(Number);
      throw new ConfigError(
        `${flag} "${given}": expected whole numbers with commas between them, such as ${example}`,
      );
    },
    wrong: "1,x",
  };
}

/** A number, or a word in its place. */
export function orWord<Word extends string>(takes: Reader<number>, word: Word): Reader<number | Word> {
  return {
    read: (given, flag) => (given === word ? word : takes.read(given, flag)),
    wrong: takes.wrong,
  };
}
