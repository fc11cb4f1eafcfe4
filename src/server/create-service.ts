import { messageOf } from "../errors.ts";
import { availableThreads } from "../runtime/threads.ts";
import { Admission } from "./admission.ts";
import { createApp, type HttpOptions } from "./app.ts";
import { Batcher, WorkerLost } from "./batcher.ts";
import { measureCapacity } from "./capacity.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { LoopLag } from "./loop-lag.ts";
import { ServiceMetrics } from "./metrics.ts";
import { ModelShelf } from "./model-shelf.ts";
import { scoreParts, translationParts } from "./parts.ts";
import { ProblemError } from "./problem.ts";
import { checked } from "./request-check.ts";
import {
  requestSchemas,
  type ScoreAnswer,
  type ScoreRequest,
  type StreamedAnswer,
  type StreamRequest,
  type TranslateAnswer,
  type TranslateRequest,
} from "./schema.ts";
import type { Generation, ModelSource } from "./served-model.ts";
import type { CallOptions, Service } from "./service.ts";
import { tokenStream } from "./token-stream.ts";
import type { Scored, Translated, Work } from "./worker-messages.ts";
import { type PooledResult, WorkerPool } from "./worker-pool.ts";

export interface ServiceOptions extends HttpOptions {
  readonly limits?: Partial<Limits> | undefined;
  /** Threads that compute, each on one core (default: one a core). */
  readonly workers?: number | undefined;
}

/** Works of a batch: more are no faster, and each makes the others wait. */
const batchLimit = { parts: 64, rows: 320, tokens: 12_288 };

const instant = { retryAfter: 1 };

/**
 * Loads models and starts the threads that compute.
 * @throws {CheckpointError} where a model cannot be read
 * @example
 * const service = await createService([{ folder: "runs/mine" }]);
 * const { translations } = await service.translate({ text: ["It is cold today"], beam: 5 });
 */
