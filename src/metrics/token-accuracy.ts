import { DataError } from "../errors.ts";

/**
 * Share of target tokens that the model held to be the likeliest when it was given the right tokens before them
 * (teacher forcing), 0 … 100.
 * @param correct tokens foreseen
 * @param tokens all target tokens, `</s>` included
 * @throws {DataError} where there is no token, or more are correct than there are
 */
export function tokenAccuracy({ correct, tokens }: { correct: number; tokens: number }): number {
  if (!(tokens > 0 && correct >= 0 && correct <= tokens)) {
    throw new DataError(
      `token accuracy: ${correct} of ${tokens} tokens correct, expected 0 … tokens of at least one`,
    );
  }
  return (100 * correct) / tokens;
}
