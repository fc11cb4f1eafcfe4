import { scrollingHeatMap } from "./attention-heat-map.ts";
import { escapeMarkup } from "./escape.ts";

/** One line and what the model made of it. */
export interface ReportExample {
  readonly source: string;
  readonly text: string;
  /** Right answers; an empty list or undefined if they are not known. */
  readonly references?: readonly string[];
  /** log P(text | source), natural logarithm. */
  readonly score: number;
  readonly sourceTokens: readonly string[];
  readonly tokens: readonly string[];
  /** Weights [T][S], see `Alignment`; null for a model without attention. */
  readonly attention: readonly (readonly number[])[] | null;
}

/** From this many source tokens on, a heat map takes the page's whole width. */
const wideFrom = 16;

/**
 * An example as HTML: source, output, how it compares, and the heat map if there is attention.
 * @param languageOf gives the attribute that names a text's language, such as ` lang="ja"`
 */
export function exampleCard(example: ReportExample, languageOf: (text: string) => string): string {
  const { source, text, attention, sourceTokens } = example;
  const line = (name: string, content: string): string =>
    `<p class="${name}"${languageOf(content)}>${escapeMarkup(content)}</p>`;
  const map = attention === null || attention.length === 0 ? "" : scrollingHeatMap({ ...example, attention });
  const language = languageOf([...sourceTokens, ...example.tokens].join(""));
  return [
    `<article class="example${sourceTokens.length >= wideFrom ? " wide" : ""}"${language}>`,
    line("source", source),
    text === "" ? '<p class="text note">(empty output)</p>' : line("text", text),
    `<p class="about" lang="en">${comparison(example, languageOf)}</p>`,
    map,
    "</article>",
  ].join("\n");
}

function comparison(
  { text, references = [], score }: ReportExample,
  languageOf: (text: string) => string,
): string {
  const probability = `log P ${score.toFixed(2).replace("-", "−")}`;
  if (references.length === 0) return probability;
  if (references.includes(text)) return `<span class="right">✓ as the reference</span> · ${probability}`;
  const quoted = references.map(
    (reference) => `<span${languageOf(reference)}>${escapeMarkup(reference)}</span>`,
  );
  return `reference: ${quoted.join(" or ")} · ${probability}`;
}
