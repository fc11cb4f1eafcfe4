import { appendFile, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import { all, file, read, refuse, sum } from "../../test/support/pair-files.ts";
import { DataError } from "../errors.ts";
import { openPairs } from "./open-pairs.ts";

/** The files that this process has open; none if the system does not say. */
async function openFiles(): Promise<string[]> {
  const folder = "/proc/self/fd";
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => "")));
}

describe("files as they lie on the disk", () => {
  const text = "a\tb\nc\td\n";

  it("are decompressed, .gz and .br", async () => {
    expect(await read("a.tsv.gz", zlib.gzipSync(text))).toEqual(["a|b", "c|d"]);
    expect(await read("a.csv.br", zlib.brotliCompressSync("en,ja\nx,y\n"))).toEqual(["header", "x|y"]);
    const two = {
      source: await file("a.en.gz", zlib.gzipSync("a\nc\n")),
      target: await file("a.ja", "b\nd\n"),
    };
    expect(await all(two)).toEqual([
      { source: "a", target: "b" },
      { source: "c", target: "d" },
    ]);
  });

  it("are decompressed, .zst where Node knows it, and else refused with the way out", async () => {
    const zst = Buffer.from("KLUv/QRYQQAAYQliCmMJZAoTDJYm", "base64"); // of `text`, by the program zstd
    if ("createZstdDecompress" in zlib) expect(await read("a.tsv.zst", zst)).toEqual(["a|b", "c|d"]);
    else await refuse("a.tsv.zst", zst, `FILE: Node ${process.version} does not know Zstandard: expected Node 22.15 or newer; or decompress the file first, with zstd -d FILE`); // biome-ignore format: a message
  });

  it("are refused when they are damaged", async () => {
    const whole = zlib.gzipSync(text.repeat(1000));
    await refuse("a.tsv.gz", whole.subarray(0, -9), "FILE: cannot be decompressed: it ends too early, as if it were cut off: expected a whole .gz file"); // biome-ignore format: a message
    await refuse(
      "a.tsv.gz",
      "no gzip",
      "FILE: cannot be decompressed: incorrect header check: expected a whole .gz file",
    );
  });

  it("are refused as UTF-16", async () => {
    const message = (encoding: string) =>
      `FILE: it is UTF-16: expected UTF-8; convert the file, for example with iconv -f ${encoding} -t UTF-8`;
    await refuse("a.tsv", Buffer.from("\ufeffa\tb\n", "utf16le"), message("UTF-16LE"));
  });

  it("are refused when they change while they are read", async () => {
    const path = await file("a.tsv", text.repeat(50_000));
    const lines = openPairs(path);
    await lines.next();
    await appendFile(path, text);
    await expect(
      (async () => {
        for await (const _ of lines);
      })(),
    ).rejects.toThrow(
      new DataError(
        `${path}: it changed while it was read, from 400000 to 400008 bytes: start again when nothing writes to it`,
      ),
    );
  });

  it("tell how many bytes are read, and are closed when nobody wants more", async () => {
    const path = await file("a.tsv.gz", zlib.gzipSync(text));
    const bytes: number[] = [];
    await all(path, { onBytes: (count) => bytes.push(count) });
    expect(sum(bytes)).toBe(zlib.gzipSync(text).length);
    for await (const _ of openPairs(path)) break;
    expect(await openFiles()).not.toContain(path);
  });
});
