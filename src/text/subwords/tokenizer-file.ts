import { EOS } from "../vocabulary.ts";
import type { AddedSymbol } from "./added-symbols.ts";
import type { SubwordModel } from "./subword-model.ts";

/** The rules of a tokenizer.json for the way from text to chunks and from tokens to text. */
export interface TextRules {
  readonly normalizer: unknown;
  readonly pre_tokenizer: unknown;
  readonly decoder: unknown;
}

/** A tokenizer.json as Hugging Face's programs read it. */
export interface TokenizerFile extends TextRules {
  readonly version: "1.0";
  readonly truncation: null;
  readonly padding: null;
  readonly added_tokens: readonly unknown[];
  readonly post_processor: null;
  readonly model: unknown;
}

/**
 * A tokenizer as a tokenizer.json. The special symbols are listed, so that other programs leave them out of decoded
 * text; those programs also find them in text to be encoded, which henkan does not.
 */
export function tokenizerFile(
  model: SubwordModel,
  symbols: readonly AddedSymbol[],
  { normalizer, pre_tokenizer, decoder }: TextRules,
): TokenizerFile {
  const special = model.pieces.slice(0, EOS + 1).map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const own = symbols.map(({ content, lstrip, rstrip, normalized }) => ({
    id: model.pieces.indexOf(content),
    content,
    single_word: false,
    lstrip,
    rstrip,
    normalized,
    special: false,
  }));
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [...special, ...own.sort((a, b) => a.id - b.id)],
    normalizer,
    pre_tokenizer,
    post_processor: null,
    decoder,
    model: model.toJSON(),
  };
}
