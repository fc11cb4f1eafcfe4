import type {
  ModelsAnswer,
  Problem,
  ScoreAnswer,
  ScoreRequest,
  StreamedAnswer,
  StreamRequest,
  TranslateAnswer,
  TranslateRequest,
} from "../server/schema.ts";
import { readEvents } from "./server-sent-events.ts";
import { problemWords, ServiceError, serviceError } from "./service-error.ts";

export interface ClientOptions {
  /** The bearer token, for a service that asks for one. */
  readonly token?: string;
  /** What makes requests (default: the `fetch` of Node or the browser). */
  readonly fetch?: (request: string, init: RequestInit) => Promise<Response>;
  /**
   * How often a request that was refused for load (429 and 503 that say when to try again) is made again, after that time
   * (default 0).
   */
  readonly retries?: number;
}

export interface CallOptions {
  /** Ends the request: the service drops it, and the call is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds after which the service is to give up, if they are fewer than its own. */
  readonly timeout?: number | undefined;
}

/** A service, `henkan serve`. Every method throws a `ServiceError` where the service refuses. */
export interface Client {
  /** Translates one text or many. */
  translate(request: TranslateRequest, options?: CallOptions): Promise<TranslateAnswer>;
  /** Writes the output of a text token by token. Leaving the loop ends the request. */
  stream(request: StreamRequest, options?: CallOptions): AsyncGenerator<StreamedAnswer, void, undefined>;
  /** Scores given outputs. */
  score(request: ScoreRequest, options?: CallOptions): Promise<ScoreAnswer>;
  /** The models that are served. */
  models(options?: CallOptions): Promise<ModelsAnswer>;
  /** Whether the service takes requests: not while it loads or drains, or where nothing answers. */
  ready(options?: CallOptions): Promise<boolean>;
}

/**
 * A client of a service, for Node and browsers.
 * @param address of the service, with its prefix: "http://127.0.0.1:8000", or in a page of the service itself "."
 * @example
 * const { translations } = await createClient("http://127.0.0.1:8000").translate({ text: "It is cold today", beam: 5 });
 */
export function createClient(
  address: string | URL,
  { token, fetch = globalThis.fetch.bind(globalThis), retries = 0 }: ClientOptions = {},
): Client {
  const base = String(address).replace(/\/*$/, "");

  /** @throws {ServiceError} where the answer is no success */
  async function call(path: string, body: unknown, { signal, timeout }: CallOptions): Promise<Response> {
    const url = `${base}${path}`;
    const init: RequestInit = {
      method: body === undefined ? "GET" : "POST",
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(timeout !== undefined && { "request-timeout": String(timeout) }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    };
    for (let attempt = 0; ; attempt++) {
      const response = await fetch(url, init);
      if (response.ok) return response;
      const error = await serviceError(url, response);
      if (attempt >= retries || error.retryAfter === undefined) throw error;
      await pause(error.retryAfter, signal);
    }
  }

  const answer = async <Answer>(path: string, body: unknown, options: CallOptions): Promise<Answer> =>
    (await (await call(path, body, options)).json()) as Answer;

  return {
    translate: (request, options = {}) => answer("/v1/translate", request, options),
    score: (request, options = {}) => answer("/v1/score", request, options),
    models: (options = {}) => answer("/v1/models", undefined, options),

    async *stream(request, options = {}) {
      const response = await call("/v1/translate/stream", request, options);
      for await (const { event, data } of readEvents(response.body!)) {
        if (event === "end") return;
        if (event === "error") {
          const problem = JSON.parse(data) as Problem;
          throw new ServiceError(`${response.url}: ${problemWords(problem)}`, problem.status, problem);
        }
        yield JSON.parse(data) as StreamedAnswer;
      }
      throw new ServiceError(`${response.url}: the answer broke off`, 0);
    },

    async ready(options = {}) {
      try {
        await (await call("/readyz", undefined, options)).body?.cancel();
        return true;
      } catch (error) {
        options.signal?.throwIfAborted();
        if (error instanceof ServiceError || error instanceof TypeError) return false;
        throw error;
      }
    },
  };
}

async function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(done, seconds * 1000);
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    function done() {
      signal?.removeEventListener("abort", stop);
      resolve();
    }
    signal?.addEventListener("abort", stop, { once: true });
  });
}
