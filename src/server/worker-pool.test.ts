import { beforeEach, describe, expect, it, vi } from "vitest";
import type { NodeThread } from "../runtime/node-thread.ts";
import { Batcher } from "./batcher.ts";
import type { Generation } from "./served-model.ts";
import type { Work, WorkerRequest } from "./worker-messages.ts";
import { type PooledResult, WorkerPool } from "./worker-pool.ts";

/** What a thread does with a request. */
let answer: (request: WorkerRequest) => Promise<unknown>;
let stopped = 0;

vi.mock("../runtime/node-thread.ts", () => ({
  startThread(): NodeThread {
    let end: (why: unknown) => void = () => {};
    const ended = new Promise<unknown>((resolve) => {
      end = resolve;
    });
    return {
      ended,
      ask: (request) => answer(request as WorkerRequest) as never,
      async stop() {
        stopped++;
        end(new Error("stopped"));
      },
    };
  },
}));

beforeEach(() => {
  stopped = 0;
});

const generation = { number: 7, probe: [] } as Partial<Generation> as Generation;
const work = { kind: "next", stream: 1 } as const;
const part = { work, key: "a", kind: "a", tokens: 1, rows: 1 };

function poolOf(patience: number) {
  const batcher = new Batcher<Work, PooledResult>({
    now: () => performance.now() / 1000,
    limit: { parts: 4, tokens: 1000, rows: 1000 },
  });
  const lost: unknown[] = [];
  const pool = new WorkerPool({ count: 1, batcher, patience, onLost: (error) => lost.push(error) });
  return { batcher, pool, lost };
}

describe("a pool of threads", () => {
  it("tells why a thread cannot begin, and ends it", async () => {
    answer = async () => {
      throw new Error("no such library");
    };
    const { pool } = poolOf(60);
    await pool.load(generation);
    await expect(pool.start()).rejects.toThrow("no such library");
    await pool.stop();
    expect(stopped).toBeGreaterThan(0);
  });

  it("fails a batch whose answer cannot come back, and no other", async () => {
    let isBroken = true;
    answer = async ({ kind }) => {
      if (kind === "end") throw new Error("ended");
      if (kind === "compute" && isBroken) throw new Error("it cannot be copied");
      return { outcomes: [{ result: { streamed: undefined } }], preparing: 0 };
    };
    const { batcher, pool, lost } = poolOf(60);
    await pool.start();
    await expect(batcher.submit([part])).rejects.toThrow("it cannot be copied");
    isBroken = false;
    expect(await batcher.submit([part])).toMatchObject([{ streamed: undefined }]);
    expect(lost).toEqual([]);
    await pool.stop();
  });

  it("gives up a thread that hangs, and forgets models nevertheless", async () => {
    answer = ({ kind }) => (kind === "load" ? Promise.resolve(null) : new Promise(() => {}));
    const { batcher, pool, lost } = poolOf(0.1);
    await pool.load(generation);
    await pool.start();
    const computed = batcher.submit([part]);
    const forgotten = pool.forget(7);
    await expect.poll(() => lost.length).toBeGreaterThan(0);
    expect(String(lost[0])).toBe("Error: a thread has not computed a batch within 0.1 s");
    await forgotten;
    await expect(computed).rejects.toThrow("a thread has ended before it has answered"); // the second, too
    await pool.stop();
  });
});
