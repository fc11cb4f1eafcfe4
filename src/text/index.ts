export { chooseTokenizerKind } from "./choose-tokenizer.ts";
export {
  type Tokenizer,
  type TokenizerJson,
  type TokenizerKind,
  type TokenizerOptions,
  tokenizerFromJson,
  trainTokenizer,
} from "./tokenizer.ts";
export { BOS, EOS, PAD, UNK, Vocabulary, type VocabularyLimits } from "./vocabulary.ts";
