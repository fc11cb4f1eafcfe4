import { describe, expect, it } from "vitest";
import { tokenizations } from "./tokenization.ts";

/** Cut by sacreBLEU 2.6.0, tokens joined by "|". */
const cases: Readonly<Record<keyof typeof tokenizations, Readonly<Record<string, string>>>> = {
  "13a": {
    "The price rose 3.5% to $1,200, in 2024.": "The|price|rose|3.5|%|to|$|1,200|,|in|2024|.",
    "a.,b ..c 5,. x-1 1-x - --": "a|.|,|b|.|.|c|5|,|.|x-1|1|-|x|-|--",
    "&quot;Fish &amp;amp; chips&quot; &lt;b&gt;<skipped>": '"|Fish|&|amp|;|chips|"|<|b|>',
    "soft-\nwrap it's {x} ~^_` [y]/z": "softwrap|it's|{|x|}|~|^|_|`|[|y|]|/|z",
    "naïve “quoted” – €5 ½·² e\u0301 x² 3٫5": "naïve|“quoted”|–|€5|½·²|e\u0301|x²|3٫5",
    "今日は「寒い」。１，２ ok.": "今日は「寒い」。１，２|ok|.",
    "中文字符ABC，123.5元": "中文字符ABC，123.5元",
    "ﾊﾝｶｸ 한국어 안녕.": "ﾊﾝｶｸ|한국어|안녕|.",
    "😀👍🏽ok 𠀀𝕏 ☃→": "😀👍🏽ok|𠀀𝕏|☃→",
    "a\u00a0b\u2003c\u001cd\u0085e\ufefff\u200bg": "a|b|c|d|e\ufefff\u200bg",
    ".5 5. ,": ".|5|5|.|,",
    "İstanbul 1.A A.1 1.1 ①.２": "İstanbul|1|.|A|A|.|1|1.1|①|.|２",
  },
  intl: {
    "The price rose 3.5% to $1,200, in 2024.": "The|price|rose|3.5|%|to|$|1,200|,|in|2024.",
    "a.,b ..c 5,. x-1 1-x - --": "a|.|,|b|.|.|c|5|,|.|x|-|1|1|-|x|-|-|-",
    "&quot;Fish &amp;amp; chips&quot; &lt;b&gt;<skipped>":
      "&|quot|;|Fish|&|amp|;|amp|;|chips|&|quot|;|&|lt|;|b|&|gt|;|<|skipped|>",
    "soft-\nwrap it's {x} ~^_` [y]/z": "soft|-|wrap|it|'|s|{|x|}|~|^|_|`|[|y|]|/|z",
    "naïve “quoted” – €5 ½·² e\u0301 x² 3٫5": "naïve|“|quoted|”|–|€|5|½·²|e\u0301|x²|3٫5",
    "今日は「寒い」。１，２ ok.": "今日は|「|寒い|」|。１，２|ok|.",
    "中文字符ABC，123.5元": "中文字符ABC|，|123.5元",
    "ﾊﾝｶｸ 한국어 안녕.": "ﾊﾝｶｸ|한국어|안녕|.",
    "😀👍🏽ok 𠀀𝕏 ☃→": "😀|👍|🏽|ok|𠀀𝕏|☃|→",
    "a\u00a0b\u2003c\u001cd\u0085e\ufefff\u200bg": "a|b|c|d|e\ufefff\u200bg",
    ".5 5. ,": ".5|5|.|,",
    "İstanbul 1.A A.1 1.1 ①.２": "İstanbul|1|.|A|A|.|1|1.1|①.２",
  },
  zh: {
    "The price rose 3.5% to $1,200, in 2024.": "The|price|rose|3.5|%|to|$|1,200|,|in|2024.",
    "a.,b ..c 5,. x-1 1-x - --": "a|.|,|b|.|.|c|5|,|.|x-1|1|-|x|-|--",
    "&quot;Fish &amp;amp; chips&quot; &lt;b&gt;<skipped>":
      "&|quot|;|Fish|&|amp|;|amp|;|chips|&|quot|;|&|lt|;|b|&|gt|;|<|skipped|>",
    "soft-\nwrap it's {x} ~^_` [y]/z": "soft-|wrap|it's|{|x|}|~|^|_|`|[|y|]|/|z",
    "naïve “quoted” – €5 ½·² e\u0301 x² 3٫5": "naïve|“|quoted|”|–|€|5|½·²|e\u0301|x²|3٫5",
    "今日は「寒い」。１，２ ok.": "今|日|は|「|寒|い|」|。|１|，|２|ok|.",
    "中文字符ABC，123.5元": "中|文|字|符|ABC|，|123.5|元",
    "ﾊﾝｶｸ 한국어 안녕.": "ﾊ|ﾝ|ｶ|ｸ|한국어|안녕|.",
    "😀👍🏽ok 𠀀𝕏 ☃→": "😀👍🏽ok|𠀀𝕏|☃|→",
    "a\u00a0b\u2003c\u001cd\u0085e\ufefff\u200bg": "a|b|c|d|e\ufefff|\u200b|g",
    ".5 5. ,": ".5|5|.|,",
    "İstanbul 1.A A.1 1.1 ①.２": "İstanbul|1|.|A|A|.|1|1.1|①|.|２",
  },
  char: {
    "The price rose 3.5% to $1,200, in 2024.":
      "T|h|e|p|r|i|c|e|r|o|s|e|3|.|5|%|t|o|$|1|,|2|0|0|,|i|n|2|0|2|4|.",
    "a.,b ..c 5,. x-1 1-x - --": "a|.|,|b|.|.|c|5|,|.|x|-|1|1|-|x|-|-|-",
    "&quot;Fish &amp;amp; chips&quot; &lt;b&gt;<skipped>":
      "&|q|u|o|t|;|F|i|s|h|&|a|m|p|;|a|m|p|;|c|h|i|p|s|&|q|u|o|t|;|&|l|t|;|b|&|g|t|;|<|s|k|i|p|p|e|d|>",
    "soft-\nwrap it's {x} ~^_` [y]/z": "s|o|f|t|-|w|r|a|p|i|t|'|s|{|x|}|~|^|_|`|[|y|]|/|z",
    "naïve “quoted” – €5 ½·² e\u0301 x² 3٫5": "n|a|ï|v|e|“|q|u|o|t|e|d|”|–|€|5|½|·|²|e|\u0301|x|²|3|٫|5",
    "今日は「寒い」。１，２ ok.": "今|日|は|「|寒|い|」|。|１|，|２|o|k|.",
    "中文字符ABC，123.5元": "中|文|字|符|A|B|C|，|1|2|3|.|5|元",
    "ﾊﾝｶｸ 한국어 안녕.": "ﾊ|ﾝ|ｶ|ｸ|한|국|어|안|녕|.",
    "😀👍🏽ok 𠀀𝕏 ☃→": "😀|👍|🏽|o|k|𠀀|𝕏|☃|→",
    "a\u00a0b\u2003c\u001cd\u0085e\ufefff\u200bg": "a|b|c|d|e|\ufeff|f|\u200b|g",
    ".5 5. ,": ".|5|5|.|,",
    "İstanbul 1.A A.1 1.1 ①.２": "İ|s|t|a|n|b|u|l|1|.|A|A|.|1|1|.|1|①|.|２",
  },
};

describe.each(Object.entries(cases))("%s", (name, lines) => {
  it.each(Object.entries(lines))("%j", (line, tokens) => {
    expect(tokenizations[name as keyof typeof tokenizations](line).join("|")).toBe(tokens);
  });
});
