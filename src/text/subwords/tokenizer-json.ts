import { z } from "zod";
import { CheckpointError } from "../../errors.ts";
import { SPECIAL_SYMBOLS, UNK } from "../vocabulary.ts";
import type { AddedSymbol } from "./added-symbols.ts";
import { vocabEntries } from "./bpe-json.ts";
import { describeProblems } from "./component.ts";
import { BYTE_PIECES } from "./fixed-pieces.ts";
import { subwordKinds } from "./subword-kinds.ts";
import type { SubwordModel } from "./subword-model.ts";
import { SubwordTokenizer } from "./subword-tokenizer.ts";

const addedToken = z.object({
  id: z.int().min(0),
  content: z.string().min(1),
  single_word: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  normalized: z.boolean().default(true),
});

const fileSchema = z.object({
  added_tokens: z.array(addedToken).default([]),
  normalizer: z
    .unknown()
    .optional()
    .transform((given) => given ?? null),
  pre_tokenizer: z
    .unknown()
    .optional()
    .transform((given) => given ?? null),
  decoder: z
    .unknown()
    .optional()
    .transform((given) => given ?? null),
  model: z.looseObject({ type: z.string().optional() }),
});
type ParsedFile = z.output<typeof fileSchema>;

/** How other programs spell the special symbols that have ids 0 to 3 here. */
const SPELLINGS = [
  ["<pad>", "[PAD]"],
  ["<unk>", "[UNK]"],
  ["<s>", "<bos>", "[BOS]", "[CLS]"],
  ["</s>", "<eos>", "[EOS]", "[SEP]"],
] as const;

/** Whether data is a tokenizer.json, not henkan's own format. */
export function isTokenizerFile(json: unknown): boolean {
  return typeof json === "object" && json !== null && "model" in json;
}

/**
 * Reads a tokenizer.json of type BPE or Unigram, as henkan or Hugging Face's programs write it. The special symbols
 * get ids 0 to 3 and their names in henkan, even if the file lacks them; all other tokens follow in the order of their
 * ids. The file's added tokens are the user's symbols, which are always one token. What the file adds to or cuts from
 * a line (post_processor, truncation, padding) is ignored.
 *
 * @throws CheckpointError if the file is damaged or needs something that is not supported
 */
export function readTokenizerFile(json: unknown): SubwordTokenizer {
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) throw new CheckpointError(`tokenizer: ${describeProblems(parsed.error)}`);
  try {
    return readParsed(parsed.data);
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new CheckpointError(`tokenizer: model: ${cause.message}`, { cause });
    if (cause instanceof CheckpointError) throw new CheckpointError(`tokenizer: ${cause.message}`, { cause });
    throw cause;
  }
}

function readParsed({ added_tokens, model, ...rules }: ParsedFile): SubwordTokenizer {
  const { kind, entries, unknown } = readEntries(model);
  const present = new Set(entries.map(({ piece }) => piece));
  for (const { id, content } of added_tokens) {
    if (!present.has(content)) entries.push({ piece: content, id, score: 0 });
    present.add(content);
  }
  const spelled = SPELLINGS.map((names, id) => {
    const candidates = id === UNK && unknown !== undefined ? [unknown, ...names] : names;
    return candidates.find((name) => present.has(name));
  });
  const special = SPECIAL_SYMBOLS.map((piece, id) => {
    return { piece, score: entries.find((entry) => entry.piece === spelled[id])?.score ?? 0 };
  });
  const others = entries.sort((a, b) => a.id - b.id).filter(({ piece }) => !spelled.includes(piece));
  const fixed = new Set([...spelled, ...SPECIAL_SYMBOLS, ...BYTE_PIECES]);
  return new SubwordTokenizer(
    subwordKinds[kind].read(renumbered(model, [...special, ...others])),
    added_tokens.filter(({ content }) => !fixed.has(content)).map(readSymbol),
    rules,
  );
}

interface Entry {
  readonly piece: string;
  readonly score: number;
}

interface ModelEntries {
  readonly kind: SubwordModel["kind"];
  readonly entries: (Entry & { readonly id: number })[];
  /** How the unknown piece is spelled. */
  readonly unknown: string | undefined;
}

function readEntries({ type, vocab, ...model }: ParsedFile["model"]): ModelEntries {
  if (type === "BPE" || (type === undefined && "merges" in model)) {
    const entries = vocabEntries(vocab).map(([piece, id]) => ({ piece, id, score: 0 }));
    return { kind: "bpe", entries, unknown: z.string().safeParse(model.unk_token).data };
  }
  if (type === "Unigram") {
    const parsed = scoredVocab.safeParse(vocab);
    if (!parsed.success) throw new CheckpointError(`model.vocab: ${describeProblems(parsed.error)}`);
    const entries = parsed.data.map(([piece, score], id) => ({ piece, id, score }));
    const unknown = z.int().safeParse(model.unk_id).data;
    return { kind: "unigram", entries, unknown: unknown === undefined ? unknown : entries[unknown]?.piece };
  }
  throw new CheckpointError(`model.type ${JSON.stringify(type)} is not supported: expected BPE or Unigram`);
}

const scoredVocab = z.array(z.tuple([z.string(), z.number()]));

/** The model with its pieces in the order of their new ids. */
function renumbered(model: ParsedFile["model"], entries: readonly Entry[]): unknown {
  if (model.type === "Unigram") {
    return { ...model, unk_id: UNK, vocab: entries.map(({ piece, score }) => [piece, score]) };
  }
  const vocab = Object.fromEntries(entries.map(({ piece }, id) => [piece, id]));
  return { ...model, unk_token: SPECIAL_SYMBOLS[UNK], vocab };
}

function readSymbol({ single_word, ...symbol }: z.output<typeof addedToken>): AddedSymbol {
  if (single_word) {
    throw new CheckpointError(
      `added_tokens: ${JSON.stringify(symbol.content)} has single_word true, which is not supported: set it to false`,
    );
  }
  const { content, normalized, lstrip, rstrip } = symbol;
  return { content, normalized, lstrip, rstrip };
}
