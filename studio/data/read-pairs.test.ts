import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noCleaning } from "../../src/data/cleaning.ts";
import { formatOfExtension } from "../../src/data/formats/index.ts";
import { limits } from "./limits.ts";
import { type ReadPairsOptions, readPairs } from "./read-pairs.ts";
import type { ReadingProblem, ReadPairs } from "./reading.ts";

const options = (name: string, more: Partial<ReadPairsOptions> = {}): ReadPairsOptions => ({
  name,
  format: formatOfExtension(name.split(".").at(-1)!),
  ...{ size: 0, swapped: false, clean: noCleaning, holdOut: 0.02 },
  ...more,
});

async function* pieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readingOf(
  text: string,
  name = "pasted.tsv",
  more: Partial<ReadPairsOptions> = {},
): Promise<ReadPairs> {
  const answer = await readPairs(pieces(new TextEncoder().encode(text)), options(name, more));
  if ("problem" in answer) throw new Error(JSON.stringify(answer.problem));
  return answer.reading;
}

async function problemOf(bytes: string | Uint8Array, name = "pasted.tsv"): Promise<ReadingProblem> {
  const given = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  const answer = await readPairs(pieces(given), options(name));
  if ("reading" in answer) throw new Error("it was read");
  return answer.problem;
}

/** A problem that a reader of the library tells. */
const told = (kind: string) => ({ kind: "other", told: { problems: [{ kind }] } });

const lines = (count: number) => Array.from({ length: count }, (_, i) => `word ${i}\t語 ${i}\n`).join("");

