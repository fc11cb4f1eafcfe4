import { type Batcher, WorkerLost } from "./batcher.ts";
import type { Limits } from "./limits.ts";
import { streamPart } from "./parts.ts";
import type { StreamedAnswer, StreamRequest } from "./schema.ts";
import type { Generation } from "./served-model.ts";
import type { Streamed, Work } from "./worker-messages.ts";
import type { PooledResult, PooledWorker, WorkerPool } from "./worker-pool.ts";

/** No two streams have the same number. */
let numbers = 0;

/**
 * The output of a text, token by token: on the thread that has begun it, in turns with the batches. Where that thread ends,
 * another writes the same tokens again, and goes on.
 * @param signal ends it
 */
export async function* tokenStream(
  { batcher, pool }: { batcher: Batcher<Work, PooledResult>; pool: Pick<WorkerPool, "endStream"> },
  generation: Generation,
  request: StreamRequest,
  limits: Limits,
  signal: AbortSignal,
): AsyncGenerator<StreamedAnswer, void, undefined> {
  let [given, number] = [0, numbers++];
  let worker: PooledWorker | undefined;
  let isOver = false;
  const stop = () => {
    if (!isOver) pool.endStream(number); // a thread may be about to begin it
    isOver = true;
  };
  const begin = async () => {
    const part = await streamPart(generation, request, limits, signal, { stream: number, given });
    if (part === undefined) return undefined;
    const [begun] = (await batcher.submit([part], signal)) as (Streamed & { worker: PooledWorker })[];
    worker = begun!.worker;
    return begun!.streamed;
  };
  const goOn = async (on: PooledWorker) => {
    const work = { kind: "next", stream: number } as const;
    const part = { work, key: "", kind: `${generation.number} stream`, tokens: 1, rows: 1 };
    return ((await batcher.turn(on, part, signal)) as Streamed).streamed;
  };
  const next = async (): Promise<StreamedAnswer | undefined> => {
    try {
      return await (worker === undefined ? begin() : goOn(worker));
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error;
      worker = undefined;
      number = numbers++;
      return await begin();
    }
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    for (let token = await next(); token !== undefined; token = await next()) {
      given++;
      yield token;
      signal.throwIfAborted();
    }
    isOver = true; // its thread has forgotten it
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}
