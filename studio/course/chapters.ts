import type { ComponentType } from "preact";
import type { Texts } from "../app/language.ts";
import type { ChapterName, ChapterText } from "./chapter.ts";

/** A chapter as the list shows it; its texts and its widget are loaded when it is opened. */
export interface Chapter {
  readonly name: ChapterName;
  /** Prose, with formulas. */
  readonly title: Texts<string>;
  /** How many questions it has. */
  readonly questions: number;
  readonly text: Texts<() => Promise<{ readonly text: ChapterText }>>;
  readonly widget: () => Promise<ComponentType>;
}

/** The chapters, in the order in which they are read. */
export const chapters: readonly Chapter[] = [
  {
    name: "sequence-to-sequence",
    title: { en: "Sequence to sequence", ja: "系列変換（seq2seq）" },
    questions: 4,
    text: {
      en: () => import("./chapters/sequence-to-sequence.en.ts"),
      ja: () => import("./chapters/sequence-to-sequence.ja.ts"),
    },
    widget: async () => (await import("./widgets/sequence-to-sequence.tsx")).SequenceWidget,
  },
  {
    name: "encoder-decoder",
    title: {
      en: "Encoder, decoder, and why one RNN is not enough",
      ja: "エンコーダとデコーダ：なぜ1つのRNNでは不十分なのか",
    },
    questions: 4,
    text: {
      en: () => import("./chapters/encoder-decoder.en.ts"),
      ja: () => import("./chapters/encoder-decoder.ja.ts"),
    },
    widget: async () => (await import("./widgets/encoder-decoder.tsx")).DelayWidget,
  },
  {
    name: "cells",
    title: { en: "Recurrent cells: RNN, LSTM, GRU", ja: "再帰型セル：RNN・LSTM・GRU" },
    questions: 5,
    text: {
      en: () => import("./chapters/cells.en.ts"),
      ja: () => import("./chapters/cells.ja.ts"),
    },
    widget: async () => (await import("./widgets/cells.tsx")).CellWidget,
  },
  {
    name: "loss",
    title: { en: "The loss $E(w)$, symbol by symbol", ja: "損失関数$E(w)$を記号ごとに読む" },
    questions: 4,
    text: {
      en: () => import("./chapters/loss.en.ts"),
      ja: () => import("./chapters/loss.ja.ts"),
    },
    widget: async () => (await import("./widgets/loss.tsx")).LossWidget,
  },
  {
    name: "teacher-forcing",
    title: { en: "Teacher forcing", ja: "教師強制" },
    questions: 4,
    text: {
      en: () => import("./chapters/teacher-forcing.en.ts"),
      ja: () => import("./chapters/teacher-forcing.ja.ts"),
    },
    widget: async () => (await import("./widgets/teacher-forcing.tsx")).ForcingWidget,
  },
  {
    name: "fixed-vector",
    title: { en: "The fixed vector and its limit", ja: "固定長ベクトルとその限界" },
    questions: 3,
    text: {
      en: () => import("./chapters/fixed-vector.en.ts"),
      ja: () => import("./chapters/fixed-vector.ja.ts"),
    },
    widget: async () => (await import("./widgets/fixed-vector.tsx")).CrowdedVectorWidget,
  },
  {
    name: "attention",
    title: { en: "Attention", ja: "アテンション機構" },
    questions: 5,
    text: {
      en: () => import("./chapters/attention.en.ts"),
      ja: () => import("./chapters/attention.ja.ts"),
    },
    widget: async () => (await import("./widgets/attention.tsx")).AttentionWidget,
  },
  {
    name: "query-key-value",
    title: { en: "Query, key and value", ja: "Query・Key・Value" },
    questions: 4,
    text: {
      en: () => import("./chapters/query-key-value.en.ts"),
      ja: () => import("./chapters/query-key-value.ja.ts"),
    },
    widget: async () => (await import("./widgets/query-key-value.tsx")).SearchWidget,
  },
  {
    name: "scaled-dot-product",
    title: {
      en: "$\\operatorname{softmax}(QK^\\top/\\sqrt{d_k})V$ by hand",
      ja: "$\\operatorname{softmax}(QK^\\top/\\sqrt{d_k})V$を手で計算する",
    },
    questions: 4,
    text: {
      en: () => import("./chapters/scaled-dot-product.en.ts"),
      ja: () => import("./chapters/scaled-dot-product.ja.ts"),
    },
    widget: async () => (await import("./widgets/scaled-dot-product.tsx")).FourWordsWidget,
  },
  {
    name: "masks",
    title: { en: "Padding and masks", ja: "パディングとマスク" },
    questions: 4,
    text: {
      en: () => import("./chapters/masks.en.ts"),
      ja: () => import("./chapters/masks.ja.ts"),
    },
    widget: async () => (await import("./widgets/masks.tsx")).MaskWidget,
  },
  {
    name: "beam-search",
    title: { en: "Beam search", ja: "ビームサーチ" },
    questions: 4,
    text: {
      en: () => import("./chapters/beam-search.en.ts"),
      ja: () => import("./chapters/beam-search.ja.ts"),
    },
    widget: async () => (await import("./widgets/beam-search.tsx")).BeamWidget,
  },
  {
    name: "bleu",
    title: { en: "BLEU", ja: "BLEU" },
    questions: 4,
    text: {
      en: () => import("./chapters/bleu.en.ts"),
      ja: () => import("./chapters/bleu.ja.ts"),
    },
    widget: async () => (await import("./widgets/bleu.tsx")).BleuWidget,
  },
  {
    name: "transformer",
    title: { en: "From RNNs to the Transformer", ja: "RNNからTransformerへ" },
    questions: 4,
    text: {
      en: () => import("./chapters/transformer.en.ts"),
      ja: () => import("./chapters/transformer.ja.ts"),
    },
    widget: async () => (await import("./widgets/transformer.tsx")).SelfAttentionWidget,
  },
];
