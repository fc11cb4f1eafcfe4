import { z } from "zod";
import { CheckpointError } from "../../errors.ts";
import { BpeModel } from "./bpe.ts";
import { describeProblems } from "./component.ts";

const affix = z
  .string()
  .nullish()
  .transform((given) => given ?? "");

const schema = z.object({
  /** Checked by `bpeFromJson`: a piece may have any name, such as "__proto__". */
  vocab: z.unknown(),
  merges: z.array(z.union([z.tuple([z.string(), z.string()]), z.string()])),
  byte_fallback: z.boolean().nullish(),
  fuse_unk: z.boolean().nullish(),
  ignore_merges: z.boolean().nullish(),
  continuing_subword_prefix: affix,
  end_of_word_suffix: affix,
});

/**
 * Reads the `model` of a tokenizer.json of type BPE whose special symbols have ids 0 to 3.
 * @throws CheckpointError if it is damaged
 */
export function bpeFromJson(json: unknown): BpeModel {
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new CheckpointError(`model: ${describeProblems(parsed.error)}`);
  const { vocab, merges, ...options } = parsed.data;
  const pieces: string[] = [];
  for (const [piece, id] of vocabEntries(vocab)) pieces[id] = piece;
  try {
    return new BpeModel(
      pieces,
      merges.map((merge) => (typeof merge === "string" ? splitMerge(merge) : merge)),
      {
        byteFallback: options.byte_fallback ?? false,
        fuseUnknown: options.fuse_unk ?? false,
        ignoreMerges: options.ignore_merges ?? false,
        continuingPrefix: options.continuing_subword_prefix,
        endSuffix: options.end_of_word_suffix,
      },
    );
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new CheckpointError(`model: ${cause.message}`, { cause });
  }
}

/**
 * The pieces of a `vocab` with their ids.
 * @throws CheckpointError if it is not an object of ids
 */
export function vocabEntries(vocab: unknown): [piece: string, id: number][] {
  const entries = typeof vocab === "object" && vocab !== null ? Object.entries(vocab) : undefined;
  const wrong = entries?.find(([, id]) => !Number.isSafeInteger(id) || id < 0);
  if (entries !== undefined && !Array.isArray(vocab) && wrong === undefined) return entries;
  const given = wrong === undefined ? JSON.stringify(vocab) : JSON.stringify(wrong[1]);
  const where = wrong === undefined ? "vocab" : `vocab.${wrong[0]}`;
  throw new CheckpointError(`model: ${where} ${given}: expected an object of pieces with ids from 0 on`);
}

/** Older files have a merge as one string, its parts separated by a space. */
function splitMerge(merge: string): readonly [string, string] {
  const at = merge.indexOf(" ");
  return [merge.slice(0, at), merge.slice(at + 1)];
}
