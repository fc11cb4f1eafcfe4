import { basename } from "node:path";
import { filesInFolder, modelFiles } from "../model-folder/files.ts";
import { readModel } from "../model-folder/read-model.ts";
import { startThread } from "../runtime/node-thread.ts";
import { availableThreads } from "../runtime/threads.ts";
import type { Translation } from "../search/translator.ts";
import { createApp } from "./app.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { ProblemError } from "./problem.ts";
import type {
  ModelsAnswer,
  ScoreAnswer,
  ScoreRequest,
  StreamedAnswer,
  StreamRequest,
  TranslateAnswer,
  TranslateRequest,
} from "./schema.ts";
import type { WorkerRequest } from "./worker-messages.ts";

/** A model to serve. */
export interface ModelSource {
  /** Default: the folder's name. */
  readonly name?: string;
  readonly folder: string;
  /** The languages that it reads and writes, for clients that ask by languages. */
  readonly source?: string;
  readonly target?: string;
}

export interface ServiceOptions {
  readonly limits?: Partial<Limits>;
  /** Threads that compute (default: one a core). */
  readonly workers?: number;
}

export interface CallOptions {
  /** Drops what is not computed yet; the call is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Models as a service: a pool of threads that batches what is asked at the same time. */
export interface Service {
  readonly limits: Limits;
  /** Answers HTTP requests: for any server that speaks fetch. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** @throws {ProblemError} where it is refused */
  translate(request: TranslateRequest, options?: CallOptions): Promise<TranslateAnswer>;
  score(request: ScoreRequest, options?: CallOptions): Promise<ScoreAnswer>;
  stream(request: StreamRequest, options?: CallOptions): AsyncGenerator<StreamedAnswer, void, undefined>;
  models(): ModelsAnswer["models"];
  /** Ends what is in hand, and the threads. */
  close(): Promise<void>;
}

const script = new URL("./translation-worker.js", import.meta.url);

/** Loads models and starts the threads that compute. */
export async function createService(
  sources: readonly ModelSource[],
  { limits: given = {}, workers = availableThreads() }: ServiceOptions = {},
): Promise<Service> {
  const limits = { ...defaultLimits, ...given };
  const threads = Array.from({ length: workers }, () => startThread(script, null));
  const served = await Promise.all(
    sources.map(async ({ name, folder, source = null, target = null }, number) => {
      const files = await filesInFolder(folder);
      const { model, record } = await readModel(files);
      const names = [modelFiles.config, modelFiles.weights, modelFiles.source, modelFiles.target] as const;
      const shared = Object.fromEntries(
        await Promise.all(names.map(async (file) => [file, await files.read(file)] as const)),
      );
      for (const thread of threads)
        await thread.ask({ kind: "load", model: number, files: shared } as WorkerRequest);
      const { configuration } = model;
      return {
        number,
        description: {
          name: name ?? basename(folder),
          source,
          target,
          generation: 1,
          sha256: record.weights.sha256,
          parameters: model.weights.values.length,
          vocabulary: record.vocabulary,
          maximumLength: {
            source: configuration.source.maximumLength,
            target: configuration.target.maximumLength,
          },
          attention: configuration.context.kind === "attention",
          streams: true,
        },
      };
    }),
  );
  let turn = 0;
  const find = (name: string | undefined) => {
    const found =
      name === undefined ? served[0] : served.find(({ description }) => description.name === name);
    if (found === undefined) throw new ProblemError("unknown-model", `model ${JSON.stringify(name)}`);
    return found;
  };
  const service: Service = {
    limits,
    fetch: async (request) => app.fetch(request),
    async translate({ model, text, tokens = false, attention = false, ...options }) {
      const { number, description } = find(model);
      const lines = Array.isArray(text) ? text : [text];
      const request = { kind: "translate", model: number, lines, options } as WorkerRequest;
      const found = await threads[turn++ % workers]!.ask<Translation[]>(request);
      const translations = found.map((one) => ({
        text: one.text,
        score: one.score,
        logProbability: one.logProbability,
        truncated: one.truncated,
        atLimit: one.atLimit,
        ...(tokens && {
          tokens: [...one.tokens],
          tokenLogProbabilities: [...one.tokenLogProbabilities],
          sourceTokens: [...one.sourceTokens],
        }),
        ...(attention && { attention: one.attention as number[][] | null }),
      }));
      return { model: description.name, generation: description.generation, translations };
    },
    async score() {
      throw new ProblemError("not-found", "score: to come");
    },
    // biome-ignore lint/correctness/useYield: to come
    async *stream() {
      throw new ProblemError("not-found", "stream: to come");
    },
    models: () => served.map(({ description }) => description),
    async close() {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
  const app = createApp(service);
  return service;
}
