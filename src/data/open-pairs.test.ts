import { appendFile, readdir, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import zlib from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { DataError } from "../errors.ts";
import { fileFormatOf, type OpenPairsOptions, openPairs, type PairFile } from "./open-pairs.ts";
import { noRemarks, type Pair, type PairLine } from "./pair.ts";

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

async function all(pairs: PairFile, options: OpenPairsOptions = {}): Promise<PairLine[]> {
  const lines: PairLine[] = [];
  for await (const line of openPairs(pairs, options)) lines.push(line);
  return lines;
}

/** The lines of a file, pairs as "source|target". */
async function read(name: string, content: string | Uint8Array, options: OpenPairsOptions = {}) {
  const lines = await all(await file(name, content), options);
  return lines.map((line) => (typeof line === "string" ? line : `${line.source}|${line.target}`));
}

/** The file is refused with the message behind its name. */
async function refuse(
  name: string,
  content: string | Uint8Array,
  message: string,
  options: OpenPairsOptions = {},
) {
  const path = await file(name, content);
  await expect(all(path, options)).rejects.toThrow(new DataError(message.replaceAll("FILE", path)));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** The files that this process has open; none where the system does not tell. */
async function openFiles(): Promise<string[]> {
  const folder = "/proc/self/fd";
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => "")));
}

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

