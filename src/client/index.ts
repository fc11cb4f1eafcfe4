/** A client of a service (`henkan serve`), for Node and browsers: its types are those of the service's own schema. */
export type {
  ModelsAnswer,
  Problem,
  ScoreAnswer,
  ScoreRequest,
  StreamedAnswer,
  StreamRequest,
  TranslateAnswer,
  TranslateRequest,
} from "../server/schema.ts";
export { type CallOptions, type Client, type ClientOptions, createClient } from "./client.ts";
export { ServiceError } from "./service-error.ts";
