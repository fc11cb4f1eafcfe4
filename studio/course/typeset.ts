import temml from "temml";
import { chapters } from "./chapters.ts";
import { formulasIn } from "./formulas.ts";
import { widgetProse } from "./widget-prose.ts";

/** MathML by TeX. */
export interface Typeset {
  readonly inline: Readonly<Record<string, string>>;
  readonly display: Readonly<Record<string, string>>;
}

/** Typesets every formula of the course, in the order of the chapters. Runs before the page is built, not in it. */
export async function typesetCourse(): Promise<Typeset> {
  const loaders = chapters.flatMap(({ text }) => [text.en, text.ja]);
  const texts = await Promise.all(loaders.map((load) => load()));
  const { inline, display } = formulasIn(
    texts.map(({ text }) => text),
    [...chapters.flatMap(({ title }) => [title.en, title.ja]), ...widgetProse],
  );
  const all = (formulas: Iterable<string>, displayMode: boolean): Record<string, string> =>
    Object.fromEntries([...formulas].map((tex) => [tex, mathml(tex, displayMode)]));
  return { inline: all(inline, false), display: all(display, true) };
}

/** The page's policy forbids style attributes; what Temml says in them is in course.css, by class. */
const classes: Readonly<Record<string, string>> = {
  "display:block math;": "",
  "padding-left:0em;padding-right:0em;": "tml-bare",
  "padding-left:1em;padding-right:0em;": "tml-after",
  "math-depth:0;": "",
};

/** A prime as a superscript. Its sign is raised already, and only fonts with a feature of their own undo that. */
const prime = /<msup( class="[^"]*")?>(<mi>\w<\/mi>)<mo[^>]*tml-prime[^>]*>′<\/mo><\/msup>/g;

/** Fences that are to be as tall as what they enclose, or nearly twice as tall as a letter (`\\Big`). */
const tallFence = /<mo(?= [^>]*(?:stretchy="true"|minsize="1\.8em"))/g;

/** @throws {Error} where TeX is wrong, or a style is not known */
function mathml(tex: string, displayMode: boolean): string {
  const markup = temml.renderToString(tex, { displayMode, throwOnError: true });
  return markup
    .replace(tallFence, '<mo class="tall"')
    .replace(prime, '<mrow$1>$2<mo lspace="0em" rspace="0em">′</mo></mrow>')
    .replace(/(?: class="([^"]*)")? style="([^"]*)"/g, (_, names: string | undefined, style: string) => {
      const known = classes[style];
      if (known === undefined)
        throw new Error(`${tex}: style "${style}" of Temml is not known to the course`);
      const all = [names, known].filter((name) => name !== undefined && name !== "").join(" ");
      return all === "" ? "" : ` class="${all}"`;
    });
}
