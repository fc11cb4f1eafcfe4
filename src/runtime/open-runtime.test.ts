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

test("has as many replicas as threads, at most 8, or as many as are asked for", async () => {
  const open = await openerWith({});
  const onNotice = vi.fn();
  expect(await open({ onNotice })).toMatchObject({ replicas: Math.min(availableParallelism(), 8) });
  expect(await open({ onNotice, threads: 3, replicas: 1 })).toMatchObject({ threads: 3, replicas: 1 });
  expect(await open({ onNotice, threads: 1 })).toMatchObject({ threads: 1, replicas: 1 });
  expect(onNotice).not.toHaveBeenCalled();
  expect(await open({ onNotice, threads: 30 })).toMatchObject({ threads: 30, replicas: 8 });
  expect(await open({ onNotice, threads: 2, replicas: 40 })).toMatchObject({ threads: 2, replicas: 40 });
});

test("says where there are more replicas than cores", async () => {
  vi.doMock("./threads.ts", () => ({ availableThreads: () => 3 }));
  const open = await openerWith({});
  const onNotice = vi.fn();
  await open({ onNotice });
  await open({ onNotice, replicas: 3 });
  expect(onNotice).not.toHaveBeenCalled();
  await open({ onNotice, replicas: 4 });
  expect(onNotice.mock.calls).toEqual([
    ["4 replicas on 3 cores: those beyond 3 gain nothing and take memory"],
  ]);
  vi.doUnmock("./threads.ts");
});

test("has one replica where no thread can be started, and refuses more", async () => {
  vi.stubGlobal("crossOriginIsolated", true);
  const open = await openerWith({ inNode: false, importNative: absent });
  expect(await open({ threads: 2 })).toMatchObject({ threads: 2, replicas: 1 });
  await expect(open({ threads: 2, replicas: 2 })).rejects.toMatchObject({
    name: "RuntimeUnavailableError",
    message:
      "replicas 2: they need Node and the script graph-replicas.js, which is not in this bundle; leave replicas out",
  });
});

test.each([0, 1.5, -1])("refuses %s replicas", async (replicas) => {
  const open = await openerWith({});
  await expect(open({ replicas })).rejects.toMatchObject({
    name: "ConfigError",
    message: `replicas ${replicas}: expected a whole number of 1 or more`,
  });
});

test.each([0, 1.5, -1])("refuses %s threads", async (threads) => {
  const open = await openerWith({});
  await expect(open({ threads })).rejects.toMatchObject({
    name: "ConfigError",
    message: `threads ${threads}: expected a whole number of 1 or more`,
  });
});

test("in this folder only what is loaded in Node alone imports from node:, so that browsers can load the rest", () => {
  const folder = new URL(".", import.meta.url);
  const inNodeAlone = ["node-thread.ts", "graph-replicas.ts", "graph-worker.ts"];
  const sources = readdirSync(folder)
    .filter((file) => !/\.(test|fixture)\.ts$/.test(file))
    .filter((file) => !inNodeAlone.includes(file));
  expect(sources).toContain("open-runtime.ts");
  for (const file of sources) {
    const text = readFileSync(new URL(file, folder), "utf8");
    expect(text).not.toMatch(/["'`]node:/);
    for (const other of inNodeAlone)
      expect(text).not.toMatch(new RegExp(`^import (?!type).*/${other}"`, "m"));
  }
});
