import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { countLines, fileLines, readLinesFile, readPairsFile, readParallelFiles } from "./files.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "henkan-files-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe("readPairsFile", () => {
  const pairs = [{ source: "a", target: "b" }];

  test("the name decides the format, the option overrules it", async () => {
    const json = '{"source": "a", "target": "b"}\n';
    expect(await readPairsFile(await file("a.tsv", "\ufeffa\tb\r\n"))).toEqual({
      pairs,
      skipped: { blank: 0, empty: 0 },
    });
    expect((await readPairsFile(await file("a.txt", "a\tb"))).pairs).toEqual(pairs);
    expect((await readPairsFile(await file("a.jsonl", json))).pairs).toEqual(pairs);
    expect((await readPairsFile(await file("a.NDJSON", json))).pairs).toEqual(pairs);
    expect((await readPairsFile(await file("b.txt", json), { format: "jsonl" })).pairs).toEqual(pairs);
  });

  test("a file longer than one chunk of the stream", async () => {
    const content = Array.from({ length: 20_000 }, (_, i) => `漢字${i}\t${i}\n`).join("");
    const reading = await readPairsFile(await file("long.tsv", content));
    expect(reading.pairs).toHaveLength(20_000);
    expect(reading.pairs[19_999]).toEqual({ source: "漢字19999", target: "19999" });
  });

  test("errors name the path and the line", async () => {
    const path = await file("bad.tsv", "a\tb\n\nc\n");
    await expect(readPairsFile(path)).rejects.toThrow(`${path}:3: "c" has no tab`);
  });

  test("a file without pairs is an error", async () => {
    const empty = await file("empty.tsv", "");
    await expect(readPairsFile(empty)).rejects.toThrow(
      new DataError(`${empty}: no pairs: the file is empty`),
    );
    const blank = await file("blank.tsv", "\n\n\tx\n");
    await expect(readPairsFile(blank)).rejects.toThrow(
      new DataError(`${blank}: no pairs: blank lines: 2, lines that lack the source or the target: 1`),
    );
  });

  test("a file that cannot be read is an error", async () => {
    const missing = join(folder, "missing.tsv");
    await expect(readPairsFile(missing)).rejects.toThrow(
      new DataError(`${missing}: cannot be read: no such file or folder`),
    );
    await expect(readPairsFile(folder)).rejects.toThrow(
      new DataError(`${folder}: cannot be read: it is a folder, not a file`),
    );
  });
});

describe("readParallelFiles", () => {
  test("pairs the lines", async () => {
    const [source, target] = [await file("p.en", "a\nb\n"), await file("p.ja", "x\ny")];
    expect((await readParallelFiles(source, target)).pairs).toEqual([
      { source: "a", target: "x" },
      { source: "b", target: "y" },
    ]);
  });

  test("errors name both files, or the one that is at fault", async () => {
    const [one, none] = [await file("one.en", "a\n"), await file("none.ja", "")];
    await expect(readParallelFiles(one, none)).rejects.toThrow(
      `the numbers of lines differ: 1 in ${one}, 0 in ${none}: expected`,
    );
    await expect(readParallelFiles(none, none)).rejects.toThrow(`${none} and ${none}: no pairs`);
    await expect(readParallelFiles(one, folder)).rejects.toThrow(`${folder}: cannot be read`);
  });
});

test("readLinesFile keeps blank lines", async () => {
  expect(await readLinesFile(await file("lines.txt", "a\n\n b\r\n"))).toEqual(["a", "", " b"]);
  expect(await readLinesFile(await file("none.txt", ""))).toEqual([]);
});

test.each(["", "a", "a\n", "\n\n", "a\r\n\nb", "漢字\n".repeat(30_000)])(
  "countLines foretells fileLines: %#",
  async (text) => {
    const path = await file("counted.txt", text);
    expect(await countLines(path)).toBe((await readLinesFile(path)).length);
  },
);

test("what can be read only once is not counted, and what cannot be read is an error", async () => {
  expect(await countLines("/dev/null")).toBeUndefined();
  await expect(countLines(join(folder, "missing.txt"))).rejects.toThrow("cannot be read: no such file");
});

test("fileLines gives lines before it reads the whole file", async () => {
  const path = await file("late.txt", `first\n${"x".repeat(200_000)}\n`);
  const latin1 = Buffer.from("caf\xe9\n", "latin1");
  await appendFile(path, latin1);
  const lines = fileLines(path);
  expect(await lines.next()).toEqual({ done: false, value: "first" });
  await expect(lines.next().then(() => lines.next())).rejects.toThrow(`${path}:3: byte 0xe9`);
});
