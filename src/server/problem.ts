import type { Problem } from "./schema.ts";

/** What a service answers in place of what was asked for, by name: each has its HTTP status and its title. */
export const problems = {
  "invalid-request": { status: 400, title: "The request does not have the expected form" },
  "not-translatable": { status: 422, title: "The model cannot do what was asked for" },
  unauthorized: { status: 401, title: "A bearer token is needed" },
  "not-found": { status: 404, title: "There is no such thing here" },
  "unknown-model": { status: 404, title: "There is no such model here" },
  "method-not-allowed": { status: 405, title: "The method is not allowed here" },
  "not-acceptable": { status: 406, title: "The answer has another type" },
  "too-slow": { status: 408, title: "The request did not arrive in time" },
  "too-large": { status: 413, title: "The request is too large" },
  "unsupported-type": { status: 415, title: "The body has another type than expected" },
  "headers-too-large": { status: 431, title: "The request's headers are too large" },
  "too-many-requests": { status: 429, title: "Too many requests of one client" },
  "internal-error": { status: 500, title: "The service has a fault" },
  overloaded: { status: 503, title: "The service is overloaded" },
  unavailable: { status: 503, title: "The service is starting or stopping" },
  timeout: { status: 504, title: "The deadline has passed" },
} as const;

export type ProblemName = keyof typeof problems;

interface Details {
  /** What is wrong, by its place in the body. */
  readonly errors?: Problem["errors"];
  /** Seconds after which to try again. */
  readonly retryAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A refusal of a request, which its client is told of (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: ProblemName;
  readonly details: Details;

  /** It has no stack, which would cost a third of a refusal: what is wrong is in the request. */
  constructor(problem: ProblemName, detail: string, details: Details = {}) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(detail, { cause: details.cause });
    Error.stackTraceLimit = stackTraceLimit;
    this.problem = problem;
    this.details = details;
  }

  get status() {
    return problems[this.problem].status;
  }
}

/** The body of a problem. */
export function problemBody({ problem, message, details }: ProblemError, requestId: string): Problem {
  const { status, title } = problems[problem];
  return {
    type: `urn:henkan:problem:${problem}`,
    title,
    status,
    detail: message,
    requestId,
    ...(details.errors && { errors: details.errors }),
  };
}
