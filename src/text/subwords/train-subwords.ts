import type { TokenizerOptions } from "../tokenizer.ts";
import { BpeModel } from "./bpe.ts";
import { DECODER_JSON } from "./decoder.ts";
import { fixedPieces } from "./fixed-pieces.ts";
import { normalizerJson } from "./normalizer.ts";
import { PRE_TOKENIZER_JSON } from "./pre-tokenizer.ts";
import { subwordKinds } from "./subword-kinds.ts";
import type { SegmentCounts, SubwordModel } from "./subword-model.ts";
import { SubwordTokenizer } from "./subword-tokenizer.ts";

/** Learns a subword tokenizer from the counts of segments (see `Segmentation`). */
export function trainSubwords(
  { kind, ...options }: Omit<TokenizerOptions, "kind"> & { readonly kind: SubwordModel["kind"] },
  segments: SegmentCounts,
): SubwordTokenizer {
  const {
    maximumVocabulary: size = SUBWORDS,
    symbols = [],
    byteFallback = true,
    characterCoverage = 0.9995,
  } = options;
  return around(
    subwordKinds[kind].train(segments, { size, symbols, byteFallback, characterCoverage }),
    options,
  );
}

/** An untrained tokenizer, for splitting lines into words. */
export function untrainedSubwords(options: Omit<TokenizerOptions, "kind">): SubwordTokenizer {
  const { symbols = [], byteFallback = true } = options;
  return around(new BpeModel(fixedPieces({ symbols, byteFallback }), [], { byteFallback }), options);
}

/** V if the options do not say. */
const SUBWORDS = 8000;

function around(
  model: SubwordModel,
  { symbols = [], normalization = "nfc", lowercase = false }: Omit<TokenizerOptions, "kind">,
): SubwordTokenizer {
  const added = symbols.map((content) => ({ content, normalized: false, lstrip: false, rstrip: false }));
  return new SubwordTokenizer(model, added, {
    normalizer: normalizerJson(normalization, lowercase),
    pre_tokenizer: PRE_TOKENIZER_JSON,
    decoder: DECODER_JSON,
  });
}
