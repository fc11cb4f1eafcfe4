import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
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
    await expect(failing).rejects.toMatchObject({ cause: new Error("the file has ended") });
    expect(await next).toBe(105);
  });

  it("tells with each request that it could not begin", async () => {
    const { ask } = start(-1);
    await expect(ask({ add: 1 })).rejects.toThrow(new DataError("a start of -1"));
    await expect(ask({ add: 1 })).rejects.toBeInstanceOf(DataError);
  });

  it("is waited for where it is stopped, even if nothing else keeps the process", () => {
    const script = fileURLToPath(new URL("./stopped-thread.fixture.ts", import.meta.url));
    const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", script], { encoding: "utf8" });
    expect([status, stdout]).toEqual([0, "101, and it goes on\n"]);
  });

  it("refuses what is asked of one that has ended", async () => {
    const { ask } = start(100);
    const ended = new Error("a thread has ended with exit code 7");
    await expect(Promise.all([ask({ exit: 7 }), ask({ add: 1 })])).rejects.toThrow(ended);
    await expect(ask({ add: 1 })).rejects.toThrow(ended);
  });

  it("keeps the process while something is asked of it, and no longer", async () => {
    const module = JSON.stringify(new URL("./node-thread.ts", import.meta.url));
    const code = `import { startThread } from ${module};
      const { ask } = startThread(new URL("./node-thread.fixture.js", ${module}), 100);
      for (const add of [1, 20]) console.log(await ask({ add }));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", code],
      { timeout: 100_000 },
    );
    expect(stdout).toBe("101\n120\n");
  });
});
