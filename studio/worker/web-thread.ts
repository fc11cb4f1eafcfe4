import { errorClasses } from "../../src/errors.ts";
import type { Thread } from "../../src/runtime/thread.ts";

/** What a thread posts for each request. */
type Reply =
  | { readonly answer: unknown }
  | { readonly failure: { readonly name: string; readonly message: string } };

/** Starts a web worker as a thread: its script calls `answerRequests`. @param setup what it is given first, copied */
export function startThread(script: URL, setup: unknown): Thread {
  const worker = new Worker(script, { type: "module" });
  worker.postMessage(setup);
  const asked: { resolve: (answer: never) => void; reject: (error: unknown) => void }[] = [];
  let broken: Error | undefined;
  worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
    const request = asked.shift();
    if ("answer" in data) request?.resolve(data.answer as never);
    else request?.reject(toError(data.failure));
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    broken = new Error(event.message || `${script.href}: the script could not be loaded`);
    for (const { reject } of asked.splice(0)) reject(broken);
  });
  return {
    ask: (request, transfer = []) =>
      new Promise((resolve, reject) => {
        if (broken !== undefined) return reject(broken);
        worker.postMessage(request, [...transfer]);
        asked.push({ resolve, reject });
      }),
    stop: async () => worker.terminate(),
  };
}

/** The other side: answers each request in its turn. @param prepare given the setup, makes what answers */
export function answerRequests<Setup, Request>(
  prepare: (setup: Setup) => Promise<(request: Request) => Promise<unknown>>,
): void {
  let prepared: Promise<(request: Request) => Promise<unknown>> | undefined;
  let turn: Promise<void> = Promise.resolve();
  self.addEventListener("message", ({ data }: MessageEvent<Setup | Request>) => {
    if (prepared === undefined) {
      prepared = prepare(data as Setup);
      prepared.catch(() => {}); // told of with the first request
      return;
    }
    const ready = prepared;
    turn = turn.then(async () => {
      try {
        const answer = await (await ready)(data as Request);
        self.postMessage({ answer } satisfies Reply);
      } catch (thrown) {
        const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
        self.postMessage({ failure: { name, message } } satisfies Reply);
      }
    });
  });
}

function toError({ name, message }: { readonly name: string; readonly message: string }): Error {
  return new (errorClasses.find((one) => one.name === name) ?? Error)(message);
}
