import { expect, test } from "vitest";
import { sampleComparison } from "./sample.fixture.ts";
import { verdictSentences } from "./verdict-sentences.ts";

const published = [
  "Published for it: Bahdanau et al. 2015, Table 1, WMT 2014 English to French, BLEU on all sentences: 13.93 with a fixed " +
    "vector and 21.50 with attention where training sentences have up to 30 words, 17.82 and 26.75 where they have up to 50.",
  "Published against it: Sutskever et al. 2014 saw no loss on long sentences with a deep LSTM and reversed sources. And " +
    "neither Figure 2 of Bahdanau et al. 2015 nor Figure 6 of Luong et al. 2015 prints its values by length.",
];

test("says what the data show and what they do not, with the counter-evidence", () => {
  expect(verdictSentences(sampleComparison, "en")).toEqual([
    "“dot <arm>” against “fixed <arm>”, the best of each kind on dev: +40.0 points of BLEU (95 % interval +38.3 to +42.0) " +
      "on all 250 test sentences. The data show that attention is better.",
    "On the shortest sources (1–5 tokens, 120 sentences): −1.5 points of BLEU (95 % interval −3.0 to −0.5). The data show " +
      "that the fixed vector is better.",
    "On the longest sources (≥ 11 tokens, 40 sentences): +2.0 points of BLEU (95 % interval −1.0 to +5.0). The data do not " +
      "show which is better.",
    "From the shortest to the longest sources the difference changes by +3.5 points of BLEU (95 % interval +0.5 to +6.5). " +
      "The data show that attention gains more the longer the source is. Where an arm is near the worst or the best score " +
      "that there is, it cannot change further: read this beside the chart.",
    "Each arm was trained with one seed. The intervals tell what other test sentences would change, and nothing of what " +
      "another seed would: give several as comparison.seeds.",
    ...published,
  ]);
});

test("says so where there is nothing to decide, or several seeds", () => {
  expect(verdictSentences({ ...sampleComparison, verdict: null }, "en")).toEqual([
    "There is nothing to decide: the comparison needs an arm with a fixed vector and one with attention.",
    ...published,
  ]);
  const verdict = { ...sampleComparison.verdict!, shortest: null, longest: null, growth: null };
  expect(verdictSentences({ ...sampleComparison, verdict, seeds: [1, 2] }, "en").slice(1)).toEqual([
    "Scores are means over 2 seeds. The intervals tell what other test sentences would change; the table has the standard " +
      "deviation over seeds.",
    ...published,
  ]);
});

test("says the same in Japanese, with the published figures", () => {
  const japanese = verdictSentences(sampleComparison, "ja");
  expect(japanese).toHaveLength(7);
  expect(japanese[0]).toBe(
    "開発データで最良の「dotの条件」と「fixedの条件」の差は、テスト250文全体でBLEUで+40.0（95 %信頼区間 +38.3〜+42.0）。" +
      "アテンションのほうが良いことをデータは示しています。",
  );
  for (const figure of ["13.93", "21.50", "17.82", "26.75"]) expect(japanese.join("")).toContain(figure);
});
