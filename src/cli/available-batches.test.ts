import { describe, expect, it } from "vitest";
import { availableBatches } from "./available-batches.ts";

async function all<Item>(batches: AsyncIterable<Item[]>): Promise<Item[][]> {
  const found: Item[][] = [];
  for await (const batch of batches) found.push(batch);
  return found;
}

describe("batches of what is available", () => {
  it("are full while items are there", async () => {
    expect(await all(availableBatches([1, 2, 3, 4, 5], 2))).toEqual([[1, 2], [3, 4], [5]]);
    expect(await all(availableBatches([1, 2], 2))).toEqual([[1, 2]]);
    expect(await all(availableBatches([], 2))).toEqual([]);
  });

  it("do not wait for items that have not come", async () => {
    let answered = (_: unknown) => {};
    async function* typing(): AsyncGenerator<string> {
      yield "a";
      yield "b";
      await new Promise((resolve) => {
        answered = resolve; // "c" comes only after "a" and "b" were yielded
      });
      yield "c";
    }
    const found: string[][] = [];
    for await (const batch of availableBatches(typing(), 10)) {
      found.push(batch);
      answered(undefined);
    }
    expect(found).toEqual([["a", "b"], ["c"]]);
  });

  it("come before a failure behind them", async () => {
    async function* failing(): AsyncGenerator<string> {
      yield "a";
      throw new Error("no more");
    }
    const batches = availableBatches(failing(), 10);
    expect(await batches.next()).toEqual({ done: false, value: ["a"] });
    await expect(batches.next()).rejects.toThrow("no more");
  });

  it("end the items when whoever takes them leaves, which closes their file", async () => {
    let isClosed = false;
    async function* lines(): AsyncGenerator<number> {
      try {
        for (let n = 0; ; n++) yield n;
      } finally {
        isClosed = true;
      }
    }
    for await (const batch of availableBatches(lines(), 2)) {
      expect(batch).toHaveLength(2);
      break;
    }
    await expect.poll(() => isClosed).toBe(true);
  });
});
