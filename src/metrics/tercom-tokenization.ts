import { separatePunctuation, separateStops, unescapeXml } from "./mteval.ts";
import { splitWords, trimEnd } from "./white-space.ts";

export interface TercomOptions {
  /** Separates punctuation as mteval does, and `'s`; unescapes XML (default: false). */
  readonly normalized?: boolean | undefined;
  /** Removes `. , ? : ; ! " ( )` (default: false). */
  readonly noPunct?: boolean | undefined;
  /**
   * With `normalized` also separates each ideograph and mark of East Asian text, with `noPunct` also removes those marks
   * (default: false). Kana stay together.
   */
  readonly asianSupport?: boolean | undefined;
  /** Does not lower-case (default: false). */
  readonly caseSensitive?: boolean | undefined;
}

/** The words of a line as Tercom, the program of TER's authors, cuts them; by default what stands between white space. */
export function tercomWords(
  line: string,
  { normalized = false, noPunct = false, asianSupport = false, caseSensitive = false }: TercomOptions,
): string[] {
  let text = trimEnd(line);
  if (!caseSensitive) text = text.toLowerCase();
  if (normalized) text = separate(text, asianSupport);
  if (noPunct) {
    text = text.replace(/[.,?:;!"()]/g, "");
    if (asianSupport) text = text.replace(asianPunctuation, "");
  }
  return splitWords(text);
}

const asianPunctuation =
  /[\u3001\u3002\u3008-\u3011\u3014-\u301f\u30fb\uff61-\uff65\uff01\uff02\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f]/g;

/** Ideographs, radicals, strokes, enclosed and compatibility characters. */
const ideographs = /[\u2e80-\u2eff\u31c0-\u31ef\u3200-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f]/g;

/**
 * Tercom has rules for runs of kana too, but writes them so that they hold only for a line of nothing but kana, and
 * every line has a space at its ends by then: they never hold, in sacreBLEU as here.
 */
function separate(text: string, asianSupport: boolean): string {
  const joined = text.replaceAll("\n-", "").replaceAll("\n", " ");
  const marked = separatePunctuation(` ${unescapeXml(joined)} `).replaceAll("'s ", " 's ");
  const western = separateStops(marked);
  return asianSupport ? western.replace(ideographs, " $& ").replace(asianPunctuation, " $& ") : western;
}
