import type { VNode } from "preact";
import { textsIn } from "../../app/language.ts";
import { Scroll } from "../../app/scroll.tsx";
import { Options } from "../controls/options.tsx";
import { formulaName } from "../formula.tsx";
import { decimal } from "../numbers/decimal.ts";
import { batchLoss, lossSentences, sentenceLoss } from "../numbers/sentence-loss.ts";
import { Prose } from "../prose.tsx";
import { choiceSetting, numbersSetting } from "../setting.ts";
import { change, settingNow } from "../setting-in-address.ts";
import { lossSymbols } from "../widget-prose.ts";
import { Words } from "../words.tsx";

const [first, second] = lossSentences;
const probabilitySetting = numbersSetting("p", 0.01, 1, first.probabilities);
const countSetting = choiceSetting("n", ["1", "2"], "1");
type LossSymbol = keyof typeof lossSymbols;
const symbolSetting = choiceSetting("symbol", Object.keys(lossSymbols) as LossSymbol[], "E");

/** What the symbols stand for, with the numbers of this example. */
type Meanings = (now: {
  N: number;
  E: string;
  P: string;
  log: string;
}) => Readonly<Record<LossSymbol, string>>;

const shownSource = first.source.join(" ");
const texts = {
  en: {
    symbol: "Symbol",
    count: "Sentences in the batch (N)",
    token: "right token",
    probability: "P",
    loss: "−log P",
    caption: (n: number) => `Sentence ${n}`,
    together: "together",
    perSentence: "E(w), mean over sentences",
    perToken: "mean over tokens",
    perplexity: "perplexity",
    meanings: (({ N, E, P, log }) => ({
      E: `The loss of the batch under the weights w: ${E} now. Training makes it smaller.`,
      minus: "Turns the sign: log P is at most 0, the loss is at least 0.",
      N: `How many pairs are in the batch: ${N} now.`,
      sum: `Adds over the pairs n = 1 … ${N}.`,
      n: `The number of a pair, 1 … ${N}.`,
      log: `The natural logarithm. For sentence 1 it makes ${P} into ${log}.`,
      P: `The probability that the model gives to the whole right output: the product over its tokens, ${P} for sentence 1.`,
      y: `Token t of the right output of pair n: for n = 1 they are ${first.target.join(" ")}.`,
      Ty: `The length of the output: ${first.target.length} for sentence 1, with </s>.`,
      x: `Token t of the input of pair n: for n = 1 they are ${shownSource}.`,
      Tx: `The length of the input: ${first.source.length} for sentence 1.`,
      w: "All weights of encoder and decoder. In this widget you play their part: move the sliders.",
    })) satisfies Meanings,
  },
  ja: {
    symbol: "記号",
    count: "バッチの文の数（N）",
    token: "正解のトークン",
    probability: "P",
    loss: "−log P",
    caption: (n: number) => `文${n}`,
    together: "合計",
    perSentence: "E(w)：文についての平均",
    perToken: "トークンについての平均",
    perplexity: "パープレキシティ",
    meanings: (({ N, E, P, log }) => ({
      E: `重みwのもとでのバッチの損失です。今は${E}です。学習はこれを小さくします。`,
      minus: "符号を反転します。log Pは0以下なので、損失は0以上になります。",
      N: `バッチに入っているサンプルの数です。今は${N}です。`,
      sum: `サンプルn = 1, …, ${N}について足し合わせます。`,
      n: `サンプルの番号です（1, …, ${N}）。`,
      log: `自然対数です。文1では、${P}を${log}に変えます。`,
      P: `正解の出力全体にモデルが与える確率で、トークンごとの確率の積です。文1では${P}です。`,
      y: `n番目のサンプルの、正解の出力のt番目のトークンです。n = 1では「${first.target.join(" ")}」です。`,
      Ty: `出力の長さです。文1では、</s>を含めて${first.target.length}です。`,
      x: `n番目のサンプルの、入力のt番目のトークンです。n = 1では「${shownSource}」です。`,
      Tx: `入力の長さです。文1では${first.source.length}です。`,
      w: "エンコーダとデコーダのすべての重みです。ここではあなたがその役をします。スライダーを動かしてください。",
    })) satisfies Meanings,
  },
};

