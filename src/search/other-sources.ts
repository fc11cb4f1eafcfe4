import type { Model } from "../seq2seq/model.ts";
import { EOS, type Tokenizer } from "../text/index.ts";

/** A source as some models of an ensemble read it: with another vocabulary, or tokenizer, than the first model's. */
export interface OtherSource {
  /** The models that read it, counted from 0. */
  readonly models: readonly number[];
  readonly tokenizer: Tokenizer;
  /** The maximum number of tokens of a line; a longer line is cut. */
  readonly most: number;
  /** Whether its tokens are the first model's, one for one, with other ids: attention is then to the same tokens. */
  readonly isAligned: boolean;
}

/** The sources that an ensemble reads besides its first model's; none if all models have the same source vocabulary. */
export function otherSources([first, ...others]: readonly [Model, ...Model[]]): OtherSource[] {
  const readings = new Map<string, OtherSource>();
  for (const [index, { source: tokenizer, configuration }] of others.entries()) {
    const key = JSON.stringify(tokenizer);
    if (key === JSON.stringify(first.source)) continue;
    const isAligned = cutting(tokenizer) === cutting(first.source);
    const most = (isAligned ? first.configuration : configuration).source.maximumLength;
    const { models } = readings.get(key) ?? { models: [] };
    readings.set(key, { models: [...models, index + 1], tokenizer, most, isAligned });
  }
  return [...readings.values()];
}

/** How a tokenizer cuts lines, whatever ids it gives to the pieces. */
function cutting(tokenizer: Tokenizer): string {
  const json = tokenizer.toJSON();
  if (!("vocabulary" in json)) return JSON.stringify(json); // subword tokenizers cut by what they learnt
  const { vocabulary: _, ...rest } = json;
  return JSON.stringify(rest);
}

/** The name of the input of the n-th other source, counted from 0. */
export function otherSourceName(n: number): string {
  return `source.${n + 1}`;
}

/** A line as ids with `</s>`, and whether it was cut. */
export function readSource(
  { tokenizer, most }: Pick<OtherSource, "tokenizer" | "most">,
  line: string,
): { ids: Int32Array; truncated: boolean } {
  const ids = tokenizer.encode(line);
  return { ids: Int32Array.from([...ids.slice(0, most), EOS]), truncated: ids.length > most };
}
