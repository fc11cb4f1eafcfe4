import type { VNode } from "preact";
import { bandChart } from "../../../src/report/band-chart.ts";
import { textsIn } from "../../app/language.ts";
import { Mark } from "../../marks/mark.tsx";
import { Options } from "../controls/options.tsx";
import { Toggle } from "../controls/toggle.tsx";
import { useInSteps } from "../in-steps.ts";
import { MatrixTable } from "../matrix.tsx";
import { decimal } from "../numbers/decimal.ts";
import {
  fourWords,
  K,
  keySize,
  keySizes,
  keyWords,
  Q,
  queryWords,
  type Saturation,
  saturation,
  V,
} from "../numbers/four-words.ts";
import { choiceSetting, switchSetting } from "../setting.ts";
import { settingNow } from "../setting-in-address.ts";
import { attentionSteps } from "../widget-prose.ts";
import { Words } from "../words.tsx";

const rowSetting = choiceSetting("row", ["0", "1", "2", "3"], "2");
const scaledSetting = switchSetting("scaled", true);

const texts = {
  en: {
    row: "Row",
    scaled: `Divide by ${attentionSteps.root}`,
    matrix: { Q: "Q", K: "K", V: "V (temperature, day)" },
    columns: ["temperature", "day"],
    products: attentionSteps.products,
    scores: { scaled: attentionSteps.scaled, plain: "2. not scaled" },
    weights: "3. softmax: the weights",
    output: "4. weights × V",
    said: (word: string, best: string, weight: string) =>
      `${word} looks at “${best}” most: weight ${weight}.`,
    largest: "Largest of four weights, percent",
    slope: "Σ α(1 − α), percent",
    axis: "size of a key",
    with: "with the root",
    without: "without it",
  },
  ja: {
    row: "行",
    scaled: `${attentionSteps.root}で割る`,
    matrix: { Q: "Q", K: "K", V: "V（気温、日）" },
    columns: ["気温", "日"],
    products: attentionSteps.products,
    scores: { scaled: attentionSteps.scaled, plain: "2. スケーリングなし" },
    weights: "3. ソフトマックス（重み）",
    output: "4. 重み × V",
    said: (word: string, best: string, weight: string) =>
      `「${word}」が最も見ているのは「${best}」で、重みは${weight}です。`,
    largest: "4個の重みのうち最大のもの（%）",
    slope: "Σ α(1 − α)（%）",
    axis: "Keyの次元数",
    with: "平方根あり",
    without: "平方根なし",
  },
};

/** The formula on four words, step by step, and what happens to softmax as keys grow. */
export function FourWordsWidget(): VNode {
  const words = textsIn(texts);
  const row = Number(settingNow(rowSetting));
  const isScaled = settingNow(scaledSetting);
  const { products, scores, weights, output } = fourWords(isScaled);
  const best = weights[row]!.indexOf(Math.max(...weights[row]!));
  const sizes = Array.from({ length: keySize }, (_, i) => String(i + 1));
  const table = { rows: queryWords, columns: keyWords, chosen: row };
  return (
    <>
      <Options
        setting={rowSetting}
        label={words.row}
        options={queryWords.map((label, n) => ({ value: String(n) as "0" | "1" | "2" | "3", label }))}
      />
      <Toggle setting={scaledSetting} label={words.scaled} />
      <p role="status">
        <Words text={words.said(queryWords[row]!, keyWords[best]!, decimal(weights[row]![best]!, 3))} />
      </p>
      <div class="matrices">
        <MatrixTable
          caption={words.matrix.Q}
          rows={queryWords}
          columns={sizes}
          values={Q}
          decimals={0}
          chosen={row}
        />
        <MatrixTable caption={words.matrix.K} rows={keyWords} columns={sizes} values={K} decimals={0} />
        <MatrixTable {...table} caption={words.products} values={products} decimals={0} />
        <MatrixTable
          {...table}
          caption={isScaled ? words.scores.scaled : words.scores.plain}
          values={scores}
          decimals={1}
        />
        <MatrixTable {...table} caption={words.weights} values={weights} decimals={3} shaded />
        <MatrixTable
          caption={words.matrix.V}
          rows={keyWords}
          columns={words.columns}
          values={V}
          decimals={0}
        />
        <MatrixTable
          caption={words.output}
          rows={queryWords}
          columns={words.columns}
          values={output}
          decimals={2}
          chosen={row}
        />
      </div>
      <SaturationCharts />
    </>
  );
}

function SaturationCharts(): VNode {
  const words = textsIn(texts);
  const sizes = useInSteps("saturation", keySizes, saturation);
  const busy = sizes.length < keySizes.length;
  const chart = (title: string, read: (one: Saturation) => number): string => {
    const points = (kind: "scaled" | "plain") => sizes.map((one, x) => ({ x, y: 100 * read(one[kind]) }));
    return bandChart({
      title,
      lines: [
        { label: words.with, colour: "train", mark: "square", points: points("scaled") },
        { label: words.without, colour: "dev", mark: "circle", points: points("plain") },
      ],
      ticks: keySizes.map((size, at) => ({ at, label: at % 2 === 0 ? String(size) : "" })),
      axis: words.axis,
      highest: 100,
      labelled: false,
    });
  };
  return (
    <>
      <Mark svg={chart(words.largest, ({ largest }) => largest)} class="small-chart" busy={busy} />
      <Mark svg={chart(words.slope, ({ slope }) => slope)} class="small-chart" busy={busy} />
      <ul class="legend">
        <li class="train">■ {words.with}</li>
        <li class="dev">● {words.without}</li>
      </ul>
    </>
  );
}
