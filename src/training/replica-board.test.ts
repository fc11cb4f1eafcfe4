import { describe, expect, it } from "vitest";
import { BrokenBarrierError, ReplicaBoard } from "./replica-board.ts";

describe("a board", () => {
  it("holds those who wait until all have come, again and again", async () => {
    const one = new ReplicaBoard(3, 2);
    const second = new ReplicaBoard(3, 2, one.buffer);
    const seen: string[] = [];
    const first = (async () => {
      for (const word of ["a", "b"]) {
        await one.wait();
        seen.push(word);
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen).toEqual([]);
    await second.wait();
    await expect.poll(() => seen).toEqual(["a"]);
    await second.wait();
    await first;
    expect(seen).toEqual(["a", "b"]);
  });

  it("lets those go who wait for a replica that has failed, and those who come later", async () => {
    const one = new ReplicaBoard(3, 3);
    const waiting = expect(one.wait()).rejects.toThrow(new BrokenBarrierError("another replica has failed"));
    new ReplicaBoard(3, 3, one.buffer).break();
    await waiting;
    await expect(one.wait()).rejects.toThrow(BrokenBarrierError);
  });

  it("shares what replicas find, and holds nobody who is alone", async () => {
    const one = new ReplicaBoard(3, 2);
    one.losses.set([1, 2, 3]);
    one.seconds.set([4, 5]);
    const other = new ReplicaBoard(3, 2, one.buffer);
    expect([[...other.losses], [...other.seconds]]).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    await new ReplicaBoard(1, 1).wait();
  });
});
