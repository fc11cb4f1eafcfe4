import { z } from "zod";
import { CheckpointError } from "../errors.ts";
import { CharacterTokenizer } from "./characters.ts";
import { isTokenizerFile, readTokenizerFile } from "./subwords/tokenizer-json.ts";
import { type Tokenizer, type TokenizerOptions, tokenizerSchema } from "./tokenizer.ts";
import { Vocabulary } from "./vocabulary.ts";
import type { VocabularyTokenizer } from "./vocabulary-tokenizer.ts";
import { WordTokenizer } from "./words.ts";

const TOKENIZERS = { characters: CharacterTokenizer, words: WordTokenizer };

/** A tokenizer of characters or words over a vocabulary. */
export function vocabularyTokenizer(
  { kind, lowercase = false, normalization = "nfc" }: TokenizerOptions & { kind: "characters" | "words" },
  vocabulary: Vocabulary,
): VocabularyTokenizer {
  return new TOKENIZERS[kind](vocabulary, lowercase, normalization);
}

/**
 * Reads what `Tokenizer.toJSON` gave, or another program's tokenizer.json (see `readTokenizerFile`).
 *
 * @throws CheckpointError if the data is of a newer format or not a tokenizer; all problems found are in its message
 */
export function tokenizerFromJson(json: unknown): Tokenizer {
  if (isTokenizerFile(json)) return readTokenizerFile(json);
  refuseNewerFormat(json);
  const parsed = tokenizerSchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".") || "all of it"}: ${message}`,
    );
    throw new CheckpointError(`tokenizer: ${problems.join("; ")}`);
  }
  try {
    return vocabularyTokenizer(parsed.data, Vocabulary.fromJSON(parsed.data.vocabulary));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new CheckpointError(`tokenizer: vocabulary: ${cause.message}`, { cause });
  }
}

function refuseNewerFormat(json: unknown): void {
  const parsed = z.object({ format: z.int().min(2) }).safeParse(json);
  if (!parsed.success) return;
  throw new CheckpointError(
    `tokenizer: format ${parsed.data.format} is newer than this version of henkan, which reads format 1: update henkan`,
  );
}
