import { z } from "zod";
import { CheckpointError } from "../../errors.ts";
import { describeProblems } from "./component.ts";
import { UnigramModel } from "./unigram.ts";

const schema = z.object({
  unk_id: z.literal(1),
  vocab: z.array(z.tuple([z.string(), z.number()])).min(4),
  byte_fallback: z.boolean().nullish(),
});

/**
 * Reads the `model` of a tokenizer.json of type Unigram whose special symbols have ids 0 to 3.
 * @throws CheckpointError if it is damaged
 */
export function unigramFromJson(json: unknown): UnigramModel {
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new CheckpointError(`model: ${describeProblems(parsed.error)}`);
  const { vocab, byte_fallback } = parsed.data;
  const seen = new Set<string>();
  vocab.forEach(([piece], id) => {
    const wrong = seen.has(piece)
      ? "occurs twice"
      : halfPair.test(piece)
        ? "is half a surrogate pair"
        : undefined;
    if (wrong !== undefined)
      throw new CheckpointError(`model: vocab.${id}: ${JSON.stringify(piece)} ${wrong}`);
    seen.add(piece);
  });
  const pieces = vocab.map(([piece]) => piece);
  const scores = vocab.map(([, score]) => score);
  return new UnigramModel(pieces, scores, { byteFallback: byte_fallback ?? false });
}

const halfPair = /\p{Surrogate}/u;
