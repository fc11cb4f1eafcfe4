import { RandomStream } from "../random.ts";
import { type ReadingModel, readRequest } from "../search/request.ts";
import { planFor } from "../search/search-plan.ts";
import { paddedLength } from "./padded-length.ts";
import type { TranslateWork } from "./worker-messages.ts";

/** Special symbols come first in a vocabulary. */
const special = 4;

/** Texts of so many drawn tokens that a model knows, for trying it out. */
export function sampleTexts({ source }: ReadingModel, count: number, tokens: number): string[] {
  const random = new RandomStream(1, "sample texts");
  const draw = () => special + random.integer(Math.max(1, source.vocabulary.size - special));
  return Array.from({ length: count }, () => source.decode(Array.from({ length: tokens }, draw)));
}

/** What a model must answer before it serves. */
export function probeWorks(number: number, model: ReadingModel): TranslateWork[] {
  const line = readRequest({ model }, sampleTexts(model, 1, 5)[0]!, {});
  if (line.tokens.length === 0) return [];
  return [
    {
      kind: "translate",
      model: number,
      plan: planFor({}, [line]),
      line,
      sourceLength: paddedLength(line.ids.length),
      hypotheses: false,
      tokens: false,
      attention: false,
    },
  ];
}
