import type { VNode } from "preact";
import { textsIn } from "../../app/language.ts";
import { Scroll } from "../../app/scroll.tsx";
import { HeatMap } from "../../marks/heat-map.tsx";
import { Bar } from "../bar.tsx";
import { NumberRow } from "../controls/number-row.tsx";
import { Options } from "../controls/options.tsx";
import { Slider } from "../controls/slider.tsx";
import { decimal } from "../numbers/decimal.ts";
import { attentionStep, sourceWords, targetWords } from "../numbers/word-attention.ts";
import { choiceSetting, numberSetting, numbersSetting } from "../setting.ts";
import { settingNow } from "../setting-in-address.ts";
import { TableHead } from "../table-head.tsx";
import { Words } from "../words.tsx";

const wordSetting = choiceSetting("word", ["0", "1", "2"], "2");
const sharpnessSetting = numberSetting("beta", 0, 5, 1);
const addedSetting = numbersSetting("add", -5, 5, [0, 0, 0, 0]);

const texts = {
  en: {
    word: "Output word",
    added: "Add to the scores",
    sharpness: "Sharpness β",
    map: "All rows",
    caption: (word: string) => `The row of ${word}`,
    heads: ["input", "score e", "weight α"],
    context: (numbers: string) => `Context c = (${numbers})`,
    axes: "The three numbers of a state: time, quality, grammar.",
  },
  ja: {
    word: "出力の単語",
    added: "スコアに足す値",
    sharpness: "鋭さβ",
    map: "すべての行",
    caption: (word: string) => `「${word}」の行`,
    heads: ["入力", "スコアe", "重みα"],
    context: (numbers: string) => `コンテキストベクトル c = (${numbers})`,
    axes: "状態の3つの数は、順に「時」「性質」「文法」を表します。",
  },
};

/** Scores, weights and context of one output word, and the map of all. */
export function AttentionWidget(): VNode {
  const words = textsIn(texts);
  const row = Number(settingNow(wordSetting));
  const sharpness = settingNow(sharpnessSetting);
  const added = settingNow(addedSetting);
  const { scores, weights, context } = attentionStep(row, added, sharpness);
  const attention = targetWords.map((_, t) =>
    t === row ? weights : attentionStep(t, [], sharpness).weights,
  );
  return (
    <>
      <Options
        setting={wordSetting}
        label={words.word}
        options={targetWords.map((word, t) => ({ value: String(t) as "0" | "1" | "2", label: word }))}
      />
      <Scroll>
        <table class="bars">
          <caption>
            <Words text={words.caption(targetWords[row]!)} />
          </caption>
          <TableHead heads={words.heads}>
            <td />
          </TableHead>
          <tbody>
            {sourceWords.map((word, s) => (
              <tr key={word}>
                <th scope="row">{word}</th>
                <td>{decimal(scores[s]!, 2)}</td>
                <td>{decimal(weights[s]!, 3)}</td>
                <td class="bar-cell">
                  <Bar share={weights[s]!} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p role="status">{words.context(context.map((value) => decimal(value, 2)).join(", "))}</p>
      <p class="note">{words.axes}</p>
      <Slider
        setting={sharpnessSetting}
        label={words.sharpness}
        least={0}
        most={5}
        step={0.25}
        shown={(value) => decimal(value, 2)}
      />
      <NumberRow
        setting={addedSetting}
        label={words.added}
        names={sourceWords}
        least={-5}
        most={5}
        step={0.5}
      />
      <h3>{words.map}</h3>
      <HeatMap alignment={{ sourceTokens: sourceWords, tokens: targetWords, attention }} chosen={{ row }} />
    </>
  );
}
