import { z } from "zod";
import { byteLevelCharacters } from "./byte-level.ts";
import { type Component, component, parseComponent } from "./component.ts";
import { SPACE } from "./segments.ts";

/**
 * Splits normalised text into chunks, which a model splits further.
 * @param isStart whether the text is at the beginning of a line
 */
export type PreTokenizer = (text: string, isStart: boolean) => string[];

/** How subwords split a text into chunks, as the `pre_tokenizer` of a tokenizer.json: words, each with ▁ before it. */
export const PRE_TOKENIZER_JSON = {
  type: "Metaspace",
  replacement: SPACE,
  prepend_scheme: "always",
  split: true,
} as const;

const metaspace = z.object({
  replacement: z.string().min(1),
  prepend_scheme: z.enum(["always", "first", "never"]).optional(),
  /** How older files say whether to prepend. */
  add_prefix_space: z.boolean().optional(),
  split: z.boolean().default(true),
});

const PRE_TOKENIZERS: Readonly<Record<string, Component<PreTokenizer>>> = {
  Metaspace: component(
    metaspace,
    ({
      replacement,
      add_prefix_space = true,
      prepend_scheme = add_prefix_space ? "always" : "never",
      split,
    }) =>
      (text, isStart) => {
        const isPrepended = prepend_scheme === "always" || (prepend_scheme === "first" && isStart);
        const spaced = text.replaceAll(" ", replacement);
        const whole = isPrepended && !spaced.startsWith(replacement) ? replacement + spaced : spaced;
        return split ? splitBefore(whole, replacement) : [whole];
      },
  ),
  WhitespaceSplit: matches(/\P{White_Space}+/gu),
  Whitespace: matches(
    /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu,
  ),
  Digits: component(z.object({ individual_digits: z.boolean() }), ({ individual_digits }) => {
    const parts = individual_digits ? /\p{N}|\P{N}+/gu : /\p{N}+|\P{N}+/gu;
    return (text) => text.match(parts) ?? [];
  }),
  Punctuation: component(z.object({ behavior: z.literal("Isolated").default("Isolated") }), () => {
    return (text) => text.match(/[!-/:-@[-`{-~\p{P}]|[^!-/:-@[-`{-~\p{P}]+/gu) ?? [];
  }),
  ByteLevel: component(
    z.object({ add_prefix_space: z.boolean().default(true), use_regex: z.boolean().default(true) }),
    ({ add_prefix_space, use_regex }) =>
      (text) => {
        const spaced = add_prefix_space && !text.startsWith(" ") ? ` ${text}` : text;
        return (use_regex ? (spaced.match(GPT2) ?? []) : [spaced]).map(byteLevelCharacters);
      },
  ),
  Sequence: component(z.object({ pretokenizers: z.array(z.unknown()) }), ({ pretokenizers }) => {
    const steps = pretokenizers.map(parsePreTokenizer);
    const skipping = pretokenizers.map(skipsWhiteSpace);
    return (text, isStart) => {
      let atStart = isStart;
      return steps.reduce(
        (chunks, step, n) => {
          const cut = chunks.flatMap((chunk, index) => step(chunk, atStart && index === 0));
          atStart &&= !skipping[n] || (chunks[0] ?? "").startsWith(cut[0] ?? "");
          return cut;
        },
        [text],
      );
    };
  }),
};

/** Radford 2019: contractions, words, numbers and all else, each with the space before it; white space. */
const GPT2 =
  /'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/**
 * Reads the `pre_tokenizer` of a tokenizer.json.
 * @throws CheckpointError if it is not supported
 */
export function parsePreTokenizer(json: unknown): PreTokenizer {
  return json === null ? (text) => [text] : parseComponent(json, "pre_tokenizer", PRE_TOKENIZERS);
}

/** Whether a pre-tokenizer drops white space, so that its first chunk may not begin where the text does. */
function skipsWhiteSpace(json: unknown): boolean {
  const { type, pretokenizers } = json as {
    readonly type: string;
    readonly pretokenizers?: readonly unknown[];
  };
  return type.startsWith("Whitespace") || (pretokenizers ?? []).some(skipsWhiteSpace);
}

function matches(pattern: RegExp): Component<PreTokenizer> {
  return component(z.object({}), () => (text) => text.match(pattern) ?? []);
}

/** Splits a text before each mark. */
function splitBefore(text: string, mark: string): string[] {
  const chunks: string[] = [];
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf(mark, start + (text.startsWith(mark, start) ? mark.length : 0));
    const end = next < 0 ? text.length : next;
    chunks.push(text.slice(start, end));
    start = end;
  }
  return chunks;
}
