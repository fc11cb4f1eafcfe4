import { separatePunctuation, separateStops, unescapeXml } from "./mteval.ts";
import { splitWords, trimStart } from "./white-space.ts";

/**
 * How BLEU cuts a line into tokens, by the names that sacreBLEU gives; a line comes without white space at its end.
 *
 * - `13a`: as NIST's mteval-v13a, what papers report for Western languages
 * - `intl`: as mteval-v14 with `--international-tokenization`: Unicode's punctuation and symbols stand alone, but
 *   punctuation between digits; a full stop behind a digit at the line's end stays there
 * - `zh`: Chinese characters and full-width forms stand alone, the rest as in 13a
 * - `char`: every code point but white space
 */
export const tokenizations = {
  "13a": (line: string): string[] => {
    const joined = line.replaceAll("<skipped>", "").replaceAll("-\n", "").replaceAll("\n", " ");
    return mtevalWords(` ${unescapeXml(joined)} `);
  },
  intl: (line: string): string[] =>
    splitWords(
      line
        .replace(/(\P{N})(\p{P})/gu, "$1 $2 ")
        .replace(/(\p{P})(\P{N})/gu, " $1 $2")
        .replace(/\p{S}/gu, " $& "),
    ),
  zh: (line: string): string[] => mtevalWords(trimStart(line).replace(chinese, " $& ")),
  char: (line: string): string[] => splitWords(line).flatMap((word) => [...word]),
} as const;

function mtevalWords(text: string): string[] {
  return splitWords(separateStops(separatePunctuation(text)));
}

/**
 * What `zh` separates. sacreBLEU means ideographs from U+20000 and U+2F800 on too, but writes them as `\u20000` and
 * `\u2f800`, which Python reads as U+2000 or U+2F80 and a "0": by its comparison of strings that is U+2001 … U+2A6D and
 * U+2F81 … U+2FA1, and ideographs beyond U+FFFF are not separated. Scores are comparable only so, hence here too.
 */
const chinese = new RegExp(
  `[${[
    "\\u2001-\\u2a6d", // by the slip above; with it dingbats and other symbols, which are meant
    "\\u2e80-\\u2fdf", // radicals
    "\\u2ff0-\\u303f", // descriptions of ideographs, punctuation
    "\\u3100-\\u312f\\u31a0-\\u31bf", // Bopomofo
    "\\u31c0-\\u31ef", // strokes
    "\\u3200-\\u33ff", // enclosed and squared
    "\\u3400-\\u4db5\\u4e00-\\u9fbb", // ideographs
    "\\uf900-\\ufa2d\\ufa30-\\ufa6a\\ufa70-\\ufad9", // compatibility ideographs
    "\\ufe10-\\ufe1f\\ufe30-\\ufe4f", // vertical forms
    "\\uff00-\\uffef", // full-width and half-width forms
  ].join("")}]`,
  "gu",
);
