import { type CallContext, errorOf, type Handler, type Reply, type Request } from "./handler.ts";
import type { Handlers } from "./worker.ts";

/** What a handler takes, tells and gives. */
type ArgumentOf<H extends Handler> = Parameters<H>[0];
type EventOf<H extends Handler> = Parameters<H> extends [unknown, CallContext<infer Event>] ? Event : never;
type AnswerOf<H extends Handler> = Awaited<ReturnType<H>>;

export interface CallOptions<Event> {
  /** Told of the call's events before it is answered. */
  readonly onEvent?: (event: Event) => void;
  /** Cancels the call: it is rejected with an `AbortError` once the worker has stopped. */
  readonly signal?: AbortSignal;
}

interface Waiting {
  readonly onEvent: ((event: never) => void) | undefined;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let last = 0;

/**
 * Asks the worker, which is started by the first call.
 * @throws what the handler throws, as an error of the same name, message and problems
 * @example
 * const run = await call("train.start", { task: "phrasebook" }, { onEvent: (event) => show(event) });
 */
export function call<Name extends keyof Handlers>(
  name: Name,
  argument: ArgumentOf<Handlers[Name]>,
  { onEvent, signal }: CallOptions<EventOf<Handlers[Name]>> = {},
): Promise<AnswerOf<Handlers[Name]>> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const id = ++last;
    const answered = (then: () => void) => {
      signal?.removeEventListener("abort", cancel);
      then();
    };
    const cancel = () => post({ kind: "cancel", id });
    signal?.addEventListener("abort", cancel);
    waiting.set(id, {
      onEvent,
      resolve: (answer) => answered(() => resolve(answer as AnswerOf<Handlers[Name]>)),
      reject: (error) => answered(() => reject(error)),
    });
    post({ kind: "call", id, name, argument });
  });
}

function post(request: Request): void {
  worker ??= start();
  worker.postMessage(request);
}

function start(): Worker {
  const started = new Worker(new URL("worker.js", document.baseURI), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<Reply>) => receive(data));
  started.addEventListener("error", (event) => {
    event.preventDefault();
    const message = event.message || "the script worker.js could not be loaded";
    worker = undefined;
    const error = Object.assign(new Error(message), { name: "WorkerUnavailableError" });
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return started;
}

function receive(reply: Reply): void {
  const call = waiting.get(reply.id);
  if (call === undefined) return;
  if (reply.kind === "event") {
    call.onEvent?.(reply.event as never);
    return;
  }
  waiting.delete(reply.id);
  if (reply.kind === "answer") call.resolve(reply.answer);
  else call.reject(errorOf(reply));
}
