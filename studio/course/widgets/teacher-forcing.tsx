import type { VNode } from "preact";
import { textsIn } from "../../app/language.ts";
import { Scroll } from "../../app/scroll.tsx";
import { Slider } from "../controls/slider.tsx";
import { decimal } from "../numbers/decimal.ts";
import { freeOutput, trainingSteps } from "../numbers/small-decoder.ts";
import { integerSetting, numberSetting } from "../setting.ts";
import { change, settingNow } from "../setting-in-address.ts";
import { TableHead } from "../table-head.tsx";
import { Words } from "../words.tsx";

const rateSetting = numberSetting("rate", 0, 1, 0);
const seedSetting = integerSetting("seed", 1, 999, 1);

const texts = {
  en: {
    rate: "p: how often it reads its own word",
    modes: { forced: "teacher forcing", mixed: "scheduled sampling", free: "own words only" },
    again: "Draw again",
    caption: "Training on “it is cold today” → 今日は寒い",
    heads: ["step", "reads", "predicts", "right token", "P(right)", "−log P"],
    own: "own",
    reference: "reference",
    total: (loss: string, right: number, all: number) =>
      `Loss of the sentence: ${loss}. ${right} of ${all} predictions are right.`,
    free: (output: string) => `In use, without a reference, it writes: ${output}`,
  },
  ja: {
    rate: "p：自分の単語を読む割合",
    modes: { forced: "教師強制", mixed: "scheduled sampling", free: "自分の単語だけ" },
    again: "引き直す",
    caption: "「it is cold today」→「今日は寒い」の学習",
    heads: ["時点", "読む", "予測", "正解", "P(正解)", "−log P"],
    own: "自分",
    reference: "正解",
    total: (loss: string, right: number, all: number) =>
      `文の損失は${loss}です。${all}個の予測のうち${right}個が当たりました。`,
    free: (output: string) => `使用時（正解なし）に書く文：${output}`,
  },
};

/** A step of training with right tokens, own tokens, or a mixture of both. */
export function ForcingWidget(): VNode {
  const words = textsIn(texts);
  const rate = settingNow(rateSetting);
  const seed = settingNow(seedSetting);
  const steps = trainingSteps(rate, seed);
  const right = steps.filter(({ predicted, wanted }) => predicted === wanted).length;
  const loss = steps.reduce((sum, step) => sum + step.loss, 0);
  const mode = rate === 0 ? "forced" : rate === 1 ? "free" : "mixed";
  return (
    <>
      <Slider
        setting={rateSetting}
        label={words.rate}
        least={0}
        most={1}
        step={0.05}
        shown={(value) => `${decimal(value, 2)} (${words.modes[mode]})`}
      />
      <p class="buttons">
        <button
          type="button"
          disabled={mode !== "mixed"}
          onClick={() => change(seedSetting, (seed % 999) + 1)}
        >
          {words.again}
        </button>
      </p>
      <Scroll>
        <table>
          <caption>
            <Words text={words.caption} />
          </caption>
          <TableHead heads={words.heads} />
          <tbody>
            {steps.map(({ input, own, predicted, wanted, probability, loss: cost }, t) => (
              <tr key={t}>
                <td>{t + 1}</td>
                <td class={own ? "own" : undefined}>
                  <Words text={input} />
                  {t > 0 && <small>{own ? words.own : words.reference}</small>}
                </td>
                <td>
                  <Words text={`${predicted === wanted ? "✓" : "✗"} ${predicted}`} />
                </td>
                <th scope="row">
                  <Words text={wanted} />
                </th>
                <td>{decimal(probability, 2)}</td>
                <td>{decimal(cost, 3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p role="status">{words.total(decimal(loss, 3), right, steps.length)}</p>
      <p>
        <Words text={words.free(freeOutput().join(" "))} />
      </p>
    </>
  );
}
