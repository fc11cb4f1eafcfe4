import type { VNode } from "preact";
import type { Pair, Skipped } from "../../src/data/index.ts";
import { eastAsianLanguage } from "../../src/report/language.ts";
import { textsIn } from "../app/language.ts";
import { limits } from "./limits.ts";
import type { Reading } from "./reading.ts";
import { dataTexts } from "./texts.ts";

/** How many pairs, and how many records that were left out, are shown. */
const most = { pairs: 6, leftOut: 8, characters: 200 };

/** What a file holds: how many pairs, the first of them, what was left out and why, and what to know. */
export function ReadingResult({
  name,
  reading,
}: {
  readonly name: string;
  readonly reading: Reading;
}): VNode {
  const texts = textsIn(dataTexts);
  const { train, dev, markup, invalid, cut, remarks, sides } = reading;
  const notes = [
    ...(["source", "target"] as const).map((side) => {
      const { median, longest, tokenizer } = sides[side];
      return texts.side(texts[side], grouped(median), grouped(longest), texts.tokenizers[tokenizer]);
    }),
    ...(markup > 0 ? [texts.markup(grouped(markup))] : []),
  ];
  const warnings = [
    ...(cut === null ? [] : [texts.cut[cut](grouped(limits[cut]))]),
    ...remarks.map((remark) => (texts.remarks[remark.kind] as (about: unknown) => string)(remark)),
    ...(invalid > 0 ? [texts.invalid(grouped(invalid))] : []),
  ];
  return (
    <>
      <p class="counted">
        <strong>{name}</strong>: {texts.counted(grouped(train.count), grouped(dev.count))}
      </p>
      {warnings.map((warning) => (
        <p class="notice" key={warning}>
          {warning}
        </p>
      ))}
      <Preview reading={reading} />
      {notes.map((note) => (
        <p class="note" key={note}>
          {note}
        </p>
      ))}
      <LeftOutList reading={reading} />
    </>
  );
}

function Preview({ reading: { train, dev } }: { readonly reading: Reading }): VNode {
  const texts = textsIn(dataTexts);
  const shown = [
    ...train.first.slice(0, most.pairs).map((pair) => ({ pair, isHeldOut: false })),
    ...dev.first.slice(0, 2).map((pair) => ({ pair, isHeldOut: true })),
  ];
  const lang = ({ source, target }: Pair) => eastAsianLanguage([source, target]);
  return (
    <div class="table-place">
      <table class="pairs-preview">
        <caption>{texts.preview}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.source}</th>
            <th scope="col">{texts.target}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ pair, isHeldOut }, i) => (
            <tr key={i} lang={lang(pair)}>
              <td>{shortened(pair.source)}</td>
              <td>
                {shortened(pair.target)}
                {isHeldOut && <small class="note"> {texts.heldOut}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LeftOutList({ reading: { skipped, leftOut } }: { readonly reading: Reading }): VNode | null {
  const texts = textsIn(dataTexts);
  const counts = (Object.entries(skipped) as [keyof Skipped, number][]).filter(
    ([reason, count]) => count > 0 && reason !== "header",
  );
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  return (
    <details class="left-out">
      <summary>{texts.leftOut(grouped(total))}</summary>
      <ul>
        {counts.map(([reason, count]) => (
          <li key={reason}>
            {texts.reasons[reason]}: {grouped(count)}
          </li>
        ))}
      </ul>
      <ol>
        {leftOut.slice(0, most.leftOut).map(({ record, reason }) => (
          <li key={record}>
            {texts.record(grouped(record))}: {texts.reasons[reason]}
          </li>
        ))}
        {total > most.leftOut && <li>{texts.more(grouped(total - most.leftOut))}</li>}
      </ol>
    </details>
  );
}

function shortened(text: string): string {
  const characters = [...text.slice(0, 2 * most.characters)];
  return characters.length > most.characters ? `${characters.slice(0, most.characters).join("")}…` : text;
}

function grouped(count: number): string {
  return count.toLocaleString("en");
}
