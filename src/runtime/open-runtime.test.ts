import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as libraries from "./libraries.ts";

const absent = () => Promise.reject(new Error("Cannot find package 'onnxruntime-node'\nRequire stack: ..."));

/** A fresh openRuntime with the real libraries, except for those given. */
async function openerWith(
  mocked: Partial<typeof libraries>,
): Promise<typeof import("./open-runtime.ts").openRuntime> {
  const real = await vi.importActual<typeof libraries>("./libraries.ts");
  vi.doMock("./libraries.ts", () => ({ ...real, ...mocked }));
  return (await import("./open-runtime.ts")).openRuntime;
}

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.doUnmock("./libraries.ts");
  vi.unstubAllGlobals();
});

test("takes the native library in Node, with a thread for each core, and says nothing", async () => {
  const open = await openerWith({});
  const onNotice = vi.fn();
  expect(await open({ onNotice })).toMatchObject({ name: "native", threads: availableParallelism() });
  expect(await open({ onNotice, threads: 1 })).toMatchObject({ name: "native", threads: 1 });
  expect(onNotice).not.toHaveBeenCalled();
});

test("falls back to WebAssembly with one line of notice", async () => {
  const open = await openerWith({ importNative: absent });
  const onNotice = vi.fn();
  expect(await open({ onNotice, threads: 2 })).toMatchObject({ name: "wasm", threads: 2 });
  expect(onNotice.mock.calls).toEqual([
    [
      "Running on WebAssembly, which is several times slower: onnxruntime-node cannot be loaded " +
        "(Cannot find package 'onnxruntime-node'). To mend it: npm install --ignore-scripts onnxruntime-node",
    ],
  ]);
});

test("does not fall back from a native runtime that was asked for", async () => {
  const open = await openerWith({ importNative: absent });
  await expect(open({ prefer: "native" })).rejects.toMatchObject({
    name: "RuntimeUnavailableError",
    message:
      "runtime \"native\": onnxruntime-node cannot be loaded (Cannot find package 'onnxruntime-node'). " +
      'To mend it: npm install --ignore-scripts onnxruntime-node; or take the runtime "wasm"',
    cause: { message: expect.stringContaining("Cannot find package") },
  });
});

test("says so when nothing loads", async () => {
  const open = await openerWith({
    importNative: absent,
    importWasm: () => Promise.reject(new Error("no such file")),
  });
  await expect(open({ onNotice: () => {} })).rejects.toMatchObject({
    name: "RuntimeUnavailableError",
    message:
      'runtime "wasm": onnxruntime-web cannot be loaded (no such file). Install henkan\'s dependencies with ' +
      '"npm install"; a web page must also serve ort-wasm-simd-threaded.wasm',
  });
});

test("takes WebAssembly in a browser without a word, on one thread unless the page is isolated", async () => {
  const open = await openerWith({ inNode: false, importNative: absent });
  const onNotice = vi.fn();
  expect(await open({ threads: 2, onNotice })).toMatchObject({ name: "wasm", threads: 1 });
  expect(onNotice).not.toHaveBeenCalled();
});

test("uses threads in an isolated page; their number is fixed by the first call", async () => {
  vi.stubGlobal("crossOriginIsolated", true);
  const open = await openerWith({ inNode: false, importNative: absent });
  expect(await open({ threads: 2 })).toMatchObject({ name: "wasm", threads: 2 });
  expect(await open({ threads: 1 })).toMatchObject({ name: "wasm", threads: 2 });
});

test.each([0, 1.5, -1])("refuses %s threads", async (threads) => {
  const open = await openerWith({});
  await expect(open({ threads })).rejects.toMatchObject({
    name: "ConfigError",
    message: `threads ${threads}: expected a whole number of 1 or more`,
  });
});

test("in this folder only node-thread.ts imports from node:, and nothing imports it: browsers can load the rest", () => {
  const folder = new URL(".", import.meta.url);
  const sources = readdirSync(folder).filter((file) => !/^node-thread\.|\.(test|fixture)\./.test(file));
  expect(sources).toContain("open-runtime.ts");
  for (const file of sources)
    expect(readFileSync(new URL(file, folder), "utf8")).not.toMatch(/["'`](node:|\.\/node-thread)/);
});
