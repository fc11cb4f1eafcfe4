/** The worker of the page: everything that computes. Each area registers its handlers in one line. */
import { dataHandlers } from "./data.ts";
import { experimentHandlers } from "./experiment.ts";
import type { Handler, Reply, Request } from "./handler.ts";
import { inspectionHandlers } from "./inspection.ts";
import { runHandlers } from "./runs.ts";
import { locateRuntimeFiles } from "./runtime-files.ts";
import { settingHandlers } from "./settings.ts";
import { trainingHandlers } from "./training.ts";

locateRuntimeFiles();

const handlers = {
  ...trainingHandlers,
  ...runHandlers,
  ...inspectionHandlers,
  ...dataHandlers,
  ...settingHandlers,
  ...experimentHandlers,
};
export type Handlers = typeof handlers;

const running = new Map<number, AbortController>();

self.addEventListener("message", ({ data: request }: MessageEvent<Request>) => {
  if (request.kind === "cancel") running.get(request.id)?.abort();
  else void answer(request.id, request.name, request.argument);
});

async function answer(id: number, name: string, argument: unknown): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const handler: Handler = handlers[name as keyof Handlers];
    const emit = (event: unknown) => reply({ kind: "event", id, event });
    const result = await handler(argument, { emit, signal: controller.signal });
    reply({ kind: "answer", id, answer: result });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    reply({ kind: "failure", id, name, message });
  } finally {
    running.delete(id);
  }
}

function reply(message: Reply): void {
  self.postMessage(message);
}