describe("TSV", () => {
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
        'they are under "Sentence pairs". If it is a pair all the same, say so with --columns 1,2',
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

describe("an Anki export", () => {
  const head = "#separator:tab\n#html:true\n";

  it("gives the text of its HTML, without sounds, and counts that", async () => {
    const remarks = noRemarks();
    const cards = 'a<br>b &amp; <b>c</b>\tい[sound:x.mp3]\nplain\t"two\nlines ""q"""\n<img src="x">\tz\n';
    expect(await read("cards.txt", head + cards, { remarks })).toEqual([
      "header",
      "header",
      "a b & c|い",
      'plain|two lines "q"',
      "empty",
    ]);
    expect(remarks).toEqual({ markup: 1, invalid: 0 });
  });

  it("leaves out decks, tags and the like, and finds named columns", async () => {
    const more = "#guid column:1\n#deck column:2\n#tags column:5\n";
    expect((await read("a.txt", `${head}${more}g\tDeck\tcat\t猫\tx\n`)).at(-1)).toBe("cat|猫");
    const named = "#separator:Semicolon\n#html:false\n#columns:English;Reading;Japanese\ncat;ねこ;猫 <3\n";
    expect((await read("a.txt", named, { columns: ["Japanese", "English"] })).at(-1)).toBe("猫 <3|cat");
    await refuse(
      "a.txt",
      "#separator:dash\na\tb\n",
      "FILE: #separator:dash: expected one character, or one of tab, comma, semicolon, pipe, colon, space",
    );
  });
});

describe("CSV", () => {
  it("takes quotes, line ends and delimiters inside of them; tells `,` and `;` apart", async () => {
    const text = 'en,ja\r\n"Hello, ""you""","こん\nにちは"\r\n,x\r\n\r\n"b",c\r\n';
    expect(await read("a.csv", text)).toEqual([
      "header",
      'Hello, "you"|こん にちは',
      "empty",
      "blank",
      "b|c",
    ]);
    expect(await read("a.csv", '"a;b";n;ja\nx;1;y,z\n', { columns: ["a;b", "ja"] })).toEqual([
      "header",
      "x|y,z",
    ]);
    expect(await read("a.csv", "target,id,source\nt,1,s\n")).toEqual(["header", "s|t"]);
    expect(await read("a.csv", "")).toEqual([]);
  });

  it("names the line and the way out", async () => {
    await refuse(
      "a.csv",
      "id,en,ja\n1,a,b\n",
      'FILE: which columns are source and target? It has "id", "en", "ja": say it with --columns SOURCE,TARGET, or as ' +
        "data.columns in the configuration file",
    );
    await refuse(
      "a.csv",
      'en,ja\n"x\ny",z\nonly\n',
      "FILE:4: the row has 1 fields: expected at least 2, as its columns say; a field that holds a delimiter or a line " +
        "end has to be in quotes",
    );
    await refuse("a.csv", 'en,ja\na,b\nc,"d\n', "FILE:3: not CSV: the quote that opens here is never closed");
    await refuse("a.csv", 'en,ja\na "b",c\n', "FILE:2: not CSV: a quote inside a field that does not begin with one: expected the field in quotes, and quotes in it doubled"); // biome-ignore format: a message
    await refuse(
      "a.csv",
      Buffer.from("en,ja\ncaf\xe9,x\n", "latin1"),
      "FILE:2: byte 0xe9 at offset 9 is not UTF-8: convert the file, for example with iconv -f ENCODING -t UTF-8",
    );
  });
});

describe("JSON lines", () => {
  it("take other keys", async () => {
    expect(await read("a.jsonl", '{"en": "a", "ja": "b"}\n', { columns: ["ja", "en"] })).toEqual(["b|a"]);
    await refuse("a.jsonl", '{"en": "a"}\n', 'FILE:1: "{\\"en\\": \\"a\\"}" has no string "ja": expected an object like {"en": "…", "ja": "…"}', { columns: ["en", "ja"] }); // biome-ignore format: a message
  });
});

describe("TMX", () => {
  const memory = (units: string, source = "en-US") =>
    `<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4"><header srclang="${source}"/><body>\n${units}</body></tmx>`;
  const unit = (...variants: [string, string][]) =>
    `<tu>${variants.map(([language, text]) => `<tuv xml:lang="${language}"><seg>${text}</seg></tuv>`).join("")}</tu>\n`;

  it("pairs the header's language with the other; drops inline codes and counts", async () => {
    const remarks = noRemarks();
    const units =
      unit(["ja", "猫"], ["en-US", "cat &amp; <bpt i='1'>&lt;b></bpt>dog<ept i='1'/>"]) +
      unit(["en-US", "only"]) +
      unit(["en-US", "a\n  b"], ["ja", "<hi>い</hi>"]) +
      unit(["en-US", " "], ["ja", "う"]);
    expect(await read("a.tmx", memory(units), { remarks })).toEqual([
      "cat & dog|猫",
      "language",
      "a b|い",
      "empty",
    ]);
    expect(remarks.markup).toBe(2);
  });

  it("takes the languages that are asked for, kinds of them too", async () => {
    const units =
      unit(["EN_us", "cat"], ["en-GB", "kitty"], ["ja", "猫"], ["de", "Katze"]) +
      unit(["en", "x"], ["ja-JP", "y"]);
    expect(await read("a.tmx", memory(units), { columns: ["ja", "en"] })).toEqual(["猫|cat", "y|x"]);
    expect(await read("a.tmx", memory(unit(["en", "x"], ["ja", "y"]), "en"), { columns: [2, 1] })).toEqual([
      "y|x",
    ]);
    await refuse(
      "a.tmx",
      memory(units),
      'FILE:4: which languages are source and target? The unit has "EN_us", "en-GB", "ja", "de": say it with --columns ' +
        "SOURCE,TARGET, such as en,ja, or as data.columns in the configuration file",
    );
  });

  it("refuses what is no XML, with its line", async () => {
    await refuse("a.tmx", memory("<tu>\n</tuv>"), "FILE:5: not well-formed XML: Unexpected close tag");
    await refuse("a.tmx", "<tmx>\n<body>", "FILE:2: not well-formed XML: Unclosed root tag");
    await refuse(
      "a.tmx",
      memory("<tu>&nothing;</tu>"),
      "FILE:4: not well-formed XML: Invalid character entity",
    );
    await refuse("a.tmx", Buffer.from("<tmx>\xe9</tmx>", "latin1"), "FILE: not UTF-8: convert the file, for example with iconv -f ENCODING -t UTF-8"); // biome-ignore format: a message
  });

  it("holds one piece at a time, whether or not the file has lines", async () => {
    const units = unit(["en-US", "cat"], ["ja", "猫"]).trim().repeat(20_000);
    const path = await file("a.tmx", memory(units));
    const bytes: number[] = [];
    const lines = openPairs(path, { onBytes: (count) => bytes.push(count) });
    expect((await lines.next()).value).toEqual({ source: "cat", target: "猫" });
    expect(sum(bytes)).toBeLessThan(300_000);
    let count = 1;
    for await (const line of lines) if (typeof line !== "string") count++;
    expect(count).toBe(20_000);
  });
});

describe("XLIFF", () => {
  it("reads 1.2, without proposals and what is no translation yet", async () => {
    const text = `<xliff version="1.2"><file source-language="en" target-language="ja"><body>
      <trans-unit id="1"><source>Open <g id="1">file</g><x id="2"/></source><target>開く</target>
        <alt-trans><source>no</source><target>いいえ</target></alt-trans></trans-unit>
      <trans-unit id="2"><source>Save</source></trans-unit>
      <trans-unit id="3"><source>Quit</source><target state="needs-translation">Quit</target></trans-unit>
      <trans-unit id="4"><source>Go</source><target state="translated">行く</target></trans-unit>
    </body></file></xliff>`;
    const remarks = noRemarks();
    const pairs = ["Open file|開く", "untranslated", "untranslated", "Go|行く"];
    expect(await read("a.xlf", text, { remarks })).toEqual(pairs);
    expect(remarks.markup).toBe(1);
    expect((await read("a.xlf", text, { columns: ["ja", "en"] })).at(-1)).toBe("行く|Go");
    expect((await read("a.xlf", text, { columns: [2, 1] })).at(-1)).toBe("行く|Go");
    await refuse("a.xlf", text, 'FILE: no column "fr": expected one of "en", "ja", or a number from 1 to 2', { columns: ["en", "fr"] }); // biome-ignore format: a message
  });

  it("reads 2.0, segment by segment", async () => {
    const text = `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="ja"><file id="f"><unit id="1">
      <notes><note>source</note></notes>
      <segment><source>One <pc id="1">two</pc><ph id="2"/>.</source><target>一二。</target></segment>
      <ignorable><source> </source></ignorable>
      <segment state="initial"><source>Three.</source><target>Three.</target></segment>
      <segment><source>Four.</source><target>四。</target></segment></unit></file></xliff>`;
    expect(await read("a.xliff", text)).toEqual(["One two.|一二。", "untranslated", "Four.|四。"]);
  });
});

describe("PO", () => {
  const catalogue = `msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n
msgid "Open\\n"\n"file"\nmsgstr "ファイルを\\n開く"\n
#, fuzzy\nmsgid "Save"\nmsgstr "保"\n
msgid "Quit"\nmsgstr ""\n
msgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] "%d"\n
msgctxt "menu"\nmsgid "Go"\nmsgstr "行く"\n
#~ msgid "Old"\n#~ msgstr "古"\n`;

  it("reads translations, and counts what is none", async () => {
    const pairs = [
      "header",
      "Open file|ファイルを 開く",
      "fuzzy",
      "untranslated",
      "plural",
      "Go|行く",
      "obsolete",
    ];
    expect((await read("ja.po", catalogue)).sort()).toEqual(pairs.sort());
    expect(await read("ja.po", catalogue, { columns: [2, 1] })).toContain("行く|Go");
  });

  it("takes the header's encoding, and refuses what is no catalogue", async () => {
    const latin =
      'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\nmsgid "coffee"\nmsgstr "caf\xe9"\n';
    expect(await read("fr.po", Buffer.from(latin, "latin1"))).toEqual(["header", "coffee|café"]);
    await expect(read("a.po", 'msgid "a\nmsgstr "b"\n')).rejects.toThrow(
      /a\.po:\d+: not a gettext catalogue: /,
    );
  });
});

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

  const zstd = "createZstdDecompress" in zlib;
  it.skipIf(zstd)("need a newer Node for .zst, or zstd", async () => {
    await refuse("a.tsv.zst", "x", `FILE: Node ${process.version} does not know Zstandard: expected Node 22.15 or newer; or decompress the file first, with zstd -d FILE`); // biome-ignore format: a message
  });
  it.skipIf(!zstd)("are decompressed, .zst where Node has it", async () => {
    const { zstdCompressSync } = zlib as unknown as { zstdCompressSync: (text: string) => Uint8Array };
    expect(await read("a.tsv.zst", zstdCompressSync(text))).toEqual(["a|b", "c|d"]);
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
    const message =
      "FILE: it is UTF-16: expected UTF-8; convert the file, for example with iconv -f UTF-16 -t UTF-8";
    await refuse("a.tsv", Buffer.from("\ufeffa\tb\n", "utf16le"), message);
    await refuse("a.tmx", Buffer.from("\ufeff<tmx/>", "utf16le").swap16(), message);
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
