import { expect, test } from "vitest";
import type { MpiFunctions, Request } from "./functions.ts";
import { type Part, Progress } from "./progress.ts";

/** Messages that are done when the test says so. */
function messages() {
  const done = new Set<Request>();
  let asked = 0;
  const mpi = {
    test: (request: Request) => {
      asked++;
      return done.has(request);
    },
    received: () => 4,
  } as unknown as MpiFunctions;
  const heard: number[] = [];
  const inWords = (part: Part, error: unknown) => new Error(`${part.peer}: ${(error as Error).message}`);
  const progress = new Progress(mpi, (peer) => heard.push(peer), inWords);
  const message = (peer: number, bytes = 4): Part => ({
    request: { data: new Uint8Array(bytes) } as unknown as Request,
    peer,
    receives: true,
  });
  return { progress, message, heard, finish: ({ request }: Part) => done.add(request), asked: () => asked };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("a wait ends when all of its messages are done, and tells whom it waits for", async () => {
  const { progress, message, heard, finish } = messages();
  const [first, second, other] = [message(1), message(2), message(3)];
  const wait = progress.wait([first, second]);
  const otherWait = progress.wait([other]);
  expect(progress.peers()).toEqual(new Set([1, 2, 3]));
  finish(second);
  await expect.poll(() => progress.peers()).toEqual(new Set([1, 3]));
  finish(first);
  await wait;
  expect(heard).toEqual([2, 1]);
  finish(other);
  await otherWait;
  expect(progress.peers()).toEqual(new Set());
});

test("a long wait asks more and more seldom", async () => {
  const { progress, message, finish, asked } = messages();
  const one = message(1);
  const wait = progress.wait([one]);
  await pause(400);
  const before = asked();
  await pause(400);
  expect(asked() - before).toBeLessThan(25); // pauses of 20 ms; the first wait alone asks for hundreds of times
  finish(one);
  await wait;
});

test("a message of another length ends all waits, and those to come", async () => {
  const { progress, message, finish } = messages();
  const [short, other] = [message(1, 5), message(2)];
  finish(short);
  const words = "1: 4 bytes have come, and 5 were expected";
  const waits = Promise.allSettled([progress.wait([other]), progress.wait([short]), progress.wait([other])]);
  expect((await waits).map((wait) => wait.status === "rejected" && wait.reason.message)).toEqual([
    words,
    words,
    words,
  ]);
  expect(progress.failed!.message).toBe(words);
  await expect(progress.wait([other])).rejects.toThrow(words);
});
