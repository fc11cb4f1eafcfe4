import type { VNode } from "preact";
import { textsIn } from "../../app/language.ts";
import { Scroll } from "../../app/scroll.tsx";
import { Options } from "../controls/options.tsx";
import { Slider } from "../controls/slider.tsx";
import { delayedOutputs, leastDelay } from "../numbers/delay.ts";
import { examplePairs } from "../numbers/example-pairs.ts";
import { choiceSetting, integerSetting } from "../setting.ts";
import { settingNow } from "../setting-in-address.ts";
import { TableHead } from "../table-head.tsx";
import { Words } from "../words.tsx";

const names = ["tagging", "weather", "reverse", "date"] as const;
const pairSetting = choiceSetting("pair", names, "weather");
const delaySetting = integerSetting("delay", 0, 4, 0);

const texts = {
  en: {
    pair: "Task",
    names: {
      tagging: "parts of speech",
      weather: "English → Japanese",
      reverse: "reversed letters",
      date: "date",
    },
    delay: "Delay before it writes",
    caption: "One RNN that reads a token a step",
    step: "step",
    read: "has read",
    output: "must write",
    needs: "needs",
    nothing: "nothing new",
    can: "possible?",
    yes: "yes",
    no: "no: not read yet",
    count: (right: number, all: number) => `${right} of ${all} outputs are possible.`,
    least: (delay: number) => `The least delay at which all are possible: ${delay}.`,
  },
  ja: {
    pair: "課題",
    names: { tagging: "品詞", weather: "英語→日本語", reverse: "文字の反転", date: "日付" },
    delay: "書き始めるまでの遅れ",
    caption: "1時点に1トークンずつ読む1つのRNN",
    step: "時点",
    read: "読んだもの",
    output: "書くもの",
    needs: "必要なもの",
    nothing: "特になし",
    can: "書けるか",
    yes: "書ける",
    no: "書けない（未読）",
    count: (right: number, all: number) => `${all}個の出力のうち${right}個が書けます。`,
    least: (delay: number) => `すべて書けるようになる最小の遅れは${delay}です。`,
  },
};

/** What one RNN can write, and when. */
export function DelayWidget(): VNode {
  const words = textsIn(texts);
  const pair = examplePairs[settingNow(pairSetting)];
  const delay = settingNow(delaySetting);
  const outputs = delayedOutputs(pair, delay);
  const possible = outputs.filter((output) => output.possible).length;
  return (
    <>
      <Options
        setting={pairSetting}
        label={words.pair}
        options={names.map((value) => ({ value, label: words.names[value] }))}
      />
      <Slider setting={delaySetting} label={words.delay} least={0} most={4} />
      <Scroll>
        <table>
          <caption>{words.caption}</caption>
          <TableHead heads={[words.step, words.read, words.output, words.needs, words.can]} />
          <tbody>
            {outputs.map(({ token, needs, read, possible: isPossible }, t) => (
              <tr key={t} class={isPossible ? undefined : "impossible"}>
                <td>{t + 1 + delay}</td>
                <td>{pair.source.slice(0, read).join(" ")}</td>
                <th scope="row">
                  <Words text={token} />
                </th>
                <td>{needs === 0 ? words.nothing : pair.source[needs - 1]}</td>
                <td>{isPossible ? `✓ ${words.yes}` : `✗ ${words.no}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p role="status">
        {words.count(possible, outputs.length)} {words.least(leastDelay(pair))}
      </p>
    </>
  );
}
