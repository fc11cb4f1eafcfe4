import { readFile } from "node:fs/promises";
import type { Configuration } from "../configuration/configuration.ts";
import { errnoWords } from "../data/errno.ts";
import { CheckpointError, DataError } from "../errors.ts";
import { type Tokenizer, tokenizerFromJson } from "../text/index.ts";
import type { GivenTokenizers } from "../training/tokenizers.ts";

/**
 * Reads a tokenizer that henkan or another program has saved (see `tokenizerFromJson`).
 * @throws {DataError} where the file cannot be read
 * @throws {CheckpointError} where it is no tokenizer, or asks for what is not supported
 */
export async function readTokenizer(path: string): Promise<Tokenizer> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new DataError(`${path}: cannot be read: ${errnoWords(cause)}: expected a tokenizer.json`, {
      cause,
    });
  });
  try {
    return tokenizerFromJson(parseJson(text));
  } catch (cause) {
    if (!(cause instanceof CheckpointError)) throw cause;
    throw new CheckpointError(`${path}: ${cause.message}`, { cause });
  }
}

/**
 * The tokenizers that a configuration names as files.
 * @throws {DataError} where a file cannot be read
 * @throws {CheckpointError} where one is no tokenizer, or asks for what is not supported
 */
export async function readTokenizers({ source, target }: Configuration): Promise<GivenTokenizers> {
  const read = async ({ tokenizerFile }: Configuration["source"]) =>
    tokenizerFile === undefined ? undefined : await readTokenizer(tokenizerFile);
  const [ofSource, ofTarget] = [await read(source), await read(target)];
  return { ...(ofSource && { source: ofSource }), ...(ofTarget && { target: ofTarget }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError("not JSON: expected a tokenizer.json", { cause });
  }
}