describe("readPairs", () => {
  test("TSV: pairs, those that are held out, and which lines are left out", async () => {
    const { train, dev, skipped, leftOut, remarks } = await readingOf(
      `${lines(300)}\nalone\t\n\t一人\n${lines(2)}`,
      "pairs.tsv",
      { clean: { ...noCleaning, duplicates: "drop" } },
    );
    expect(train.length + dev.length).toBe(300);
    expect(dev).toHaveLength(6);
    expect(skipped).toEqual({ blank: 1, empty: 2, duplicate: 2 });
    expect(leftOut).toEqual([
      { record: 301, reason: "blank" },
      { record: 302, reason: "empty" },
      { record: 303, reason: "empty" },
      { record: 304, reason: "duplicate" },
      { record: 305, reason: "duplicate" },
    ]);
    expect(remarks).toEqual([]);
  });

  test("CSV with named columns, an Anki export, JSON lines; sides may change places", async () => {
    const csv = 'id,target,source\n1,こんにちは,hello\n2,"はい、どうぞ","yes, please"\n';
    const anki = "#separator:tab\n#html:true\nhello\tこんにちは\nyes<br>please\tはい &amp; どうぞ\n";
    const jsonl = '{"source": "hello", "target": "こんにちは"}\n{"source": "yes", "target": "はい"}\n';
    const pairsOf = ({ train, dev }: ReadPairs) =>
      [...train, ...dev].map(({ source, target }) => `${source}=${target}`).sort();
    expect(pairsOf(await readingOf(csv, "cards.csv"))).toEqual([
      "hello=こんにちは",
      "yes, please=はい、どうぞ",
    ]);
    const cards = await readingOf(anki, "cards.txt");
    expect(pairsOf(cards)).toEqual(["hello=こんにちは", "yes please=はい & どうぞ"]);
    expect([cards.markup, cards.skipped.header]).toEqual([1, 2]);
    expect(pairsOf(await readingOf(jsonl, "a.jsonl", { swapped: true }))).toEqual([
      "こんにちは=hello",
      "はい=yes",
    ]);
  });

  test("two pairs: one is held out, and that they are few is told", async () => {
    const { train, dev, remarks } = await readingOf("hello\tこんにちは\nyes\tはい\n");
    expect([train.length, dev.length]).toEqual([1, 1]);
    expect(remarks).toEqual([{ kind: "few", pairs: 2 }]);
  });

  test("remarks on long sides, duplicates, several targets of one source", async () => {
    const long = "a ".repeat(201);
    const text = `${lines(300)}${long}\tx\n${lines(1)}word 1\tother\n${"あ".repeat(250)}\ty\n`;
    expect((await readingOf(text)).remarks).toEqual([
      { kind: "long", pairs: 2, limit: 200 },
      { kind: "severalTargets", sources: 1 },
      { kind: "duplicates", pairs: 1 },
    ]);
    expect((await readingOf("a\tb\na\tc\n")).remarks).toContainEqual({ kind: "noDev" });
  });

  test("text full of markup stays text; as cleaning says, it is taken out", async () => {
    const evil = `<img src=x onerror=alert(1)>\t<script>alert("1")</script>x\n<b>bold</b>\t太字\n`;
    const sources = async (html: "keep" | "text") => {
      const { train, dev } = await readingOf(evil, "evil.tsv", { clean: { ...noCleaning, html } });
      return [...train, ...dev].map(({ source }) => source).sort();
    };
    expect(await sources("keep")).toEqual(["<b>bold</b>", "<img src=x onerror=alert(1)>"]);
    await expect(sources("text")).rejects.toThrow("onePair"); // the other has nothing but markup
  });

  test("no more pairs are read than fit into a tab, and the rest is not read at all", async () => {
    const piece = new TextEncoder().encode(lines(10_000));
    let asked = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        asked += piece.length;
        yield piece;
      }
    }
    const progress: number[] = [];
    const answer = await readPairs(endless(), {
      ...options("huge.tsv", { size: 200_000_000 }),
      onProgress: ({ share }) => progress.push(share),
    });
    expect(answer).toMatchObject({ reading: { cut: "pairs" } });
    expect(asked).toBeLessThan(25 * piece.length);
    expect(progress.at(-1)).toBeLessThan(0.1);
    const { train, dev } = (answer as { reading: ReadPairs }).reading;
    expect(train.length + dev.length).toBe(limits.pairs);
  });

  test.each([
    ["", { kind: "empty" }],
    ["\n\n \n", { kind: "empty" }],
    ["one\ttwo\n", { kind: "onePair" }],
    ["hello\nworld\n", { kind: "oneColumn", line: "hello" }],
    ["\0\x01\x02\tabc\n\0", { kind: "binary", like: "?" }],
    ["PK\x03\x04…", { kind: "binary", like: "zip (.zip, .xlsx, .docx, .apkg)" }],
    ["%PDF-1.7\n", { kind: "binary", like: "PDF" }],
    ["a\tb\nc\n", told("noTab")],
  ])("%j cannot be read", async (text, problem) => {
    expect(await problemOf(text)).toMatchObject(problem);
  });

  test("one column of CSV, UTF-16 and Shift_JIS", async () => {
    expect(await problemOf("hello\nworld\n", "a.csv")).toEqual({ kind: "oneColumn", line: "hello" });
    const utf16 = Uint8Array.from([..."a\tb\nc\td\n"].flatMap((character) => [character.charCodeAt(0), 0]));
    expect(await problemOf(utf16)).toMatchObject(told("utf16"));
    const sjis = Uint8Array.from([0x61, 0x09, 0x93, 0xfa, 0x0a]);
    expect(await problemOf(sjis)).toMatchObject(told("notUtf8"));
  });

  test("property: whatever the bytes, the answer is a reading or a problem", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.string({ unit: "binary" }).map((s) => new TextEncoder().encode(s)),
        ),
        fc.constantFrom("a.tsv", "a.csv", "a.jsonl", "a.tmx", "a.po"),
        async (bytes, name) => {
          const answer = await readPairs(pieces(bytes, 7), options(name));
          expect(Object.keys(answer)).toHaveLength(1);
        },
      ),
    );
  });

  test("an aborted reading ends", async () => {
    const controller = new AbortController();
    controller.abort();
    const reading = readPairs(pieces(new TextEncoder().encode(lines(3))), {
      ...options("a.tsv"),
      signal: controller.signal,
    });
    await expect(reading).rejects.toThrow("abort");
  });
});
