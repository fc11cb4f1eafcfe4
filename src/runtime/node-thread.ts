import { parentPort, type Transferable, Worker, workerData } from "node:worker_threads";
import { type CopiedError, copiedError, toError } from "./copied-error.ts";
import type { Thread } from "./thread.ts";

/** What a thread posts for each request. */
type Reply = { readonly answer: unknown } | { readonly error: CopiedError };

/** A thread of this process. */
export interface NodeThread extends Thread {
  /** Resolves when it has ended, for whatever reason, with what ended it. */
  readonly ended: Promise<unknown>;
}

/**
 * Starts a thread of Node that runs a script, which calls `answerRequests`. While nothing is asked of it, it does not
 * keep the process from ending.
 * @param script the address of the script as JavaScript, which stands where the code that asks for it stands
 * @param setup what the script is given, copied
 */
export function startThread(script: URL, setup: unknown): NodeThread {
  const worker = startWorker(script, setup);
  worker.unref();
  const asked: { resolve: (answer: never) => void; reject: (error: unknown) => void }[] = [];
  let failure: unknown;
  let isStopping = false;
  worker.on("message", (reply: Reply) => {
    const request = asked.shift()!;
    if (asked.length === 0 && !isStopping) worker.unref();
    if ("answer" in reply) request.resolve(reply.answer as never);
    else request.reject(toError(reply.error));
  });
  const fail = (error: unknown) => {
    failure ??= error;
    for (const { reject } of asked.splice(0)) reject(failure);
  };
  worker.on("error", fail);
  const ended = new Promise<unknown>((resolve) => {
    worker.on("exit", (code) => {
      fail(new Error(`a thread has ended with exit code ${code}`));
      resolve(failure);
    });
  });
  return {
    ended,
    ask: (request, transfer = []) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        worker.postMessage(request, transfer as Transferable[]);
        worker.ref();
        asked.push({ resolve, reject });
      }),
    stop: async () => {
      isStopping = true;
      worker.ref(); // or the process would end before the thread, and whoever waits for it would not go on
      await worker.terminate();
    },
  };
}

/** In development a script is TypeScript, and needs what translates it. */
function startWorker(script: URL, setup: unknown): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(script, { workerData: setup });
  const source = JSON.stringify(script.href.replace(/\.js$/, ".ts"));
  const translator = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const code = `import(${translator}).then(({ register }) => { register(); return import(${source}); })`;
  return new Worker(code, { eval: true, workerData: setup });
}

/** An answer, with the buffers of it that are given away instead of copied. */
export interface Answer {
  readonly answer: unknown;
  readonly transfer?: readonly ArrayBufferLike[];
}

/**
 * The other side, called by a thread's script: answers each request in its turn.
 * @param prepare given the setup, makes what answers; requests wait for it
 */
export function answerRequests<Setup, Request>(
  prepare: (setup: Setup) => Promise<(request: Request) => Promise<Answer> | Answer>,
): void {
  const port = parentPort!;
  const prepared = prepare(workerData as Setup);
  prepared.catch(() => {}); // told of with the first request
  let turn: Promise<void> = Promise.resolve();
  port.on("message", (request: Request) => {
    turn = turn.then(async () => {
      try {
        const { answer, transfer = [] } = await (await prepared)(request);
        port.postMessage({ answer } satisfies Reply, transfer as ArrayBuffer[]);
      } catch (thrown) {
        port.postMessage({ error: copiedError(thrown) } satisfies Reply);
      }
    });
  });
}
