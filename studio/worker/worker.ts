/**
 * The worker of the page: everything that computes. Each area registers its handlers in one line; its code is loaded by the
 * first call of the area, which names of calls begin with.
 */
import { failureOf, type Handler, type Reply, type Request } from "./handler.ts";
import { locateRuntimeFiles } from "./runtime-files.ts";

locateRuntimeFiles();

const areas = {
  train: async () => (await import("./training.ts")).trainingHandlers,
  runs: async () => (await import("./runs.ts")).runHandlers,
  inspect: async () => (await import("./inspection.ts")).inspectionHandlers,
  data: async () => (await import("./data.ts")).dataHandlers,
  settings: async () => (await import("./settings.ts")).settingHandlers,
  experiment: async () => (await import("./experiment.ts")).experimentHandlers,
};
type Areas = { readonly [Area in keyof typeof areas]: Awaited<ReturnType<(typeof areas)[Area]>> };

/** The handlers of all areas by the names of their calls. */
export type Handlers = Areas["train"] &
  Areas["runs"] &
  Areas["inspect"] &
  Areas["data"] &
  Areas["settings"] &
  Areas["experiment"];

const running = new Map<number, AbortController>();

self.addEventListener("message", ({ data: request }: MessageEvent<Request>) => {
  if (request.kind === "cancel") running.get(request.id)?.abort();
  else void answer(request.id, request.name, request.argument);
});

async function answer(id: number, name: string, argument: unknown): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const handlers = await areas[name.split(".")[0] as keyof Areas]();
    const handler = (handlers as Readonly<Record<string, Handler>>)[name]!;
    const emit = (event: unknown) => reply({ kind: "event", id, event });
    const result = await handler(argument, { emit, signal: controller.signal });
    reply({ kind: "answer", id, answer: result });
  } catch (error) {
    reply({ kind: "failure", id, ...failureOf(error) });
  } finally {
    running.delete(id);
  }
}

function reply(message: Reply): void {
  self.postMessage(message);
}