/** The loss of one sentence or two, whose probabilities one can move. */
export function LossWidget(): VNode {
  const words = textsIn(texts);
  const probabilities = settingNow(probabilitySetting);
  const N = Number(settingNow(countSetting));
  const one = sentenceLoss(probabilities);
  const batch = batchLoss([probabilities, second.probabilities].slice(0, N));
  const meanings = words.meanings({
    N,
    E: decimal(batch.perSentence, 3),
    P: decimal(one.probability, 3),
    log: decimal(-one.loss, 3),
  });
  const symbol = settingNow(symbolSetting);
  const move = (place: number, value: number) =>
    change(
      probabilitySetting,
      probabilities.map((before, t) => (t === place ? value : before)),
    );
  return (
    <>
      <fieldset class="control options-control symbols" data-setting="symbol">
        <legend>{words.symbol}</legend>
        {(Object.keys(lossSymbols) as LossSymbol[]).map((name) => (
          <label key={name} class={name === symbol ? "chosen" : undefined}>
            <input
              type="radio"
              name="symbol"
              aria-label={formulaName(lossSymbols[name])}
              checked={name === symbol}
              onChange={() => change(symbolSetting, name)}
            />
            <Prose text={lossSymbols[name]} />
          </label>
        ))}
      </fieldset>
      <p role="status" class="meaning">
        <Words text={meanings[symbol]} />
      </p>
      <SentenceTable
        caption={words.caption(1)}
        tokens={first.target}
        probabilities={probabilities}
        onMove={move}
      />
      <Options
        setting={countSetting}
        label={words.count}
        options={[
          { value: "1", label: "1" },
          { value: "2", label: "2" },
        ]}
      />
      {N === 2 && (
        <SentenceTable
          caption={words.caption(2)}
          tokens={second.target}
          probabilities={second.probabilities}
        />
      )}
      <dl class="results">
        <dt>{words.perSentence}</dt>
        <dd>{decimal(batch.perSentence, 3)}</dd>
        <dt>{words.perToken}</dt>
        <dd>{decimal(batch.perToken, 3)}</dd>
        <dt>{words.perplexity}</dt>
        <dd>{decimal(batch.perplexity, 2)}</dd>
      </dl>
    </>
  );
}

interface SentenceProps {
  readonly caption: string;
  readonly tokens: readonly string[];
  readonly probabilities: readonly number[];
  readonly onMove?: (place: number, value: number) => void;
}

function SentenceTable({ caption, tokens, probabilities, onMove }: SentenceProps): VNode {
  const words = textsIn(texts);
  const { terms, probability, loss } = sentenceLoss(probabilities);
  return (
    <Scroll>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.token}</th>
            <th scope="col" colSpan={onMove ? 2 : 1}>
              {words.probability}
            </th>
            <th scope="col">{words.loss}</th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token, t) => (
            <tr key={t}>
              <th scope="row">
                <Words text={token} />
              </th>
              {onMove && (
                <td>
                  <input
                    type="range"
                    min={0.01}
                    max={1}
                    step={0.01}
                    value={probabilities[t]}
                    aria-label={`P(${token})`}
                    onInput={({ currentTarget }) => onMove(t, currentTarget.valueAsNumber)}
                  />
                </td>
              )}
              <td>{decimal(probabilities[t]!, 2)}</td>
              <td>{decimal(terms[t]!, 3)}</td>
            </tr>
          ))}
          <tr class="total">
            <th scope="row">{words.together}</th>
            {onMove && <td>∏</td>}
            <td>{decimal(probability, 3)}</td>
            <td>{decimal(loss, 3)}</td>
          </tr>
        </tbody>
      </table>
    </Scroll>
  );
}
