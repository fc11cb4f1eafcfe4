import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import { HenkanError } from "../errors.ts";
import type { HostTensor, TensorData } from "./host-tensor.ts";
import {
  fusedMatMul,
  loop,
  matmul,
  model,
  node,
  scan,
  sumOf40,
  twoOutputs,
  types,
  value,
  withWeights,
} from "./models.fixture.ts";
import { openRuntime } from "./open-runtime.ts";
import type { Executable, Runtime } from "./runtime.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");
/** Finalisers run in tasks of their own, after the collection. */
async function settle(): Promise<void> {
  collectGarbage();
  await new Promise((resolve) => setTimeout(resolve, 5));
}

const megabyte = 2 ** 20;
const resident = () => process.memoryUsage.rss() / megabyte;

function float32(shape: number[], data: TensorData = wave(shape)): HostTensor {
  return { dtype: "float32", shape, data };
}

/** Values between −1 and 1 that do not repeat. */
function wave(shape: number[]): Float32Array {
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
    Math.sin(i * i + shape.length),
  );
}

/** [m, k] times [k, n] in double precision. */
function product(a: TensorData, b: TensorData, m: number, k: number, n: number): number[] {
  return Array.from({ length: m * n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += Number(a[Math.floor(i / n) * k + j]) * Number(b[j * n + (i % n)]);
    return sum;
  });
}

function expectClose(actual: HostTensor | undefined, shape: number[], values: number[]): void {
  expect(actual?.shape).toEqual(shape);
  expect(actual?.data).toBeInstanceOf(Float32Array);
  expect(actual?.data.length).toBe(values.length);
  values.forEach((expected, i) => expect(actual?.data[i]).toBeCloseTo(expected, 5));
}

