import type { VNode } from "preact";
import { textsIn } from "../../app/language.ts";
import { Scroll } from "../../app/scroll.tsx";
import { Bar } from "../bar.tsx";
import { NumberRow } from "../controls/number-row.tsx";
import { Slider } from "../controls/slider.tsx";
import { decimal } from "../numbers/decimal.ts";
import { pictures, search, tagNames } from "../numbers/picture-search.ts";
import { numberSetting, numbersSetting } from "../setting.ts";
import { settingNow } from "../setting-in-address.ts";
import { TableHead } from "../table-head.tsx";

const querySetting = numbersSetting("q", -1, 1, [1, 1, 0]);
const sharpnessSetting = numberSetting("beta", 0, 8, 1);

const texts = {
  en: {
    query: "Query: what you look for (−1 to 1)",
    tags: { warm: "warm", wet: "wet", night: "dark" },
    names: { sun: "sun", rain: "rain", snow: "snow", moon: "moon" } as Readonly<Record<string, string>>,
    sharpness: "Sharpness β: soft … hard",
    key: "Key",
    value: "Value",
    heads: ["value", "key", "q·k", "weight"],
    caption: "The shelf",
    result: "What comes out",
    mixture: (best: string, weight: string) => `Mostly ${best}: weight ${weight}.`,
  },
  ja: {
    query: "Query：探したいもの（−1〜1）",
    tags: { warm: "暖かい", wet: "濡れる", night: "暗い" },
    names: { sun: "晴れ", rain: "雨", snow: "雪", moon: "月夜" } as Readonly<Record<string, string>>,
    sharpness: "鋭さβ（ソフト〜ハード）",
    key: "Key",
    value: "Value",
    heads: ["Value", "Key", "q·k", "重み"],
    caption: "絵の棚",
    result: "出てくるもの",
    mixture: (best: string, weight: string) => `最も大きいのは「${best}」で、重みは${weight}です。`,
  },
};

/** A search whose answer is a mixture of pictures. */
export function SearchWidget(): VNode {
  const words = textsIn(texts);
  const query = settingNow(querySetting);
  const { scores, weights, pixels } = search(query, settingNow(sharpnessSetting));
  const best = weights.indexOf(Math.max(...weights));
  return (
    <>
      <NumberRow
        setting={querySetting}
        label={words.query}
        names={tagNames.map((name) => words.tags[name])}
        least={-1}
        most={1}
        step={0.25}
      />
      <Slider
        setting={sharpnessSetting}
        label={words.sharpness}
        least={0}
        most={8}
        step={0.5}
        shown={(value) => decimal(value, 1)}
      />
      <h3>{words.result}</h3>
      <Pixels pixels={pixels} name={words.result} large />
      <p role="status">{words.mixture(words.names[pictures[best]!.name]!, decimal(weights[best]!, 3))}</p>
      <Scroll>
        <table class="bars">
          <caption>{words.caption}</caption>
          <TableHead heads={words.heads}>
            <td />
          </TableHead>
          <tbody>
            {pictures.map(({ name, key, pixels: picture }, n) => (
              <tr key={name}>
                <th scope="row">
                  <Pixels pixels={picture} name={words.names[name]!} /> {words.names[name]}
                </th>
                <td>({key.map((tag) => decimal(tag, 1)).join(", ")})</td>
                <td>{decimal(scores[n]!, 2)}</td>
                <td>{decimal(weights[n]!, 3)}</td>
                <td class="bar-cell">
                  <Bar share={weights[n]!} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

interface PixelsProps {
  /** 64 grey levels. */
  readonly pixels: readonly number[];
  readonly name: string;
  readonly large?: boolean;
}

function Pixels({ pixels, name, large = false }: PixelsProps): VNode {
  return (
    <svg class={large ? "pixels large" : "pixels"} viewBox="0 0 8 8" role="img" aria-label={name}>
      <rect class="cell" width="8" height="8" />
      {pixels.map((level, n) => (
        <rect
          class="weight"
          key={n}
          x={n % 8}
          y={Math.floor(n / 8)}
          width="1"
          height="1"
          fill-opacity={Math.round(1000 * level) / 1000}
        />
      ))}
    </svg>
  );
}
