import { describe, expect, it } from "vitest";
import { assemble, div, get, load, max, min, mul, set, sqrt, store, sub } from "./flat-loop.ts";

const memory = new WebAssembly.Memory({ initial: 1 });
const [from, to] = [new Float32Array(memory.buffer, 4, 30), new Float32Array(memory.buffer, 404, 30)];

function bind<Loop>(loops: Parameters<typeof assemble>[0]): Record<string, Loop> {
  return new WebAssembly.Instance(assemble(loops), { host: { memory } }).exports as Record<string, Loop>;
}

describe("a flat loop", () => {
  const { loop } = bind<(from: number, to: number, bytes: number, high: number, low: number) => number>({
    loop: {
      buffers: ["from", "to"],
      factors: ["high", "low"],
      locals: ["root"],
      statements: [
        set("root", sqrt(load("from"))),
        store("to", min(max(sub(mul(get("root"), get("high")), load("from")), get("low")), get("high"))),
      ],
      sumOfSquares: div(load("to"), get("high")),
    },
  });

  it.each([0, 1, 3, 4, 5, 8, 15])("does the same to %d numbers, in vectors and one by one", (count) => {
    from.forEach((_, i) => {
      from[i] = i + 0.25;
    });
    to.fill(-7);
    const sum = loop!(from.byteOffset, to.byteOffset, 4 * count, 4, 1);
    const expected = Array.from(from.subarray(0, count), (x) =>
      Math.fround(Math.min(Math.max(Math.fround(Math.fround(Math.fround(Math.sqrt(x)) * 4) - x), 1), 4)),
    );
    expect([...to]).toEqual([...expected, ...Array(30 - count).fill(-7)]);
    expect(sum).toBeCloseTo(
      expected.reduce((all, x) => all + (x / 4) ** 2, 0),
      6,
    );
  });

  it("keeps what is not a number as it is, clamped or not", () => {
    from.fill(Number.NaN);
    loop!(from.byteOffset, to.byteOffset, 20, 4, 1);
    expect([...to.subarray(0, 5)]).toEqual(Array(5).fill(Number.NaN));
  });

  it("refuses names that it does not have", () => {
    expect(() => assemble({ loop: { buffers: ["a"], statements: [store("a", load("b"))] } })).toThrow(
      new TypeError("a loop over a uses b"),
    );
    expect(() => assemble({ loop: { buffers: ["a"], statements: [store("a", get("c"))] } })).toThrow(
      TypeError,
    );
  });
});
