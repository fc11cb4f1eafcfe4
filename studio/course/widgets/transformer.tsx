import type { VNode } from "preact";
import { textsIn } from "../../app/language.ts";
import { Scroll } from "../../app/scroll.tsx";
import { Slider } from "../controls/slider.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { MatrixTable } from "../matrix.tsx";
import { decimal } from "../numbers/decimal.ts";
import {
  layerCosts,
  orderEffect,
  positionalEncoding,
  selfAttention,
  selfWords,
} from "../numbers/self-attention.ts";
import { integerSetting, switchSetting } from "../setting.ts";
import { settingNow } from "../setting-in-address.ts";
import { TableHead } from "../table-head.tsx";

const turnedSetting = switchSetting("turned", false);
const positionsSetting = switchSetting("positions", false);
const lengthSetting = integerSetting("n", 5, 2000, 20);
const sizeSetting = integerSetting("d", 16, 1024, 512);

const texts = {
  en: {
    turned: "Reverse the sentence",
    positions: "Add positional encodings",
    sentence: "Sentence: ",
    weights: "Weights of self-attention",
    output: "What comes out for each word",
    encoding: "Positional encodings, d = 4",
    effect: (word: string, difference: string) =>
      `Reversing the sentence changes the result for “${word}” by at most ${difference}.`,
    costs: "What a layer costs",
    length: "n, words",
    size: "d, numbers of a word",
    heads: ["layer", "operations", "steps in a row", "longest path"],
    layers: { recurrent: "recurrent (RNN)", selfAttention: "self-attention" },
  },
  ja: {
    turned: "文を逆順にする",
    positions: "位置エンコーディングを加える",
    sentence: "文：",
    weights: "セルフアテンションの重み",
    output: "各単語の位置から出てくる結果",
    encoding: "位置エンコーディング（d = 4）",
    effect: (word: string, difference: string) =>
      `文を逆順にしたとき、「${word}」の結果が動く幅は最大で${difference}です。`,
    costs: "層の計算量",
    length: "n：単語数",
    size: "d：単語の次元数",
    heads: ["層", "計算量", "逐次処理の回数", "最長の経路"],
    layers: { recurrent: "再帰（RNN）", selfAttention: "セルフアテンション" },
  },
};

/** Self-attention knows no order, and what it costs against a recurrence. */
export function SelfAttentionWidget(): VNode {
  const words = textsIn(texts);
  const isTurned = settingNow(turnedSetting);
  const hasPositions = settingNow(positionsSetting);
  const sentence = isTurned ? selfWords.toReversed() : selfWords;
  const { weights, output } = selfAttention(sentence, hasPositions);
  const dimensions = output[0]!.map((_, i) => String(i + 1));
  const encodings = sentence.map((_, position) => positionalEncoding(position, dimensions.length));
  return (
    <>
      <Toggle setting={turnedSetting} label={words.turned} />
      <Toggle setting={positionsSetting} label={words.positions} />
      <p>
        {words.sentence}
        <strong lang="en">{sentence.join(" ")}</strong>
      </p>
      <p role="status">{words.effect("dog", decimal(orderEffect("dog", hasPositions), 3))}</p>
      {hasPositions && (
        <MatrixTable
          caption={words.encoding}
          rows={["0", "1", "2"]}
          columns={dimensions}
          values={encodings}
          decimals={3}
        />
      )}
      <MatrixTable
        caption={words.weights}
        rows={sentence}
        columns={sentence}
        values={weights}
        decimals={3}
        shaded
      />
      <MatrixTable
        caption={words.output}
        rows={sentence}
        columns={dimensions}
        values={output}
        decimals={3}
        chosen={sentence.indexOf("dog")}
      />
      <h3>{words.costs}</h3>
      <Slider setting={lengthSetting} label={words.length} least={5} most={2000} step={5} />
      <Slider setting={sizeSetting} label={words.size} least={16} most={1024} step={16} />
      <CostTable n={settingNow(lengthSetting)} d={settingNow(sizeSetting)} />
    </>
  );
}

function CostTable({ n, d }: { readonly n: number; readonly d: number }): VNode {
  const words = textsIn(texts);
  return (
    <Scroll>
      <table>
        <caption class="unseen">{words.costs}</caption>
        <TableHead heads={words.heads} />
        <tbody>
          {Object.entries(layerCosts(n, d)).map(([layer, { operations, steps, path }]) => (
            <tr key={layer}>
              <th scope="row">{words.layers[layer as "recurrent" | "selfAttention"]}</th>
              <td>{operations.toLocaleString("en")}</td>
              <td>{steps.toLocaleString("en")}</td>
              <td>{path.toLocaleString("en")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