describe.each([
  ["native", 1],
  ["wasm", 1],
  ["native", 2],
  ["wasm", 2],
] as const)("%s, replicas: %i", (name, replicas) => {
  let runtime: Runtime;
  beforeAll(async () => {
    const opened = await openRuntime({ prefer: name, threads: 2, replicas });
    runtime = { ...opened, compile: opened.replicate };
  });

  test("says what it is, and what a graph reads and gives", async () => {
    expect(runtime).toMatchObject({ name, threads: 2, replicas });
    expect(await runtime.compile(twoOutputs)).toMatchObject({ inputs: ["x"], outputs: ["sum", "square"] });
  });

  test("multiplies matrices of any size with one executable", async () => {
    const executable = await runtime.compile(matmul);
    for (const [m, k, n] of [
      [2, 3, 5],
      [7, 5, 1],
      [1, 2, 3],
    ] as const) {
      const [a, b] = [float32([m, k]), float32([k, n])];
      const { y } = await executable.run({ a, b });
      expectClose(y, [m, n], product(a.data, b.data, m, k, n));
    }
    const { y } = await executable.run({ a: float32([0, 3]), b: float32([3, 2]) });
    expectClose(y, [0, 2], []);
  });

  test("runs that overlap give what each of them gives alone", async () => {
    const [loops, products, sums] = await Promise.all(
      [loop, matmul, sumOf40].map((one) => runtime.compile(one)),
    );
    const ones = float32([64], new Float32Array(64).fill(1));
    const feeds = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`x${i}`, ones]));
    const [a, b] = [float32([20, 30]), float32([30, 10])];
    const jobs = [
      async () => expectClose((await loops!.run({ x0: float32([], Float32Array.of(15)) })).x, [], [120]),
      async () =>
        expectClose((await products!.run({ a, b })).y, [20, 10], product(a.data, b.data, 20, 30, 10)),
      async () => expectClose((await sums!.run(feeds)).y, [64], new Array(64).fill(40)),
    ];
    await Promise.all(
      Array.from({ length: 60 }, async (_, run) => {
        for (let turn = 0; turn < (run * 7) % 60; turn++) await Promise.resolve(); // while others wait for inputs
        await jobs[run % 3]!();
      }),
    );
  });

  test("takes and gives int32, int64 and bool", async () => {
    const executable = await runtime.compile(types);
    const results = await executable.run({
      table: float32([3, 2], Float32Array.of(1, 2, 3, 4, 5, 6)),
      ids: { dtype: "int32", shape: [2], data: Int32Array.of(2, 1) },
      mask: { dtype: "bool", shape: [2, 1], data: Uint8Array.of(1, 0) },
      count: { dtype: "int64", shape: [1], data: BigInt64Array.of(2n ** 40n) },
    });
    expect(results).toEqual({
      chosen: { dtype: "float32", shape: [2, 2], data: Float32Array.of(5, 6, 0, 0) },
      unmasked: { dtype: "bool", shape: [2, 1], data: Uint8Array.of(0, 1) },
      next: { dtype: "int64", shape: [1], data: BigInt64Array.of(2n ** 41n) },
    });
  });

  test("scans sequences of any length", async () => {
    const executable = await runtime.compile(scan);
    for (const [T, B, H] of [
      [3, 2, 5],
      [7, 1, 2],
    ] as const) {
      const [h0, xs, w] = [float32([B, H]), float32([T, B, H]), float32([H, H])];
      const { h, hs } = await executable.run({ h0, xs, w });
      let state: ArrayLike<number> = h0.data as Float32Array;
      const states: number[] = [];
      for (let t = 0; t < T; t++) {
        const total = product(Float32Array.from(state), w.data, B, H, H);
        state = total.map((sum, i) => Math.tanh(sum + Number(xs.data[t * B * H + i])));
        states.push(...Array.from(state));
      }
      expectClose(hs, [T, B, H], states);
      expectClose(h, [B, H], Array.from(state));
    }
  });

  test("loops until a condition", async () => {
    const { x, xs } = await (await runtime.compile(loop)).run({ x0: float32([], Float32Array.of(15)) });
    expectClose(x, [], [120]);
    expectClose(xs, [3], [30, 60, 120]);
  });

  test("knows FusedMatMul of com.microsoft", async () => {
    const a = float32([2, 3]);
    const { y } = await (await runtime.compile(fusedMatMul)).run({
      a,
      b: float32([2, 3], Float32Array.of(1, 0, 0, 0, 0, 1)),
    });
    expectClose(
      y,
      [2, 2],
      [0, 2, 3, 5].map((i) => Number(a.data[i])),
    );
  });

  test.each([
    ["an ArrayBuffer", () => new ArrayBuffer(64 * 4)],
    ["a WebAssembly.Memory", () => new WebAssembly.Memory({ initial: 1 }).buffer],
  ])("reads and fills parts of %s where they lie", async (_, allocate) => {
    const executable = await runtime.compile(twoOutputs);
    const whole = new Float32Array(allocate()).subarray(0, 64).fill(9);
    whole.set([1, 2, 3], 5);
    const into = { sum: float32([3], whole.subarray(11, 14)), square: float32([3], whole.subarray(14, 17)) };
    const results = await executable.run({ x: float32([3], whole.subarray(5, 8)) }, into);
    expect(results.sum).toBe(into.sum);
    expect(results.square).toBe(into.square);
    expect(Array.from(whole.subarray(4, 19))).toEqual([9, 1, 2, 3, 9, 9, 9, 2, 4, 6, 1, 4, 9, 9, 9]);
  });

  test("takes shared memory, or says that it cannot", async () => {
    const executable = await runtime.compile(twoOutputs);
    const x = float32([2], new Float32Array(new SharedArrayBuffer(8)).fill(3));
    const outcome = await executable.run({ x }).then(
      ({ sum }) => Array.from(sum!.data as Float32Array),
      (error: HenkanError) => error.message,
    );
    const refusal =
      "the native runtime cannot run the graph: " +
      "a tensor lies in a SharedArrayBuffer, which this version of Node keeps from native code";
    expect(name === "wasm" ? [[6, 6]] : [[6, 6], refusal]).toContainEqual(outcome);
  });

  test("fills some outputs and gives others", async () => {
    const square = float32([2], new Float32Array(2));
    const results = await (await runtime.compile(twoOutputs)).run(
      { x: float32([2], Float32Array.of(3, 5)) },
      { square },
    );
    expect(results.square).toBe(square);
    expect(Array.from(square.data as Float32Array)).toEqual([9, 25]);
    expectClose(results.sum, [2], [6, 10]);
  });

  test("reads what it holds where a run is fed nothing else, until it holds something else", async () => {
    const executable = await runtime.compile(matmul);
    const [a, b] = [float32([2, 3]), float32([3, 5])];
    const c = Float32Array.from(b.data as Float32Array, (value) => -value);
    const right = new Float32Array(20).fill(9);
    right.set(b.data as Float32Array, 2);
    await executable.hold({ b: float32([3, 5], right.subarray(2, 17)), unread: a });
    for (const rows of [2, 1]) {
      const { y } = await executable.run({ a: float32([rows, 3]) });
      expectClose(y, [rows, 5], product(float32([rows, 3]).data, b.data, rows, 3, 5));
    }
    expectClose(
      (await executable.run({ a, b: float32([3, 1]) })).y,
      [2, 1],
      product(a.data, float32([3, 1]).data, 2, 3, 1),
    );
    await executable.hold({ b: float32([3, 5], c) });
    expectClose((await executable.run({ a })).y, [2, 5], product(a.data, c, 2, 3, 5));
    await executable.hold({});
    await expect(executable.run({ a })).rejects.toThrow(
      `the ${name} runtime cannot run the graph: no feed for b`,
    );
  });

  test("gives the same bits every time on two threads", async () => {
    const [T, B, H] = [5, 37, 129];
    const feeds = { h0: float32([B, H]), xs: float32([T, B, H]), w: float32([H, H]) };
    const first = await (await runtime.compile(scan)).run(feeds);
    const executable = await runtime.compile(scan);
    for (let i = 0; i < 10; i++) expect(await executable.run(feeds)).toEqual(first);
  });

  test("keeps its memory over 200 runs of random shapes", async () => {
    const executable = await runtime.compile(scan);
    const run = async (i: number) => {
      const [T, B, H] = [1 + ((i * 17) % 31), 1 + ((i * 29) % 61), 32];
      const hs = float32([T, B, H], new Float32Array(T * B * H));
      const h = float32([B, H], new Float32Array(B * H));
      const feeds = { h0: float32([B, H]), xs: float32([T, B, H]), w: float32([H, H]) };
      await executable.run(feeds, i % 2 === 0 ? { h, hs } : {});
    };
    for (let i = 0; i < 50; i++) await run(i);
    await settle();
    const before = resident();
    for (let i = 0; i < 200; i++) await run(i * 7);
    await settle();
    expect(resident() - before).toBeLessThan(100);
  });

  test("gives back the memory of executables that nobody holds", async () => {
    const size = 4 * megabyte;
    const bytes = withWeights(size);
    const x = float32([size], new Float32Array(size));
    const y = float32([size], new Float32Array(size));
    const before = resident();
    for (let i = 0; i < 25; i++) {
      await (await runtime.compile(bytes)).run({ x }, { y });
      await settle();
    }
    expect(y.data[size - 1]).toBe(1);
    expect(resident() - before).toBeLessThan(250 * replicas);
  });

  test("a graph that is released runs no more", async () => {
    const executable = await runtime.compile(twoOutputs);
    const x = float32([2], new Float32Array(2));
    await executable.run({ x });
    await executable.release();
    await executable.release(); // which does nothing
    await expect(executable.run({ x })).rejects.toThrow(`the ${name} runtime cannot run the graph`);
  });

  describe("fails with a sentence when", () => {
    let executable: Executable;
    beforeAll(async () => {
      executable = await runtime.compile(twoOutputs);
    });
    const x = float32([2], new Float32Array(2));
    const cannotRun = `the ${name} runtime cannot run the graph: `;

    async function failure(promise: Promise<unknown>): Promise<HenkanError> {
      const error = await promise.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(HenkanError);
      expect((error as HenkanError).cause).toBeInstanceOf(Error);
      expect((error as HenkanError).message).not.toContain("\n");
      return error as HenkanError;
    }

    test("an input is not fed", async () => {
      expect((await failure(executable.run({}))).message).toBe(`${cannotRun}no feed for x`);
    });
    test("an output does not exist", async () => {
      const { message } = await failure(executable.run({ x }, { cube: x }));
      expect(message).toBe(`${cannotRun}no output cube: it has sum, square`);
    });
    test("data and shape do not fit", async () => {
      const { message } = await failure(executable.run({ x: float32([3], new Float32Array(2)) }));
      expect(message).toBe(`${cannotRun}x [3] has 2 values, expected 3`);
    });
    test("the rank is another", async () => {
      const { message } = await failure(executable.run({ x: float32([1, 2]) }));
      expect(message).toContain("Invalid rank for input: x Got: 2 Expected: 1");
    });
    test("the type is another", async () => {
      await failure(executable.run({ x: { dtype: "int32", shape: [2], data: new Int32Array(2) } }));
    });
    test("a preallocated output has another shape", async () => {
      const sum = float32([3], new Float32Array(3));
      await failure(executable.run({ x }, { sum }));
      await failure(executable.run({ x }, { sum, square: float32([2]) }));
    });
    test("an operator fails", async () => {
      await failure((await runtime.compile(matmul)).run({ a: float32([2, 3]), b: float32([2, 3]) }));
    });
    test("a model is damaged", async () => {
      const { message } = await failure(runtime.compile(Uint8Array.of(1, 2, 3)));
      expect(message).toMatch(
        new RegExp(`^the ${name} runtime cannot compile the model: .*protobuf parsing failed`),
      );
    });
    test("an operator is unknown", async () => {
      const [input, output] = [[value("x", "float32", [])], [value("y", "float32", [])]];
      const { message } = await failure(
        runtime.compile(model({ input, output, node: [node("Nonsense", ["x"], ["y"])] })),
      );
      expect(message).toContain("Nonsense");
    });
  });
});
