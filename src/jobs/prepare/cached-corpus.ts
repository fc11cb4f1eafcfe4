import { z } from "zod";
import { TokenCache } from "../../data/token-cache/token-cache.ts";
import { CheckpointError, DataError } from "../../errors.ts";
import { tokenizerFromJson } from "../../text/index.ts";
import type { EncodedCorpus } from "../../training/encoded-corpus.ts";
import { fileIdentitySchema } from "./file-identity.ts";

const count = z.int().min(0);
const overlap = z.object({ pairs: count, source: count, target: count, pair: count });

/** What a token cache tells of its corpus. */
const descriptionSchema = z.object({
  /** The files that the pairs were read from. */
  files: z.array(fileIdentitySchema),
  /** The files of dev and test pairs that the training pairs were held against. */
  held: z.array(fileIdentitySchema),
  /** See `cacheSettings`. */
  settings: z.record(z.string(), z.string()),
  /** Of the training pairs, see `fingerprint`. */
  fingerprint: z.string(),
  /** Training pairs, those that are too long included. */
  pairs: count,
  tooLong: count,
  /** Held out of the training files; null where a file of dev pairs is named. */
  dev: z.array(z.object({ source: z.string(), target: z.string() })).nullable(),
  skipped: z.object({ blank: count, empty: count }).catchall(count),
  remarks: z.object({ markup: count, invalid: count }),
  overlap: z.object({ dev: overlap.nullable(), test: overlap.nullable() }),
  /** Occurrences of rare tokens that the tokenizers were learnt without, see `TokenCounter`. */
  forgotten: z.object({ source: count, target: count }),
  /** One after the other. */
  sources: z.array(z.object({ name: z.string(), pairs: count, examples: count })),
  /** As `Tokenizer.toJSON` gave them; with a joint vocabulary the target's is null. */
  tokenizers: z.object({ source: z.unknown(), target: z.unknown() }),
});

export type CacheDescription = z.infer<typeof descriptionSchema>;

/** A corpus that is read from a token cache while it is trained on. */
export interface CachedCorpus extends EncodedCorpus {
  readonly path: string;
  readonly description: CacheDescription;
  close(): void;
}

/**
 * Opens a token cache as a corpus, to be closed again.
 * @throws {DataError} where it cannot be read, is of another version, or is damaged
 */
export function openCachedCorpus(path: string): CachedCorpus {
  const examples = TokenCache.open(path);
  try {
    const parsed = descriptionSchema.safeParse(examples.description);
    if (!parsed.success) throw new DataError(`${path}: a token cache that tells nothing of its corpus`);
    const description = parsed.data;
    const source = tokenizerFromJson(description.tokenizers.source);
    const isJoint = description.tokenizers.target === null;
    const target = isJoint ? source : tokenizerFromJson(description.tokenizers.target);
    const skipped = { tooLong: description.tooLong };
    return { path, description, source, target, examples, skipped, close: () => examples.close() };
  } catch (cause) {
    examples.close();
    if (!(cause instanceof CheckpointError)) throw cause;
    throw new DataError(`${path}: ${cause.message}`, { cause });
  }
}
