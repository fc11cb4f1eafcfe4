export { chooseTokenizerKind } from "./choose-tokenizer.ts";
export type { Normalization } from "./normalize.ts";
export { tokenizerFromJson } from "./read-tokenizer.ts";
export type { TokenizerFile } from "./subwords/tokenizer-file.ts";
export { TokenCounter, trainTokenizer } from "./token-counter.ts";
export type { Tokenizer, TokenizerJson, TokenizerOptions } from "./tokenizer.ts";
export type { TokenizerKind } from "./tokenizer-kinds.ts";
export { BOS, EOS, PAD, UNK, Vocabulary, type VocabularyLimits } from "./vocabulary.ts";
