/**
 * Saves one picture of a report as an SVG file that stands by itself, such as those of docs/why-attention.md.
 *
 * Usage: npx tsx scripts/report-figure.ts REPORT.html N OUT.svg
 *   N  which picture of the page, from 1
 */
import { readFile } from "node:fs/promises";
import { writeFileAtomically } from "../src/data/write-file.ts";
import { style } from "../src/report/style.ts";

const margin = 14;
const [report, number, out] = process.argv.slice(2);
if (report === undefined || out === undefined) {
  console.error("usage: npx tsx scripts/report-figure.ts REPORT.html N OUT.svg");
  process.exit(2);
}

const pictures = (await readFile(report, "utf8")).match(/<svg .*?<\/svg>/gs) ?? [];
const picture = pictures[Number(number) - 1];
if (picture === undefined) {
  console.error(`${report}: picture ${number}: expected one of 1 to ${pictures.length}`);
  process.exit(2);
}
await writeFileAtomically(out, standalone(picture));

/** With a ground of the page's colour, because what is around it may be light or dark whatever the reader's screen is. */
function standalone(svg: string): string {
  const [, open, label, inside] = /^<svg ([^>]*?role="img" aria-label="([^"]*)")>(.*)<\/svg>$/s.exec(svg)!;
  const [, width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(open!)!.map(Number);
  const box = `${-margin} ${-margin} ${width! + 2 * margin} ${height! + 2 * margin}`;
  const ground = `<rect x="${-margin}" y="${-margin}" width="100%" height="100%" style="fill: var(--page)"/>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" role="img" aria-label="${label}">\n` +
    `<style>\n${styleOf(inside!)}\n</style>\n${ground}\n${inside!.replaceAll("<g", "\n<g")}\n</svg>\n`
  );
}

/** Of the report's style, a rule a line: the colours, and the rules of the classes that a picture uses. */
function styleOf(picture: string): string {
  const colours = style.slice(0, style.indexOf("\n* {"));
  const classes = new Set(
    [...picture.matchAll(/class="([^"]+)"/g)].flatMap(([, names]) => names!.split(" ")),
  );
  const rules = style.split("\n").filter((rule) => {
    const selector = /^\.([a-z-]+)[^,]* \{/.exec(rule);
    return rule.startsWith("svg {") || (selector !== null && classes.has(selector[1]!));
  });
  return [colours, ...rules].join("\n");
}
