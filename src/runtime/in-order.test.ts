import { describe, expect, it } from "vitest";
import { inOrder } from "./in-order.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that a test ends when it likes. */
function openWork() {
  const open = new Map<number, { resolve: (result: string) => void; reject: (error: Error) => void }>();
  const work = (item: number) =>
    new Promise<string>((resolve, reject) => void open.set(item, { resolve, reject }));
  return { open, work };
}

async function collect(results: AsyncIterable<string>, into: string[]): Promise<void> {
  for await (const result of results) into.push(result);
}

describe("work in order", () => {
  it("is done with several items at once, and gives each result when those before it are there", async () => {
    const { open, work } = openWork();
    const found: string[] = [];
    const all = collect(inOrder([0, 1, 2, 3, 4], 3, work), found);
    await turn();
    expect([...open.keys()]).toEqual([0, 1, 2]);
    open.get(2)!.resolve("two");
    open.get(1)!.resolve("one");
    await turn();
    expect(found).toEqual([]);
    expect([...open.keys()]).toEqual([0, 1, 2]); // no room yet
    open.get(0)!.resolve("zero");
    await turn();
    expect(found).toEqual(["zero", "one", "two"]);
    expect([...open.keys()]).toEqual([0, 1, 2, 3, 4]);
    open.get(3)!.resolve("three");
    open.get(4)!.resolve("four");
    await all;
    expect(found).toEqual(["zero", "one", "two", "three", "four"]);
  });

  it("gives a result while the next item is waited for", async () => {
    const found: string[] = [];
    let more = (_: IteratorResult<string>) => {};
    const items = {
      [Symbol.asyncIterator]: () => ({
        next: () =>
          new Promise<IteratorResult<string>>((resolve) => {
            more = resolve;
          }),
      }),
    };
    const all = collect(
      inOrder(items, 4, async (item) => item),
      found,
    );
    await turn();
    more({ done: false, value: "typed" });
    await turn();
    expect(found).toEqual(["typed"]);
    more({ done: true, value: undefined });
    await all;
  });

  it("fails where an item or its work does, after the results before it", async () => {
    async function* items() {
      yield 0;
      yield 1;
      throw new Error("line 3 cannot be read");
    }
    const found: string[] = [];
    const reading = collect(
      inOrder(items(), 5, async (item) => String(item)),
      found,
    );
    await expect(reading).rejects.toThrow(new Error("line 3 cannot be read"));
    expect(found).toEqual(["0", "1"]);
    const { open, work } = openWork();
    const failing = collect(inOrder([0, 1, 2], 3, work), found);
    failing.catch(() => {});
    await turn();
    open.get(1)!.reject(new Error("one"));
    open.get(0)!.resolve("zero");
    await expect(failing).rejects.toThrow(new Error("one"));
    expect(found).toEqual(["0", "1", "zero"]);
  });

  it("lets go of the items where its results are no longer wanted", async () => {
    let isOpen = true;
    function* items() {
      try {
        for (let n = 0; ; n++) yield n;
      } finally {
        isOpen = false;
      }
    }
    for await (const result of inOrder(items(), 2, async (item) => item)) if (result === 3) break;
    expect(isOpen).toBe(false);
  });
});
