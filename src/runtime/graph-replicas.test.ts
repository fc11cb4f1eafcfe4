import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { DataError, HenkanError } from "../errors.ts";
import type { GraphRequest } from "./answer-graphs.ts";
import { openReplicas } from "./graph-replicas.ts";
import type { HostTensor } from "./host-tensor.ts";

/** What a thread was asked, and how the test answers it. */
interface Asked {
  readonly thread: number;
  readonly request: GraphRequest;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const threads = vi.hoisted(() => ({ started: 0, stopped: [] as number[], asked: [] as unknown[] }));
const asked = threads.asked as Asked[];

vi.mock("./node-thread.ts", () => ({
  startThread: () => {
    const thread = threads.started++;
    return {
      ask: (request: GraphRequest) =>
        new Promise((resolve, reject) => threads.asked.push({ thread, request, resolve, reject })),
      stop: async () => void threads.stopped.push(thread),
    };
  },
}));

const turn = () => new Promise((resolve) => setImmediate(resolve));
const scalar = (value: number): HostTensor => ({
  dtype: "float32",
  shape: [],
  data: Float32Array.of(value),
});

/** A graph y = f(x) that a pool of threads has compiled; they are counted from 0. */
async function compiled(count: number) {
  const compiling = openReplicas("native", count).replicate(Uint8Array.of(1, 2, 3));
  await turn();
  for (const { resolve } of asked.splice(0)) resolve({ inputs: ["x"], outputs: ["y"] });
  return compiling;
}

function fed({ request }: Asked): Record<string, HostTensor> {
  return (request as Extract<GraphRequest, { kind: "run" }>).feeds;
}

/** Answers what was asked first of a thread: y is what x was. */
function answer(thread: number): void {
  const at = asked.findIndex((one) => one.thread === thread);
  const [one] = asked.splice(at, 1) as [Asked];
  one.resolve({ y: fed(one).x });
}

describe("replicas", () => {
  beforeEach(() => {
    threads.started = 0;
    threads.stopped.length = 0;
    asked.length = 0;
  });

  test("start with the first graph, which each of them compiles", async () => {
    const runtime = openReplicas("native", 3);
    expect(threads.started).toBe(0);
    void runtime.replicate(Uint8Array.of(1, 2, 3));
    void runtime.replicate(Uint8Array.of(4, 5));
    await turn();
    expect(threads.started).toBe(3);
    expect(asked.map(({ thread, request }) => [thread, request])).toEqual([
      ...[0, 1, 2].map((n) => [n, { kind: "compile", graph: 0, model: Uint8Array.of(1, 2, 3) }]),
      ...[0, 1, 2].map((n) => [n, { kind: "compile", graph: 1, model: Uint8Array.of(4, 5) }]),
    ]);
  });

  test("run at the same time; what comes then goes to the one that is free first", async () => {
    const executable = await compiled(2);
    const runs = [10, 20, 30, 40].map((value) => executable.run({ x: scalar(value), unread: scalar(0) }));
    await turn();
    const feeds = () => asked.map((one) => [one.thread, fed(one)]);
    expect(feeds()).toEqual([
      [0, { x: scalar(10) }],
      [1, { x: scalar(20) }],
    ]);
    answer(1);
    await turn();
    expect(feeds()).toEqual([
      [0, { x: scalar(10) }],
      [1, { x: scalar(30) }],
    ]);
    answer(1);
    await turn();
    answer(1);
    answer(0);
    expect(await Promise.all(runs)).toEqual([10, 20, 30, 40].map((value) => ({ y: scalar(value) })));
  });

  test("are given tensors without what else is in their buffer", async () => {
    const executable = await compiled(1);
    void executable.run({ x: { ...scalar(0), data: Float32Array.of(1, 2, 3).subarray(1, 2) } });
    await turn();
    const { data } = fed(asked[0]!).x!;
    expect(data).toEqual(Float32Array.of(2));
    expect(data.buffer.byteLength).toBe(4);
  });

  test("pass on what fails in a graph, and go on", async () => {
    const executable = await compiled(1);
    const [failing, next] = [executable.run({ x: scalar(1) }), executable.run({ x: scalar(2) })];
    await turn();
    asked.shift()!.reject(new DataError("a bad line"));
    await expect(failing).rejects.toThrow(new DataError("a bad line"));
    answer(0);
    expect(await next).toEqual({ y: scalar(2) });
  });

  test("say when a thread has died", async () => {
    const executable = await compiled(1);
    const running = executable.run({ x: scalar(1) });
    await turn();
    const cause = new Error("a thread has ended with exit code 7");
    asked[0]!.reject(cause);
    const error = await running.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HenkanError);
    expect(error).toMatchObject({
      message: "a replica of the native runtime has failed: a thread has ended with exit code 7",
      cause,
    });
  });

  test("end when nobody holds what they have compiled", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = runInNewContext("gc");
    const settle = async () => {
      for (let n = 0; n < 5; n++) {
        collectGarbage();
        await new Promise((resolve) => setTimeout(resolve, 5));
        for (const { request, resolve } of asked.splice(0)) if (request.kind === "release") resolve(null);
      }
    };
    await settle(); // those of other tests
    threads.stopped.length = 0;
    let executable: Awaited<ReturnType<typeof compiled>> | undefined = await compiled(2);
    await settle();
    expect(threads.stopped).toEqual([]);
    expect(executable.outputs).toEqual(["y"]);
    executable = undefined;
    await expect.poll(() => settle().then(() => threads.stopped)).toEqual([0, 1]);
  });
});
