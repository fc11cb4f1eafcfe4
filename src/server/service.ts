import type { Limits } from "./limits.ts";
import type { ServiceMetrics } from "./metrics.ts";
import type {
  ModelsAnswer,
  ScoreAnswer,
  ScoreRequest,
  StreamedAnswer,
  StreamRequest,
  TranslateAnswer,
  TranslateRequest,
} from "./schema.ts";

export interface CallOptions {
  /** Drops what is not computed yet; the call is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds after which it is given up, if they are fewer than the service's own. */
  readonly timeout?: number | undefined;
  /** Whether `admit` has let it in: then it is answered even if the service was told to end since (default false). */
  readonly isAdmitted?: boolean | undefined;
}

/** What a service can do, as it was measured when it started. */
export interface Capacity {
  /** Texts of so many tokens, by greedy search. */
  readonly textsPerSecond: number;
  readonly tokens: number;
}

/** Models as a service: a pool of threads that batches what is asked at the same time. */
export interface Service {
  readonly limits: Limits;
  readonly capacity: Capacity;
  readonly metrics: ServiceMetrics;
  /** Answers HTTP requests: for any server that speaks fetch. The second argument is the server's own. */
  readonly fetch: (request: Request, environment?: object) => Response | Promise<Response>;
  /** @throws {ProblemError} where it is refused */
  translate(request: TranslateRequest, options?: CallOptions): Promise<TranslateAnswer>;
  /** @throws {ProblemError} where it is refused */
  score(request: ScoreRequest, options?: CallOptions): Promise<ScoreAnswer>;
  /**
   * Writes the output of a text token by token. Leaving the loop ends it.
   * @throws {ProblemError} where it is refused
   */
  stream(request: StreamRequest, options?: CallOptions): AsyncGenerator<StreamedAnswer, void, undefined>;
  models(): ModelsAnswer["models"];
  /** @throws {ProblemError} where a request that comes now would be refused, whatever it asks for */
  admit(): void;
  /** Whether it was told to end: connections are not kept then. */
  readonly isStopping: boolean;
  /** Why it takes no requests now; undefined where it does. */
  unready(): string | undefined;
  /**
   * Reads a model's folder again. The old model answers until the new one has answered a probe in every thread.
   * @throws {HenkanError} where the new one is refused; the old one stays
   */
  replace(model: string): Promise<void>;
  /** Ends a thread; another takes its place, and what it had in hand is computed again. */
  restartWorker(place: number): Promise<void>;
  /** Refuses what comes from now on, and waits for what is in hand. */
  drain(): Promise<void>;
  /** Ends the threads. */
  close(): Promise<void>;
}
