import type { Alignment } from "../../src/report/attention-labels.ts";

const english = "the weather is extraordinarily cold today and I would like to stay at home ,".split(" ");
const kinds = {
  "English words": english,
  "Japanese characters": [..."今日はとても寒いので家にいたいと思います。"],
  "Japanese words": [
    "今日",
    "は",
    "とても",
    "寒い",
    "ので",
    "コンピューター",
    "で",
    "仕事",
    "し",
    "ます",
    "2024",
  ],
  subwords: ["▁un", "believ", "able", "▁trans", "form", "er", "s", "▁every", "where", "."],
  "long words": ["Donaudampfschifffahrtsgese", "antidisestablishmentarians"],
};

/** Alignments of few and of many tokens a side, of several kinds, each with `</s>`. */
export const wideAlignments: readonly { readonly name: string; readonly alignment: Alignment }[] =
  Object.entries(kinds).flatMap(([kind, words]) => {
    const tokens = (count: number) => Array.from({ length: count - 1 }, (_, i) => words[i % words.length]!);
    return [
      [12, 9],
      [40, 9],
      [100, 20],
      [20, 100],
      [200, 5],
    ].map(([S = 0, T = 0]) => ({
      name: `${kind}, ${S} × ${T}`,
      alignment: {
        sourceTokens: tokens(S),
        tokens: tokens(T),
        attention: Array.from({ length: T }, (_, t) =>
          Array.from({ length: S }, (_, s) => (Math.floor((t * S) / T) === s ? 1 : 0)),
        ),
      },
    }));
  });
