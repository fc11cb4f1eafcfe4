import { describe, expect, it, vi } from "vitest";
import { DataError, HenkanError } from "../errors.ts";
import type { Executable, HostTensors, Runtime } from "../runtime/index.ts";
import { BatchGraph } from "./batch-graph.ts";

const model = Uint8Array.of(1, 2, 3);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A runtime whose graphs give what they are fed, and how it was used. */
function fakeRuntime(replicas: number) {
  const compiled: string[] = [];
  const compileAs = (kind: string) => async (bytes: Uint8Array) => {
    expect(bytes).toBe(model);
    compiled.push(kind);
    let held: HostTensors = {};
    return {
      inputs: [],
      outputs: [],
      run: async (feeds) => ({ ...held, ...feeds }),
      hold: async (feeds) => {
        held = feeds;
      },
      release: async () => {},
    } satisfies Executable;
  };
  const runtime: Runtime = {
    name: "native",
    threads: replicas,
    replicas,
    compile: compileAs("here"),
    replicate: compileAs("replicas"),
  };
  return { runtime, compiled };
}

/** Work that goes on until it is ended. */
function openWork() {
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  const work = async ([batch]: readonly number[]) => {
    begun.push(batch!);
    await new Promise<void>((resolve) => ends.set(batch!, resolve));
  };
  return { begun, work, end: (batch: number) => ends.get(batch)!() };
}

/** Batches of 64 sentences, the number of each as its first. */
const batches = (count: number) => numbers(count).map((n) => [n, ...numbers(63)]);
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const nothing = async () => {};

describe("a graph that is run on batches", () => {
  it("gives each batch to the work, with what runs the graph", async () => {
    const x = { dtype: "float32", shape: [1], data: Float32Array.of(7) } as const;
    const graph = new BatchGraph(fakeRuntime(2).runtime, () => model);
    const found: unknown[] = [];
    await graph.forEach([[3], [1, 4], [2]], undefined, async (batch, run) => {
      found.push([batch, await run({ x })]);
    });
    expect(found).toEqual([[3], [1, 4], [2]].map((batch) => [batch, { x }]));
  });

  it("is compiled when it is needed, and once", async () => {
    const { runtime, compiled } = fakeRuntime(1);
    const build = vi.fn(() => model);
    const graph = new BatchGraph(runtime, build);
    await graph.forEach([], undefined, nothing);
    expect(build).not.toHaveBeenCalled();
    await graph.forEach([[1]], undefined, nothing);
    await graph.forEach(batches(20), undefined, nothing);
    expect(compiled).toEqual(["here"]);
  });

  it("is compiled again where that has failed", async () => {
    const { runtime, compiled } = fakeRuntime(1);
    const build = vi
      .fn(() => model)
      .mockImplementationOnce(() => {
        throw new HenkanError("no memory");
      });
    const graph = new BatchGraph(runtime, build);
    await expect(graph.forEach([[1]], undefined, nothing)).rejects.toThrow(new HenkanError("no memory"));
    await graph.forEach([[1]], undefined, nothing);
    expect(compiled).toEqual(["here"]);
  });

  it("runs on the calling thread, one batch after the other, until more than 512 sentences have come", async () => {
    const { runtime, compiled } = fakeRuntime(2);
    const graph = new BatchGraph(runtime, () => model);
    const { begun, work, end } = openWork();
    const doing = graph.forEach(batches(8), undefined, work);
    for (const batch of numbers(8)) {
      await turn();
      await turn();
      expect(begun).toEqual(numbers(batch + 1));
      end(batch);
    }
    await doing;
    expect(compiled).toEqual(["here"]);
    await graph.forEach([[1], [2]], undefined, nothing);
    expect(compiled).toEqual(["here", "replicas"]);
  });

  it("then runs in replicas: as many batches are in hand, and one that waits", async () => {
    const { runtime, compiled } = fakeRuntime(3);
    const graph = new BatchGraph(runtime, () => model);
    const { begun, work, end } = openWork();
    const doing = graph.forEach(batches(9), undefined, work);
    const atOnce: number[] = [];
    for (const batch of numbers(9)) {
      await turn();
      await turn();
      atOnce.push(begun.length - batch);
      end(batch);
    }
    await doing;
    expect(compiled).toEqual(["replicas"]);
    expect(begun).toEqual(numbers(9));
    expect(atOnce).toEqual([4, 4, 4, 4, 4, 4, 3, 2, 1]);
  });

  it("runs a single batch on the calling thread, however many came before", async () => {
    const { runtime, compiled } = fakeRuntime(2);
    const graph = new BatchGraph(runtime, () => model);
    for (const batch of batches(12)) await graph.forEach([batch], undefined, nothing);
    expect(compiled).toEqual(["here"]);
  });

  it.each([1, 2])("is given what its batches share, as it is at each call: %i replicas", async (replicas) => {
    const x = { dtype: "float32", shape: [1], data: Float32Array.of(7) } as const;
    const w = { ...x, data: Float32Array.of(1) };
    const graph = new BatchGraph(
      fakeRuntime(replicas).runtime,
      () => model,
      () => ({ w: { ...w, data: w.data.slice() } }),
    );
    const found: number[] = [];
    for (const weight of [1, 2, 3]) {
      w.data.fill(weight);
      await graph.forEach(batches(7), undefined, async (_, run) => {
        const feeds = await run({ x });
        expect(feeds.x).toBe(x);
        found.push(Number(feeds.w!.data[0]));
      });
    }
    expect(found).toEqual([1, 2, 3].flatMap((weight) => Array<number>(7).fill(weight)));
  });

  it("runs even a single batch in replicas where batches share something", async () => {
    const { runtime, compiled } = fakeRuntime(2);
    const held = () => ({});
    await new BatchGraph(runtime, () => model, held).forEach([[1]], undefined, nothing);
    expect(compiled).toEqual(["replicas"]);
  });

  it.each([1, 3])("throws what fails first, once what is in hand is done: %i replicas", async (replicas) => {
    const graph = new BatchGraph(fakeRuntime(replicas).runtime, () => model);
    const done: number[] = [];
    const begun: number[] = [];
    const doing = graph.forEach(batches(20), undefined, async ([batch = -1]) => {
      begun.push(batch);
      await turn();
      if (batch === 5) throw new DataError("a bad batch");
      if (batch === 6) throw new DataError("another");
      for (let n = 0; n < 5; n++) await turn();
      done.push(batch);
    });
    await expect(doing).rejects.toThrow(new DataError("a bad batch"));
    expect([...done, 5, ...(begun.includes(6) ? [6] : [])].sort((a, b) => a - b)).toEqual(begun);
    expect(begun.length).toBeLessThan(10);
  });

  it.each([1, 3])("stops between batches with the signal's reason: %i replicas", async (replicas) => {
    const graph = new BatchGraph(fakeRuntime(replicas).runtime, () => model);
    const controller = new AbortController();
    const done: number[] = [];
    const doing = graph.forEach(batches(20), controller.signal, async ([batch = -1]) => {
      if (batch === 2) controller.abort(new Error("enough"));
      await turn();
      done.push(batch);
    });
    await expect(doing).rejects.toThrow(new Error("enough"));
    expect(done).toContain(2);
    expect(done.length).toBeLessThanOrEqual(2 + replicas);
    const stopped = graph.forEach([[1]], controller.signal, async () => void done.push(-1));
    await expect(stopped).rejects.toThrow(new Error("enough"));
    expect(done).not.toContain(-1);
  });
});
