import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { DataError } from "../../errors.ts";
import { RandomStream } from "../../random.ts";
import { EOS } from "../../text/index.ts";
import type { Example } from "../example.ts";
import type { Widths } from "./format.ts";
import { TokenCache } from "./token-cache.ts";
import { type EncodedChunk, writeTokenCache } from "./write-token-cache.ts";

const folder = mkdtempSync(join(tmpdir(), "henkan-token-cache-"));
const path = join(folder, "corpus.tokens");
afterAll(() => rmSync(folder, { recursive: true }));

type Ids = readonly [source: readonly number[], target: readonly number[]];

const narrow: Widths = { id: 2, length: 2 };
const wide: Widths = { id: 4, length: 4 };

async function* chunksOf(
  examples: readonly Ids[],
  size: number,
  widths: Widths,
): AsyncGenerator<EncodedChunk> {
  const pack = (values: number[], width: 2 | 4) => (width === 2 ? Uint16Array : Uint32Array).from(values);
  for (let at = 0; at < examples.length; at += size) {
    const some = examples.slice(at, at + size);
    yield {
      ids: pack(some.flat(2), widths.id),
      lengths: pack(
        some.flatMap(([source, target]) => [source.length, target.length]),
        widths.length,
      ),
    };
  }
}

const write = (examples: readonly Ids[], { size = 100, widths = narrow, at = path } = {}) =>
  writeTokenCache(at, widths, chunksOf(examples, size, widths), async () => ({
    note: "変換",
    count: examples.length,
  }));

function withCache<T>(use: (cache: TokenCache) => T, at = path): T {
  const cache = TokenCache.open(at);
  try {
    return use(cache);
  } finally {
    cache.close();
  }
}

const readAll = (cache: TokenCache): Example[] =>
  Array.from({ length: cache.count }, (_, index) => cache.example(index));

/** `count` examples of 0 to 5 ids per side, each below a bound. */
function drawn(count: number, seed: number, bound = 65_536): Ids[] {
  const random = new RandomStream(seed, "token cache test");
  const line = () => Array.from({ length: random.integer(6) }, () => random.integer(bound));
  return Array.from({ length: count }, () => [line(), line()] as const);
}

const asExample = ([source, target]: Ids): Example => ({
  source: Int32Array.from([...source, EOS]),
  target: Int32Array.from([...target, EOS]),
});

describe("a token cache", () => {
  test("property: gives back what was written, whatever the chunks, with the description", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(0, 1, 15, 16, 17, 31, 32, 33), fc.nat(300)),
        fc.integer({ min: 1, max: 150 }),
        fc.nat(),
        fc.constantFrom(narrow, wide),
        async (count, size, seed, widths) => {
          const examples = drawn(count, seed, widths.id === 2 ? 65_536 : 2 ** 31);
          await write(examples, { size, widths });
          withCache((cache) => {
            expect(cache.count).toBe(count);
            expect(cache.description).toEqual({ note: "変換", count });
            expect(readAll(cache)).toEqual(examples.map(asExample));
            for (const [index, [source, target]] of examples.entries()) {
              expect([cache.sourceLength(index), cache.targetLength(index)]).toEqual([
                source.length + 1,
                target.length + 1,
              ]);
            }
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  test("the same bytes for the same examples, whatever the chunks", async () => {
    const examples = drawn(1000, 1);
    await write(examples, { size: 7 });
    const before = await readFile(path);
    await write(examples, { size: 1000 });
    expect(before.equals(await readFile(path))).toBe(true);
  });

  test("any example in any order, also where there are more blocks than are kept", async () => {
    const examples = drawn(70_000, 2);
    await write(examples, { size: 4096 });
    const random = new RandomStream(1, "reading order");
    withCache((cache) => {
      for (let turn = 0; turn < 5000; turn++) {
        const index = random.integer(cache.count);
        expect(cache.example(index)).toEqual(asExample(examples[index]!));
      }
    });
  });
});

describe("damage", () => {
  test("property: a flipped byte, a lost end, or bytes too many are found, and nothing else is read", async () => {
    const wholes: Buffer[] = [];
    for (const count of [0, 1, 16, 200]) {
      await write(drawn(count, 3));
      wholes.push(await readFile(path));
    }
    const bad = join(folder, "bad.tokens");
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...wholes),
        fc.constantFrom("flip", "cut", "add"),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        async (whole, how, where, bits) => {
          const at = Math.floor(where * whole.length);
          const bytes = how === "cut" ? whole.subarray(0, at) : Buffer.from(whole);
          if (how === "flip") bytes[at]! ^= bits;
          await writeFile(bad, how === "add" ? Buffer.concat([bytes, Buffer.alloc(bits, at)]) : bytes);
          let error: unknown;
          try {
            withCache(readAll, bad);
          } catch (thrown) {
            error = thrown;
          }
          expect(error).toBeInstanceOf(DataError);
          expect((error as Error).message).toContain(`${bad}: `);
        },
      ),
      { numRuns: 1500 },
    );
  });

  const refused = async (change: (bytes: Buffer) => Buffer | undefined): Promise<string> => {
    await write(drawn(200, 4));
    const bytes = await readFile(path);
    await writeFile(path, change(bytes) ?? bytes);
    try {
      withCache(readAll);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("nothing was found");
  };

  test.each([
    [
      "of block 2",
      (bytes: Buffer) => void bytes.writeUInt8(bytes.readUInt8(240) ^ 1, 240),
      "the token cache is damaged: block 2, examples 17 to 32, is not as it was written: delete the file, and it is " +
        "made again",
    ],
    [
      "of the end",
      (bytes: Buffer) => bytes.subarray(0, -3),
      "the token cache is damaged: its end is not as it was written: delete the file, and it is made again",
    ],
    [
      "of the index",
      (bytes: Buffer) => void bytes.writeUInt8(bytes.readUInt8(bytes.length - 60) ^ 1, bytes.length - 60),
      "the token cache is damaged: its index is not as it was written: delete the file, and it is made again",
    ],
    [
      "another version",
      (bytes: Buffer) => void bytes.writeUInt32LE(7, 8),
      "a token cache of version 7: expected version 1",
    ],
    ["another file", () => Buffer.from("source\ttarget\n".repeat(100)), "not a token cache of henkan"],
    ["an empty file", () => Buffer.alloc(0), "not a token cache of henkan"],
  ])("%s", async (_, change, message) => {
    expect(await refused(change)).toBe(`${path}: ${message}`);
  });

  test("no file, or a folder", async () => {
    const missing = join(folder, "missing.tokens");
    expect(() => TokenCache.open(missing)).toThrow(
      new DataError(`${missing}: cannot be read: no such file or folder`),
    );
    const inner = join(folder, "folder.tokens");
    await mkdir(inner);
    expect(() => TokenCache.open(inner)).toThrow(
      new DataError(`${inner}: cannot be read: it is a folder, not a file`),
    );
  });
});

test("a write that fails leaves the old cache as it was, and nothing beside it", async () => {
  const inner = join(folder, "inner");
  await mkdir(inner);
  const at = join(inner, "corpus.tokens");
  await write(drawn(100, 5), { at });
  const before = await readFile(at);
  async function* fills(): AsyncGenerator<EncodedChunk> {
    yield* chunksOf(drawn(300, 6), 50, narrow);
    throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
  }
  await expect(writeTokenCache(at, narrow, fills(), async () => null)).rejects.toThrow(
    new DataError(`${at}: cannot be written: no space left on the device`),
  );
  expect(before.equals(await readFile(at))).toBe(true);
  expect(await readdir(inner)).toEqual(["corpus.tokens"]);
});
