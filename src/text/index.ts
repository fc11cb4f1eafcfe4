export { chooseTokenizerKind } from "./choose-tokenizer.ts";
export type { Normalization } from "./normalize.ts";
export type { TokenizerFile } from "./subwords/tokenizer-file.ts";
export { TokenCounter, trainTokenizer } from "./token-counter.ts";
export {
  type Tokenizer,
  type TokenizerJson,
  type TokenizerKind,
  type TokenizerOptions,
  tokenizerFromJson,
} from "./tokenizer.ts";
export { BOS, EOS, PAD, UNK, Vocabulary, type VocabularyLimits } from "./vocabulary.ts";
