import { afterEach, describe, expect, it } from "vitest";
import { DataError } from "../errors.ts";
import { startThread } from "./node-thread.ts";
import type { Thread } from "./thread.ts";

describe("a thread of Node", () => {
  let thread: Thread | undefined;
  const start = (setup: number) => {
    thread = startThread(new URL("./node-thread.fixture.js", import.meta.url), setup);
    return thread;
  };
  afterEach(() => thread?.stop());

  it("answers requests in their order", async () => {
    const { ask } = start(100);
    expect(await Promise.all([ask({ add: 1 }), ask({ add: 20 }), ask({ add: 3 })])).toEqual([101, 120, 103]);
  });

  it("throws what it threw, of its class, and answers the next", async () => {
    const { ask } = start(100);
    const failing = ask({ fail: "a bad line" });
    const next = ask({ add: 5 });
    await expect(failing).rejects.toThrow(new DataError("a bad line"));
    await expect(failing).rejects.toBeInstanceOf(DataError);
    expect(await next).toBe(105);
  });

  it("tells with each request that it could not begin", async () => {
    const { ask } = start(-1);
    await expect(ask({ add: 1 })).rejects.toThrow(new DataError("a start of -1"));
    await expect(ask({ add: 1 })).rejects.toBeInstanceOf(DataError);
  });

  it("refuses what is asked of one that has ended", async () => {
    const { ask } = start(100);
    const ended = new Error("a thread has ended with exit code 7");
    await expect(Promise.all([ask({ exit: 7 }), ask({ add: 1 })])).rejects.toThrow(ended);
    await expect(ask({ add: 1 })).rejects.toThrow(ended);
  });
});
