import type { Block, ChapterText } from "./chapter.ts";
import { inlinePieces } from "./inline.ts";

/** TeX of the formulas that are typeset before the page is built: within lines, and on lines of their own. */
export interface Formulas {
  readonly inline: ReadonlySet<string>;
  readonly display: ReadonlySet<string>;
}

/** All formulas of some chapters, and of other prose. */
export function formulasIn(texts: readonly ChapterText[], others: readonly string[] = []): Formulas {
  const inline = new Set(others.flatMap(formulasInProse));
  const display = new Set<string>();
  for (const text of texts) {
    for (const formula of proseIn(text).flatMap(formulasInProse)) inline.add(formula);
    for (const block of blocksIn(text)) {
      if (typeof block !== "string" && block.kind === "equation") display.add(block.tex);
    }
  }
  return { inline, display };
}

/** Everything of a chapter that is read as prose. */
export function proseIn(text: ChapterText): string[] {
  return [
    text.lead,
    ...text.sections.map(({ title }) => title),
    ...blocksIn(text).flatMap((block) => {
      if (typeof block === "string") return [block];
      if (block.kind === "list") return block.items;
      return block.kind === "table" ? [block.head, ...block.rows].flat() : [];
    }),
    ...text.questions.flatMap((question) => [
      question.ask,
      question.right,
      question.wrong,
      ...(question.kind === "choice" ? question.options : []),
    ]),
  ];
}

function blocksIn({ sections }: ChapterText): readonly Block[] {
  return sections.flatMap(({ blocks }) => blocks);
}

function formulasInProse(prose: string): string[] {
  return inlinePieces(prose).flatMap((piece) => {
    if (piece.kind === "math") return [piece.text];
    return piece.kind === "link" ? formulasInProse(piece.text) : [];
  });
}