export async function createService(
  sources: readonly ModelSource[],
  { limits: given = {}, workers = availableThreads(), ...http }: ServiceOptions = {},
): Promise<Service> {
  const limits: Limits = { ...defaultLimits, ...given };
  let isOpen = false;
  const schemas = requestSchemas(limits);
  const batcher = new Batcher<Work, PooledResult>({
    now: () => performance.now() / 1000,
    limit: batchLimit,
    onBatch: (report) => void (isOpen && metrics.batch(report)),
  });
  const pool = new WorkerPool({
    count: workers,
    batcher,
    patience: 2 * limits.timeout,
    onLost: (error) => {
      metrics.workerLost();
      http.log?.warn({ event: "worker-lost", error: messageOf(error) }, "a thread has ended and is replaced");
    },
  });
  const shelf = new ModelShelf({
    pool,
    onReplaced: (model, generation) => {
      metrics.replacement(model, "replaced");
      http.log?.info({ event: "model-replaced", model, generation }, "a model was replaced");
    },
  });
  const lag = new LoopLag();
  const expectedWait = () => batcher.estimatedWait + lag.seconds;
  const admission = new Admission(limits, expectedWait);
  let streaming = 0;
  const metrics = new ServiceMetrics({
    queued: () => batcher.queued,
    estimatedWait: expectedWait,
    workers: () => pool.alive,
    inHand: () => admission.inHand,
    models: () => shelf.describe(),
  });
  await shelf.open(sources);
  metrics.expectReplacements(shelf.names);
  try {
    await pool.start();
  } catch (error) {
    await pool.stop();
    throw error;
  }
  const capacity = await measureCapacity(shelf.generations[0]!, batcher, workers, limits);
  isOpen = true; // what was tried out is not counted

  /** Does something for a request, within its time. */
  async function serve<Result>(
    options: CallOptions,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const { signal, end } = admission.begin(options);
    try {
      return await work(signal);
    } finally {
      end();
    }
  }

  async function translate(request: TranslateRequest, options: CallOptions = {}): Promise<TranslateAnswer> {
    admission.admit(options);
    const asked = checked(schemas.translate, request);
    return await serve(options, (signal) =>
      shelf.use(asked.model, async (generation, description) => {
        const { parts, lines, indices } = await translationParts(generation, asked, limits, signal);
        admission.refuseLong(batcher.estimatedSeconds(parts));
        const found = (await batcher.submit(parts, signal)) as Translated[];
        const read = lines.reduce((sum, { tokens }) => sum + tokens.length, 0);
        learnRatio(generation, read, found);
        metrics.translated(description.model, read, found);
        const answers = new Map(indices.map((index, n) => [index, found[n]!.translation]));
        const translations = lines.map((_, index) => answers.get(index) ?? emptyTranslation(asked));
        return { ...description, translations };
      }),
    );
  }

  async function score(request: ScoreRequest, options: CallOptions = {}): Promise<ScoreAnswer> {
    admission.admit(options);
    const asked = checked(schemas.score, request);
    return await serve(options, (signal) =>
      shelf.use(asked.model, async (generation, description) => {
        const parts = await scoreParts(generation, asked, limits, signal);
        admission.refuseLong(batcher.estimatedSeconds(parts));
        const found = (await batcher.submit(parts, signal)) as Scored[];
        return { ...description, scores: found.map(({ score }) => score) };
      }),
    );
  }

  async function* stream(
    request: StreamRequest,
    options: CallOptions = {},
  ): AsyncGenerator<StreamedAnswer, void, undefined> {
    admission.admit(options);
    const asked = checked(schemas.stream, request);
    if (streaming >= limits.streams) {
      throw new ProblemError(
        "overloaded",
        `${streaming} streams are written now: no more than that`,
        instant,
      );
    }
    const { generation, release } = shelf.hold(asked.model);
    const { signal, end } = admission.begin(options);
    streaming++;
    let isFreed = false;
    const free = () => {
      if (isFreed) return;
      isFreed = true;
      streaming--;
      end();
      release();
    };
    // Who has asked for tokens may never ask for the next: then only its deadline ends it.
    signal.addEventListener("abort", free, { once: true });
    try {
      yield* tokenStream({ batcher, pool }, generation, asked, limits, signal);
    } finally {
      free();
    }
  }

  const service: Service = {
    limits,
    capacity,
    metrics,
    fetch: (request, environment) => app.fetch(request, environment),
    translate: (request, options) => translate(request, options).catch(explained),
    score: (request, options) => score(request, options).catch(explained),
    async *stream(request, options) {
      try {
        yield* stream(request, options);
      } catch (error) {
        explained(error);
      }
    },
    models: () => shelf.describe(),
    admit: () => admission.admit(),
    get isStopping() {
      return admission.isStopping;
    },
    unready() {
      if (admission.isStopping) return "the service is stopping";
      if (shelf.isReplacing) return "a model is being replaced";
      return pool.alive === 0 ? "no thread can compute now" : undefined;
    },
    async replace(model) {
      try {
        await shelf.replace(model);
      } catch (error) {
        metrics.replacement(model, "refused");
        http.log?.error(
          { event: "model-refused", model, error: messageOf(error) },
          "a new model was refused; the old one stays",
        );
        throw error;
      }
    },
    restartWorker: (place) => pool.restart(place),
    drain: () => admission.drain(),
    async close() {
      admission.stop();
      lag.stop();
      await pool.stop();
    },
  };
  const app = createApp(service, { ...http, folders: shelf.folders });
  return service;
}

/** @throws what was thrown; in the words of a problem, where a thread has ended twice */
function explained(error: unknown): never {
  if (!(error instanceof WorkerLost)) throw error;
  throw new ProblemError("unavailable", "two threads have ended while they computed this", {
    ...instant,
    cause: error,
  });
}

/** Follows how much a model writes for what it reads. */
function learnRatio(generation: Generation, read: number, found: readonly Translated[]): void {
  if (read === 0) return;
  const ratio = found.reduce((sum, { written }) => sum + written, 0) / read;
  const weight = Math.min(0.5, found.length / 500);
  generation.outputRatio += weight * (Math.max(0.1, ratio) - generation.outputRatio);
}

function emptyTranslation({
  tokens,
  attention,
  nBest,
}: TranslateRequest): TranslateAnswer["translations"][number] {
  return {
    text: "",
    score: 0,
    logProbability: 0,
    truncated: false,
    atLimit: false,
    ...(tokens && { tokens: [], tokenLogProbabilities: [], sourceTokens: [] }),
    ...(attention && { attention: null }),
    ...(nBest !== undefined && { hypotheses: [] }),
  };
}
