/** Models as a service, in a program of one's own: `henkan serve` without its command line (Node only). */
export { BearerTokens } from "./bearer-tokens.ts";
export { createService, type ServiceOptions } from "./create-service.ts";
export type { Limits } from "./limits.ts";
export { type Listening, type ListenOptions, listen } from "./listen.ts";
export { ProblemError, type ProblemName } from "./problem.ts";
export type { Log } from "./request-log.ts";
export type {
  ScoreAnswer,
  ScoreRequest,
  StreamedAnswer,
  StreamRequest,
  TranslateAnswer,
  TranslateRequest,
} from "./schema.ts";
export type { ModelSource } from "./served-model.ts";
export type { CallOptions, Capacity, Service } from "./service.ts";
