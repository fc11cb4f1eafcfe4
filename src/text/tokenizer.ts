import { z } from "zod";
import { CheckpointError } from "../errors.ts";
import { CharacterTokenizer } from "./characters.ts";
import { Vocabulary } from "./vocabulary.ts";
import { WordTokenizer } from "./words.ts";

export type TokenizerKind = "characters" | "words";

/** Text to ids and back. All kinds put text into the same form first, see `normalize`. */
export interface Tokenizer {
  readonly kind: TokenizerKind;
  /** Whether text is put into lower case first. */
  readonly lowercase: boolean;
  readonly vocabulary: Vocabulary;
  /** The normalised text in pieces, before the vocabulary is asked. */
  tokens(text: string): string[];
  /** The ids of the pieces, without `<s>` and `</s>`; UNK for a piece that the vocabulary does not have. */
  encode(text: string): number[];
  /**
   * The text of ids up to the first `</s>`; `<pad>` and `<s>` are left out. UNK becomes the word `<unk>`, or the
   * one character U+FFFD among characters.
   *
   * @throws RangeError if an id is not in the vocabulary
   */
  decode(ids: ArrayLike<number>): string;
  /** Puts pieces together again. */
  detokenize(tokens: readonly string[]): string;
  toJSON(): TokenizerJson;
}

export interface TokenizerOptions {
  kind: TokenizerKind;
  /** Default false. */
  lowercase?: boolean;
  /** A token that occurs less often in the lines is unknown (default 1). */
  minimumCount?: number;
  /** V: the most entries, the four special symbols included (default no limit). */
  maximumVocabulary?: number;
}

const tokenizerSchema = z.strictObject({
  format: z.literal(1),
  kind: z.enum(["characters", "words"]),
  lowercase: z.boolean(),
  vocabulary: z.array(z.string()),
});

/** A tokenizer as data. Each entry of the vocabulary stands at the index that is its id. */
export type TokenizerJson = z.infer<typeof tokenizerSchema>;

const TOKENIZERS = { characters: CharacterTokenizer, words: WordTokenizer };

/** Counts the tokens of the lines and builds a tokenizer over them. */
export function trainTokenizer(options: TokenizerOptions, lines: Iterable<string>): Tokenizer {
  const { kind, lowercase = false, minimumCount = 1, maximumVocabulary = Number.POSITIVE_INFINITY } = options;
  const counts = new Map<string, number>();
  const cutter = new TOKENIZERS[kind](Vocabulary.fromCounts(counts), lowercase);
  for (const line of lines) {
    for (const token of cutter.tokens(line)) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const vocabulary = Vocabulary.fromCounts(counts, { minimumCount, maximumSize: maximumVocabulary });
  return new TOKENIZERS[kind](vocabulary, lowercase);
}

/**
 * Reads what `Tokenizer.toJSON` gave.
 *
 * @throws CheckpointError if the data is of a newer format or not a tokenizer; all problems found are in its message
 */
export function tokenizerFromJson(json: unknown): Tokenizer {
  refuseNewerFormat(json);
  const parsed = tokenizerSchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".") || "all of it"}: ${message}`,
    );
    throw new CheckpointError(`tokenizer: ${problems.join("; ")}`);
  }
  const { kind, lowercase, vocabulary } = parsed.data;
  try {
    return new TOKENIZERS[kind](Vocabulary.fromJSON(vocabulary), lowercase);
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
