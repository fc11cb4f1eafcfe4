import type { VNode } from "preact";
import { type BandPoint, bandChart } from "../../../src/report/band-chart.ts";
import { language, textsIn } from "../../app/language.ts";
import { Mark } from "../../marks/mark.tsx";
import { Options } from "../controls/options.tsx";
import { Slider } from "../controls/slider.tsx";
import { useInSteps } from "../in-steps.ts";
import { type Recalled, recall, recalled } from "../numbers/crowded-vector.ts";
import { wordOf } from "../numbers/words.ts";
import { choiceSetting, integerSetting } from "../setting.ts";
import { settingNow } from "../setting-in-address.ts";

const sizes = ["16", "32", "64", "128"] as const;
const sizeSetting = choiceSetting("H", sizes, "64");
const lengthSetting = integerSetting("T", 1, 40, 10);
const lengths = [1, 5, 10, 15, 20, 30, 40] as const;
const sentences = 10;

const texts = {
  en: {
    size: "H, numbers in a vector",
    length: "T, words in the sentence",
    chart: "Words read back right, percent",
    axis: "words in the sentence",
    one: "all in one vector",
    own: "a vector for each word",
    stored: "Stored",
    readOne: "Read back from one vector",
    readOwn: "Read back from a vector each",
    count: (right: number, all: number) => `${right} of ${all} right`,
  },
  ja: {
    size: "H：ベクトルの数の個数",
    length: "T：文の単語数",
    chart: "正しく読み出せた単語の割合（%）",
    axis: "文の単語数",
    one: "1本のベクトルに全部",
    own: "単語ごとに1本",
    stored: "入れた単語",
    readOne: "1本のベクトルから読み出した単語",
    readOwn: "単語ごとのベクトルから読み出した単語",
    count: (right: number, all: number) => `${all}語中${right}語が正解`,
  },
};

function pointOf(x: number, { right, words }: Recalled): BandPoint {
  return { x, y: (100 * right) / words, note: `n ${words}` };
}

/** How many words fit into one vector. */
export function CrowdedVectorWidget(): VNode {
  const words = textsIn(texts);
  const H = Number(settingNow(sizeSetting));
  const T = settingNow(lengthSetting);
  const curves = useInSteps(`recalled from ${H}`, lengths, (length) => ({
    length,
    ...recalled(length, H, sentences),
  }));
  const { stored, fromOne, fromOwn } = recall(T, H, 0);
  const svg = bandChart({
    title: words.chart,
    lines: [
      {
        ...{ label: words.one, colour: "dev", mark: "circle" },
        points: curves.map(({ length, one }) => pointOf(length, one)),
      },
      {
        ...{ label: words.own, colour: "train", mark: "square" },
        points: curves.map(({ length, own }) => pointOf(length, own)),
      },
    ],
    ticks: lengths.map((at) => ({ at, label: String(at) })),
    axis: words.axis,
    highest: 100,
    labelled: false,
  });
  return (
    <>
      <Options
        setting={sizeSetting}
        label={words.size}
        options={sizes.map((value) => ({ value, label: value }))}
      />
      <Slider setting={lengthSetting} label={words.length} least={1} most={40} />
      <Mark svg={svg} class="small-chart" busy={curves.length < lengths.length} />
      <ul class="legend">
        <li class="dev">● {words.one}</li>
        <li class="train">■ {words.own}</li>
      </ul>
      <Words title={words.stored} numbers={stored} stored={stored} />
      <Words title={words.readOne} numbers={fromOne} stored={stored} isJudged />
      <Words title={words.readOwn} numbers={fromOwn} stored={stored} isJudged />
    </>
  );
}

interface WordsProps {
  readonly title: string;
  readonly numbers: readonly number[];
  readonly stored: readonly number[];
  readonly isJudged?: boolean;
}

function Words({ title, numbers, stored, isJudged = false }: WordsProps): VNode {
  const right = numbers.filter((number, t) => number === stored[t]).length;
  return (
    <section>
      <h3>{title}</h3>
      {isJudged && <p role="status">{textsIn(texts).count(right, stored.length)}</p>}
      <ol class="words">
        {numbers.map((number, t) =>
          number === stored[t] ? (
            <li key={t}>{wordOf(number, language.value)}</li>
          ) : (
            <li key={t} class="lost">
              ✗ <del>{wordOf(number, language.value)}</del>
            </li>
          ),
        )}
      </ol>
    </section>
  );
}
