import { readFile, writeFile } from "node:fs/promises";
import zlib from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, file, read, refuse } from "../../test/support/pair-files.ts";
import { DataError } from "../errors.ts";
import { fileFormatNames, fileFormats } from "./formats/index.ts";
import { fileFormatOf } from "./open-pairs.ts";
import type { Pair } from "./pair.ts";

describe("fileFormatOf", () => {
  it("looks at the end of the name, before that of the compression", () => {
    const names = [
      "a.tsv",
      "a.csv.gz",
      "a.TMX.zst",
      "b.c/xlf",
      "a.xlf",
      "a.xliff.br",
      "a.po",
      "a.ndjson",
      "a",
    ];
    expect(names.map(fileFormatOf)).toEqual([
      "tsv", "csv", "tmx", "tsv", "xliff", "xliff", "po", "jsonl", "tsv",
    ]); // biome-ignore format: one line
  });
});

describe("formats", () => {
  it("know the ends of names that tools give, and say what each is", () => {
    const names = ["a.sdlxliff", "a.mxliff", "a.mqxliff", "a.XLF", "a.pot", "a.txt", "a.tab", "a.html"];
    expect(names.map(fileFormatOf)).toEqual(["xliff", "xliff", "xliff", "xliff", "po", "tsv", "tsv", "tsv"]);
    const extensions = fileFormatNames.flatMap((name) => fileFormats[name].extensions);
    expect(new Set(extensions).size).toBe(extensions.length);
    for (const name of fileFormatNames) expect(fileFormatOf(`a.${name}`)).toBe(name);
  });

  it("are all on the page about data", async () => {
    const page = await readFile(new URL("../../docs/your-data.md", import.meta.url), "utf8");
    for (const name of fileFormatNames) {
      expect(page).toContain(`\`${name}\``);
      for (const extension of fileFormats[name].extensions) expect(page).toContain(`\`.${extension}\``);
    }
  });

  it("are chosen whatever the name is", async () => {
    expect(await read("a.txt", "en;ja\na;b\n", { format: "csv" })).toEqual(["header", "a|b"]);
    expect(await read("a.csv", "a,b\tc\n", { format: "tsv" })).toEqual(["a,b|c"]);
  });

  it("refuse a header where they have none", async () => {
    const message =
      "FILE: header false: a file in the format jsonl has none: leave it out, or say another format (tsv and csv have one)";
    await refuse("a.jsonl", "{}\n", message, { header: false });
  });
});

describe("a switch for the header", () => {
  it("reads the first row as a pair, or as names", async () => {
    expect(await read("a.csv", "a,b\nc,d\n", { header: false })).toEqual(["a|b", "c|d"]);
    expect(await read("a.csv", "sep=|\n1|a|b\n", { header: false, columns: [3, 2] })).toEqual([
      "header",
      "b|a",
    ]);
    expect(await read("a.tsv", "en\tja\na\tb\n", { header: true })).toEqual(["header", "a|b"]);
    expect(await read("a.tsv", "target\tid\tsource\na\t1\tb\n", { header: true })).toEqual(["header", "b|a"]);
    expect(await read("a.tsv", "en\tja\na\tb\n", { header: true, columns: [2, 1] })).toEqual([
      "header",
      "b|a",
    ]);
    await refuse(
      "a.csv",
      "a,b,c\n",
      'FILE: which columns are source and target? Its first row is "a", "b", "c": say it by numbers from 1 on, as columns',
      { header: false },
    );
    for (const name of ["a.csv", "a.tsv"]) {
      await refuse(
        name,
        "en\tja\n",
        'FILE:1: columns "en" and "ja": the file is said to have no header: expected numbers, such as 1,2',
        { header: false, columns: ["en", "ja"] },
      );
    }
  });
});

