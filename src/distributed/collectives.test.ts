import { describe, expect, it } from "vitest";
import { collectives } from "./collectives.ts";
import { ranksInOneProcess } from "./one-process.fixture.ts";

const bytes = (length: number, first: number) => Uint8Array.from({ length }, (_, n) => first + n);

describe.each([1, 2, 3, 4, 5, 7, 8, 9])("collectives of %i ranks", (size) => {
  const everyRank = <Result>(
    work: (ranks: ReturnType<typeof collectives>, rank: number) => Promise<Result>,
  ) => Promise.all(ranksInOneProcess(size).map((exchanger, rank) => work(collectives(exchanger), rank)));

  it("broadcast from every root, also nothing", async () => {
    for (let root = 0; root < size; root++) {
      for (const length of [0, 5]) {
        const got = await everyRank((ranks, rank) =>
          ranks.broadcast(rank === root ? bytes(length, root) : undefined, root),
        );
        expect(got).toEqual(Array(size).fill(bytes(length, root)));
      }
    }
  });

  it("gather parts of different lengths", async () => {
    const parts = Array.from({ length: size }, (_, rank) => bytes((3 * rank) % 7, rank));
    expect(await everyRank((ranks, rank) => ranks.gather(parts[rank]!))).toEqual(Array(size).fill(parts));
  });

  it("let nobody pass the barrier before all have come", async () => {
    let come = 0;
    const seen = await everyRank(async (ranks, rank) => {
      await new Promise((resolve) => setTimeout(resolve, (rank * 5) % 7));
      come++;
      await ranks.barrier();
      return come;
    });
    expect(seen).toEqual(Array(size).fill(size));
  });

  it("run in the order of their calls, though nobody waits for them", async () => {
    const got = await everyRank((ranks, rank) =>
      Promise.all([
        ranks.broadcast(rank === 0 ? bytes(3, 1) : undefined),
        ranks.gather(bytes(1, rank)),
        ranks.broadcast(rank === size - 1 ? bytes(2, 9) : undefined, size - 1),
      ]),
    );
    const gathered = Array.from({ length: size }, (_, rank) => bytes(1, rank));
    expect(got).toEqual(Array(size).fill([bytes(3, 1), gathered, bytes(2, 9)]));
  });
});

it("a root without bytes is an error", async () => {
  const [ranks] = ranksInOneProcess(1);
  await expect(collectives(ranks!).broadcast(undefined)).rejects.toThrow(
    "broadcast: rank 0 is the root, and gave no bytes",
  );
});
