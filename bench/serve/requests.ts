import { RandomStream } from "../../src/random.ts";
import type { Call } from "../../test/support/http-calls.ts";

/** Texts of a request: as many as users' programs send with one click, 2.5 on average. */
const most = 4;

/** The n-th request of a load: one to four of the lines, drawn, by beam search. */
export function drawnRequest(lines: readonly string[], beam: number, n: number): Call {
  const random = new RandomStream(5, "serve request", n);
  const text = Array.from({ length: 1 + random.integer(most) }, () => lines[random.integer(lines.length)]!);
  return translateCall({ text, beam });
}

/** A request of `POST /v1/translate`. */
export function translateCall(body: object): Call {
  return { path: "/v1/translate", body: JSON.stringify(body) };
}

/** The texts that an answer has. */
export function textsIn(body: string): number {
  return (JSON.parse(body) as { translations: unknown[] }).translations.length;
}
