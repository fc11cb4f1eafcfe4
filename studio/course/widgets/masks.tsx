import type { VNode } from "preact";
import { textsIn } from "../../app/language.ts";
import { Scroll } from "../../app/scroll.tsx";
import { HeatMap } from "../../marks/heat-map.tsx";
import { Options } from "../controls/options.tsx";
import { decimal, percent } from "../numbers/decimal.ts";
import { batchMean, leaked, maskedWeights, maskKinds, paddedBatch } from "../numbers/masked-batch.ts";
import { choiceSetting } from "../setting.ts";
import { settingNow } from "../setting-in-address.ts";

const maskSetting = choiceSetting("mask", maskKinds, "none");
const sentenceSetting = choiceSetting("sentence", ["0", "1", "2"], "1");

const texts = {
  en: {
    mask: "Mask",
    masks: { none: "none", padding: "padding", causal: "causal", both: "both" },
    sentence: "Sentence",
    batch: "The batch, with −log P of each position",
    map: "Self-attention of the sentence: each row looks at the columns",
    leak: (share: string) => `Padding gets ${share} of the weight of the real rows.`,
    mean: "Mean loss per token",
    over: { masked: "over real tokens", all: "over all positions" },
  },
  ja: {
    mask: "マスク",
    masks: { none: "なし", padding: "パディング", causal: "因果", both: "両方" },
    sentence: "文",
    batch: "バッチと、各位置の−log P",
    map: "文の中のセルフアテンション：各行が列を見る重み",
    leak: (share: string) => `本物の行の重みのうち、${share}がパディングに流れています。`,
    mean: "1トークン当たりの平均損失",
    over: { masked: "本物のトークンだけ", all: "すべての位置" },
  },
};

/** Attention with and without masks, and a loss that counts padding or does not. */
export function MaskWidget(): VNode {
  const words = textsIn(texts);
  const kind = settingNow(maskSetting);
  const chosen = Number(settingNow(sentenceSetting));
  const { tokens, length } = paddedBatch[chosen]!;
  return (
    <>
      <Options
        setting={maskSetting}
        label={words.mask}
        options={maskKinds.map((value) => ({ value, label: words.masks[value] }))}
      />
      <Options
        setting={sentenceSetting}
        label={words.sentence}
        options={paddedBatch.map((sentence, n) => ({
          value: String(n) as "0" | "1" | "2",
          label: sentence.tokens.slice(0, sentence.length).join(" "),
        }))}
      />
      <h3>{words.map}</h3>
      <HeatMap alignment={{ sourceTokens: tokens, tokens, attention: maskedWeights(kind, length) }} />
      <p role="status">{words.leak(percent(leaked(kind, length)))}</p>
      <Scroll>
        <table class="matrix">
          <caption>{words.batch}</caption>
          <tbody>
            {paddedBatch.map((sentence, n) => (
              <tr key={n} class={n === chosen ? "chosen" : undefined}>
                {sentence.tokens.map((token, t) => (
                  <td key={t} class={t < sentence.length ? undefined : "padding"}>
                    {token}
                    <small>{decimal(sentence.losses[t]!, 2)}</small>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <h3>{words.mean}</h3>
      <dl class="results">
        <dt>{words.over.masked}</dt>
        <dd>{decimal(batchMean(true), 3)}</dd>
        <dt>{words.over.all}</dt>
        <dd>{decimal(batchMean(false), 3)}</dd>
      </dl>
    </>
  );
}
