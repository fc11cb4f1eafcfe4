import type { VNode } from "preact";
import { textsIn } from "../../app/language.ts";
import { Options } from "../controls/options.tsx";
import { Slider } from "../controls/slider.tsx";
import { examplePairs } from "../numbers/example-pairs.ts";
import { choiceSetting, integerSetting } from "../setting.ts";
import { change, settingNow } from "../setting-in-address.ts";
import { Words } from "../words.tsx";

const names = ["weather", "date", "reverse"] as const;
const pairSetting = choiceSetting("pair", names, "weather");
const stepSetting = integerSetting("step", 0, 30, 0);

const texts = {
  en: {
    pair: "Pair",
    names: { weather: "English → Japanese", date: "date", reverse: "reversed letters" },
    step: "Step",
    back: "Back",
    next: "Next",
    encoder: "Encoder",
    decoder: "Decoder",
    reads: "reads",
    writes: "writes",
    before: "Nothing has been read. Go on with “Next”.",
    reading: (token: string, t: number) => `The encoder reads “${token}”: h changes from h${t - 1} to h${t}.`,
    context: (T: number) => `All ${T} tokens are read. The last state becomes the context vector c.`,
    writing: (input: string, token: string) => `The decoder reads “${input}” and writes “${token}”.`,
    end: (T: number, T2: number) => `The output is complete: T = ${T} tokens became T′ = ${T2}.`,
  },
  ja: {
    pair: "例",
    names: { weather: "英語→日本語", date: "日付", reverse: "文字の反転" },
    step: "ステップ",
    back: "戻る",
    next: "進む",
    encoder: "エンコーダ",
    decoder: "デコーダ",
    reads: "読む",
    writes: "書く",
    before: "まだ何も読んでいません。「進む」を押してください。",
    reading: (token: string, t: number) =>
      `エンコーダが「${token}」を読み、状態がh${t - 1}からh${t}に変わります。`,
    context: (T: number) => `${T}トークンをすべて読みました。最後の状態がコンテキストベクトルcになります。`,
    writing: (input: string, token: string) => `デコーダが「${input}」を読み、「${token}」を書きます。`,
    end: (T: number, T2: number) => `出力が完成しました。T = ${T}トークンがT′ = ${T2}トークンになりました。`,
  },
};

/** The encoder reads, the decoder writes, a token a step. */
export function SequenceWidget(): VNode {
  const words = textsIn(texts);
  const { source, target } = examplePairs[settingNow(pairSetting)];
  const written = [...target, "</s>"];
  const last = source.length + written.length;
  const step = Math.min(last, settingNow(stepSetting));
  const said = (): string => {
    if (step === 0) return words.before;
    const context = step === source.length ? ` ${words.context(source.length)}` : "";
    if (step <= source.length) return words.reading(source[step - 1]!, step) + context;
    const at = step - source.length - 1;
    const end = step === last ? ` ${words.end(source.length, target.length)}` : "";
    return words.writing(written[at - 1] ?? "<s>", written[at]!) + end;
  };
  return (
    <>
      <Options
        setting={pairSetting}
        label={words.pair}
        options={names.map((value) => ({ value, label: words.names[value] }))}
      />
      <Slider
        setting={stepSetting}
        label={words.step}
        least={0}
        most={last}
        shown={(value) => `${Math.min(last, value)} / ${last}`}
      />
      <p class="buttons">
        <button type="button" disabled={step === 0} onClick={() => change(stepSetting, step - 1)}>
          {words.back}
        </button>
        <button
          type="button"
          class="main"
          disabled={step === last}
          onClick={() => change(stepSetting, step + 1)}
        >
          {words.next}
        </button>
      </p>
      <h3>{words.encoder}</h3>
      <ol class="unrolled">
        {source.map((token, t) => (
          <li key={t} class={stageOf(t + 1, step)}>
            <span class="state">
              h<sup>{t + 1}</sup>
            </span>
            <span class="word">{token}</span>
          </li>
        ))}
      </ol>
      <p class={`context ${step >= source.length ? "done" : "ahead"}`}>
        ↓ <span class="state">c</span>
      </p>
      <h3>{words.decoder}</h3>
      <ol class="unrolled">
        {written.map((token, t) => {
          const stage = stageOf(source.length + t + 1, step);
          return (
            <li key={t} class={stage}>
              <span class="word">
                <Words text={stage === "ahead" ? "·" : token} />
              </span>
              <span class="state">
                s<sup>{t + 1}</sup>
              </span>
              <span class="word input">
                <Words text={stage === "ahead" ? "·" : (written[t - 1] ?? "<s>")} />
              </span>
            </li>
          );
        })}
      </ol>
      <p role="status">
        <Words text={said()} />
      </p>
    </>
  );
}

function stageOf(place: number, step: number): "done" | "now" | "ahead" {
  return place < step ? "done" : place === step ? "now" : "ahead";
}
