import type { VNode } from "preact";
import { textsIn } from "../../app/language.ts";
import { Scroll } from "../../app/scroll.tsx";
import { Options } from "../controls/options.tsx";
import { TextLine } from "../controls/text-line.tsx";
import { bleuHypotheses, bleuParts, bleuReference, ngrams } from "../numbers/bleu-parts.ts";
import { decimal } from "../numbers/decimal.ts";
import { choiceSetting, textSetting } from "../setting.ts";
import { settingNow } from "../setting-in-address.ts";
import { TableHead } from "../table-head.tsx";

const longest = 200;
const hypothesisSetting = textSetting("hyp", longest, bleuHypotheses.good);
const referenceSetting = textSetting("ref", longest, bleuReference);
const secondSetting = textSetting("ref2", longest, "");
const orders = ["1", "2", "3", "4"] as const;
const orderSetting = choiceSetting("n", orders, "1");

const texts = {
  en: {
    hypothesis: "Hypothesis (words between spaces)",
    reference: "Reference",
    second: "Second reference, if there is one",
    order: "n-grams of length n",
    caption: (n: string) => `${n}-grams of the hypothesis`,
    heads: ["n-gram", "in hypothesis", "counts"],
    none: "The hypothesis has no n-gram of this length.",
    precision: "Precisions",
    precisionHeads: ["n", "matches", "n-grams", "p"],
    length: (c: number, r: number) => `c = ${c}, r = ${r}`,
    penalty: "Brevity penalty",
    score: "BLEU",
  },
  ja: {
    hypothesis: "訳文（空白で単語に区切る）",
    reference: "参照訳",
    second: "2つ目の参照訳（あれば）",
    order: "n-gramのn",
    caption: (n: string) => `訳文の${n}-gram`,
    heads: ["n-gram", "訳文での回数", "数える回数"],
    none: "訳文には、この長さのn-gramがありません。",
    precision: "適合率",
    precisionHeads: ["n", "一致", "n-gramの数", "p"],
    length: (c: number, r: number) => `c = ${c}、r = ${r}`,
    penalty: "BP（短い訳文へのペナルティ）",
    score: "BLEU",
  },
};

/** BLEU of one sentence that one can change, by the code that scores models. */
export function BleuWidget(): VNode {
  const words = textsIn(texts);
  const hypothesis = settingNow(hypothesisSetting);
  const references = [settingNow(referenceSetting), settingNow(secondSetting)].filter(
    (text, n) => n === 0 || text.trim() !== "",
  );
  const order = settingNow(orderSetting);
  const parts = bleuParts(hypothesis, references);
  const found = ngrams(hypothesis, references, Number(order));
  return (
    <>
      <TextLine setting={hypothesisSetting} label={words.hypothesis} longest={longest} lang="en" />
      <TextLine setting={referenceSetting} label={words.reference} longest={longest} lang="en" />
      <TextLine setting={secondSetting} label={words.second} longest={longest} lang="en" />
      <dl class="results">
        <dt>{words.score}</dt>
        <dd>
          <output>{decimal(parts.score, 1)}</output>
        </dd>
        <dt>
          {words.penalty}{" "}
          <span class="note">{words.length(parts.hypothesisLength, parts.referenceLength)}</span>
        </dt>
        <dd>{decimal(parts.brevityPenalty, 3)}</dd>
      </dl>
      <Scroll>
        <table>
          <caption>{words.precision}</caption>
          <TableHead heads={words.precisionHeads} />
          <tbody>
            {parts.matches.map((matches, n) => (
              <tr key={n} class={String(n + 1) === order ? "chosen" : undefined}>
                <th scope="row">{n + 1}</th>
                <td>{matches}</td>
                <td>{parts.totals[n]}</td>
                <td>{parts.totals[n] === 0 ? "–" : decimal(matches / parts.totals[n]!, 3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Options
        setting={orderSetting}
        label={words.order}
        options={orders.map((value) => ({ value, label: value }))}
      />
      {found.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Scroll>
          <table>
            <caption>{words.caption(order)}</caption>
            <TableHead heads={words.heads} />
            <tbody>
              {found.map(({ words: ngram, count, clipped }) => (
                <tr key={ngram} class={clipped === 0 ? "impossible" : undefined}>
                  <th scope="row" lang="en">
                    {ngram}
                  </th>
                  <td>{count}</td>
                  <td>{clipped === 0 ? "✗ 0" : `✓ ${clipped}`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </>
  );
}
