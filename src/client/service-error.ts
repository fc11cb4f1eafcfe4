import { HenkanError } from "../errors.ts";
import type { Problem } from "../server/schema.ts";

/** A service has refused a request, or could not answer it. */
export class ServiceError extends HenkanError {
  override readonly name = "ServiceError";
  /** HTTP's status; 0 where the answer broke off. */
  readonly status: number;
  /** What the service said, RFC 9457; undefined where something else has answered, such as a proxy. */
  readonly problem: Problem | undefined;
  /** Seconds after which to try again, where the service has said so. */
  readonly retryAfter: number | undefined;

  constructor(message: string, status: number, problem?: Problem, retryAfter?: number) {
    super(message);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** Reads an answer that is no success. */
export async function serviceError(url: string, response: Response): Promise<ServiceError> {
  const { status, statusText, headers } = response;
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  const problem = headers.get("content-type")?.startsWith("application/problem+json")
    ? ((await response.json()) as Problem)
    : undefined;
  await response.body?.cancel().catch(() => {});
  const what = problem === undefined ? `HTTP ${status} ${statusText}`.trim() : problemWords(problem);
  return new ServiceError(`${url}: ${what}`, status, problem, retryAfter);
}

export function problemWords({ title, detail, errors = [] }: Problem): string {
  const places = errors.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  const words = detail || title;
  return [words, ...places.filter((place) => !words.includes(place))].join("\n  ");
}