describe("TSV", () => {
  it("knows Excel's sep line, refuses another separator, and tells columns of one name", async () => {
    expect(await read("a.txt", "sep=\t\r\na\tb\r\n")).toEqual(["header", "a|b"]);
    await refuse(
      "a.txt",
      "sep=;\na;b\n",
      'FILE:1: "sep=;" says that ";" stands between fields: expected tabs; name the file .csv, or say that its format is csv',
    );
    const message = 'FILE:1: 3 columns are called "en": expected one; say which by its number: 1, 2 or 4';
    await refuse("a.tsv", "en\ten \tja\ten\n", message, { columns: ["en", "ja"] });
  });

  it("finds columns by number, and by name where there is a header", async () => {
    const text = "id\ten\tja\n1\tGo.\t行け。\n\n2\tStop.\t\n";
    expect(await read("a.tsv", text, { columns: ["ja", "en"] })).toEqual([
      "header",
      "行け。|Go.",
      "blank",
      "empty",
    ]);
    expect(await read("a.tsv", "1\tGo.\t行け。\n", { columns: [2, 3] })).toEqual(["Go.|行け。"]);
    await refuse(
      "a.tsv",
      text,
      'FILE:1: no column "fr": expected one of "id", "en", "ja", or a number from 1 to 3',
      {
        columns: ["en", "fr"],
      },
    );
    await refuse(
      "a.tsv",
      "a\tb\n",
      'FILE:1: "a\\tb" has 2 columns: expected at least 3, with tabs between them',
      {
        columns: [1, 3],
      },
    );
  });

  it("knows Tatoeba's pairs by their first line, and refuses Tatoeba's sentences", async () => {
    expect(await read("a.tsv", "1276\tHi.\t77\tやあ。\n5\tGo.\t9\t行け。\n")).toEqual([
      "Hi.|やあ。",
      "Go.|行け。",
    ]);
    expect(await read("a.tsv", "1\t2\t3\t4\n")).toEqual(["1|2"]);
    expect(await read("a.tsv", "Hi.\tやあ。\tCC-BY 2.0\n")).toEqual(["Hi.|やあ。"]);
    await refuse(
      "sentences.tsv",
      "1276\teng\tLet's try.\n",
      'FILE:1: "1276\\teng\\tLet\'s try." is a number, a language and a sentence: expected pairs; at tatoeba.org/downloads ' +
        'they are under "Sentence pairs". If it is a pair all the same, say so: columns 1 and 2',
    );
    expect(await read("a.tsv", "1276\teng\tLet's try.\n", { columns: [1, 2] })).toEqual(["1276|eng"]);
  });

  it("takes mixed line ends, a byte order mark and NULs, and refuses CR alone", async () => {
    expect(await read("a.tsv", "\ufeffa\tb\r\nc\td\ne\u0000\tf\r\n")).toEqual(["a|b", "c|d", "e\u0000|f"]);
    await refuse(
      "a.tsv",
      "a\tb\rc\td\r",
      "FILE:1: lines end with CR alone: expected LF or CR LF; convert the file, for example with tr '\\r' '\\n'",
    );
  });

  it("takes lines of 10 MB", async () => {
    const [line] = await all(await file("a.tsv", `${"x".repeat(5_000_000)}\t${"漢".repeat(2_000_000)}\n`));
    const { source, target } = line as Pair;
    expect([source.length, target.length]).toEqual([5_000_000, 2_000_000]);
  });
});

describe("JSON lines", () => {
  it("take other keys", async () => {
    expect(await read("a.jsonl", '{"en": "a", "ja": "b"}\n', { columns: ["ja", "en"] })).toEqual(["b|a"]);
    await refuse("a.jsonl", '{"en": "a"}\n', 'FILE:1: "{\\"en\\": \\"a\\"}" has no string "ja": expected an object like {"en": "…", "ja": "…"}', { columns: ["en", "ja"] }); // biome-ignore format: a message
  });
});

describe("property: damaged files", () => {
  const samples: Readonly<Record<string, string>> = {
    "a.tsv": "a\tb\n漢\tc\r\n\n",
    "cards.txt": '#separator:tab\n#html:true\na<br>b\t"c ""d"""\n',
    "a.csv": 'en;ja\n"a\nb";c\nd;e\n',
    "a.jsonl": '{"source": "a", "target": "漢"}\n',
    "a.tmx":
      '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>a<ph x="1">b</ph></seg></tuv>' +
      '<tuv xml:lang="ja"><seg>c</seg></tuv></tu></body></tmx>',
    "a.xlf":
      '<xliff version="1.2"><file source-language="en" target-language="ja"><body><trans-unit id="1"><source>a' +
      '<g id="1">b</g></source><target>c</target></trans-unit></body></file></xliff>',
    "a.po": 'msgid ""\nmsgstr "charset=UTF-8\\n"\n\n#, fuzzy\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
  };
  const damage = fc.array(fc.tuple(fc.nat(), fc.constantFrom("cut", "insert", "copy"), fc.nat(255)), {
    minLength: 1,
    maxLength: 4,
  });

  it.each(Object.entries(samples))("%s gives lines or says what is wrong", async (name, sample) => {
    const path = await file(name, sample);
    const zipped = await file(`${name}.gz`, "");
    await fc.assert(
      fc.asyncProperty(damage, fc.boolean(), async (changes, compressed) => {
        let bytes = Buffer.from(sample);
        if (compressed) bytes = zlib.gzipSync(bytes);
        for (const [place, kind, byte] of changes) {
          const at = place % (bytes.length + 1);
          const more =
            kind === "insert"
              ? Buffer.of(byte)
              : kind === "copy"
                ? bytes.subarray(at, at + byte)
                : Buffer.of();
          bytes = Buffer.concat([
            bytes.subarray(0, at),
            more,
            bytes.subarray(kind === "cut" ? at + 1 + (byte % 8) : at),
          ]);
        }
        const damaged = compressed ? zipped : path;
        await writeFile(damaged, bytes);
        try {
          for (const line of await all(damaged)) {
            if (typeof line !== "string") expect(Object.keys(line)).toEqual(["source", "target"]);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
          expect((error as Error).message).toContain(damaged);
        }
      }),
      { numRuns: 150 },
    );
  });
});
