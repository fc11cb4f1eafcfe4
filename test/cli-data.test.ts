import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadModel } from "../src/model-folder/model-folder.ts";
import { henkan } from "./support/fake-terminal.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

async function file(name: string, content: string): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

/** The command fails with the message alone, on standard error, and exit code 2. */
async function refusal(args: readonly string[], message: string): Promise<void> {
  expect(await henkan(args)).toEqual({ exitCode: 2, stdout: "", stderr: `${message}\n` });
}

const pairs = "ab\tp q\nab\tp q\nab\tr\n\nc\tc\nd\u0007\ts\n";

describe("henkan data stats", () => {
  it("prints tables, JSON and a page, and says what was skipped", async () => {
    const path = await file("pairs.tsv", pairs);
    const other = await file("other.csv", "source,target\nab,zz\ne,f\n");
    const html = join(path, "..", "stats.html");
    const told = await henkan([
      "data",
      "stats",
      path,
      "--against",
      other,
      "--html",
      html,
      "--language",
      "ja",
    ]);
    expect(told.exitCode).toBe(0);
    expect(told.stderr).toBe("1 empty line skipped\n");
    expect(told.stdout).toMatch(
      /^ *5 {2}pairs\n *1 {2}of them were there already, as they are\n *3 {2}distinct/,
    );
    expect(told.stdout).toContain("suspicious  U+0007 invalid (1)\n");
    expect(told.stdout).toContain(
      `   of 2 pairs in ${other}\n1  have a source that is here too\n0  have a target`,
    );
    expect(await readFile(html, "utf8")).toContain("<h1>pairs.tsv</h1>");

    const json = JSON.parse((await henkan(["data", "stats", path, "--json"])).stdout);
    expect(json).toMatchObject({
      pairs: 5,
      duplicates: 1,
      sources: 3,
      severalTargets: 1,
      identical: 1,
      invalid: 1,
    });
  });

  it("reads two files of lines, and several files together", async () => {
    const [source, target] = [await file("a.en", "a\nb\n"), await file("a.ja", "x\ny\n")];
    const flags = ["--source", source, "--target", target, "--json"];
    expect(JSON.parse((await henkan(["data", "stats", ...flags])).stdout).pairs).toBe(2);
    const path = await file("pairs.tsv", pairs);
    expect(JSON.parse((await henkan(["data", "stats", path, ...flags])).stdout).pairs).toBe(7);
  });

  it("refuses what is no pairs", async () => {
    const path = await file("pairs.tsv", "\n");
    await refusal(
      ["data", "stats", path],
      `${path}: no pairs: blank lines: 1, lines that lack the source or the target: 0`,
    );
    await refusal(
      ["data", "stats"],
      "no pairs: name a file, or two files of lines with --source FILE --target FILE",
    );
    await refusal(
      ["data", "stats", "--source", path],
      "--source and --target go together: two files whose lines belong together",
    );
    await refusal(
      ["data", "stats", path, "--columns", "en"],
      "--columns \"en\": expected two, the source's and the target's, such as en,ja or 2,3",
    );
  });
});

describe("henkan data clean", () => {
  it("writes what is kept, and counts what is not", async () => {
    const path = await file("pairs.tsv", pairs);
    const held = await file("test.tsv", "c\tq\n");
    const out = join(path, "..", "out.tsv");
    const cleaned = await henkan(["data", "clean", path, "--out", out, "--against", held]);
    expect(cleaned).toEqual({
      exitCode: 0,
      stdout: `3 pairs in ${out}\n`,
      stderr:
        "1 empty line skipped\n" +
        "1 pair left out whose source is in the dev or test pairs (data.clean.overlap)\n" +
        "1 pair left out that were there already (data.clean.duplicates)\n" +
        "1 pair had invalid characters, which were removed or replaced\n",
    });
    expect(await readFile(out, "utf8")).toBe("ab\tp q\nab\tr\nd\ts\n");
    const strict = [
      "--identical",
      "drop",
      "--invalid",
      "drop",
      "--max-ratio",
      "1.5",
      "--min-characters",
      "1",
    ];
    const { stdout } = await henkan(["data", "clean", path, "--out", out, "--duplicates", "keep", ...strict]);
    expect(stdout).toBe(`2 pairs in ${out}\n`);
  });

  it("leaves an older file alone when something is wrong", async () => {
    const path = await file("pairs.tsv", "a\tb\nno tab\n");
    const out = join(path, "..", "out.tsv");
    await writeFile(out, "old\n");
    await refusal(
      ["data", "clean", path, "--out", out],
      `${path}:2: "no tab" has no tab: expected source, tab, target; name the file .jsonl if it holds JSON lines, or give ` +
        "source and target as two files",
    );
    expect(await readFile(out, "utf8")).toBe("old\n");
    expect((await readdir(join(path, ".."))).sort()).toEqual(["out.tsv", "pairs.tsv"]);
    await refusal(
      ["data", "clean", path, "--out", out, "--max-ratio", "x"],
      '--max-ratio "x": expected a number from 1 on',
    );
    await refusal(
      ["data", "clean", path, "--out", out, "--duplicates", "no"],
      '--duplicates "no": expected one of "keep", "drop"',
    );
  });
});

describe("henkan train", () => {
  const tiny = [
    "--encoder.size",
    "6",
    "--decoder.size",
    "6",
    "--training.epochs",
    "1",
    "--runtime.threads",
    "1",
  ];

  it("tells of sources, cleaning and overlap, and keeps the counts", async () => {
    const a = await file("a.csv", "ja,en\nx,ab\ny,ab\nx,ab\nz,cd\n");
    const b = await file("b.tsv", "ab\tq\nef\u0000\tr\n");
    const dev = await file("dev.tsv", "ab\tx\nab\tnew\ncd\tz\n");
    const config = await file(
      "model.yaml",
      `data:\n  pairs:\n    - { pairs: ${a}, tag: "<2ja>", columns: [en, ja], name: table }\n    - { pairs: ${b}, name: lines }\n` +
        `  dev: [{ pairs: ${dev}, tag: "<2ja>" }]\n  clean: { duplicates: drop }\n  temperature: 2\n`,
    );
    const out = join(config, "..", "model");
    const { stderr, exitCode } = await henkan(["train", config, "--out", out, ...tiny]);
    expect(exitCode, stderr).toBe(0);
    expect(stderr.split("\n").slice(0, 8)).toEqual([
      "read 5 pairs",
      "1 line read as a header",
      "1 pair left out that were there already (data.clean.duplicates)",
      "warning: invalid characters (controls, U+FFFD, lone surrogates) in 1 pair; data.clean.invalid takes them out, " +
        "henkan data stats shows them",
      "table: 3 pairs, 55.1 % of an epoch",
      "lines: 2 pairs, 44.9 % of an epoch",
      "3 dev pairs to choose the best epoch",
      "warning: of 3 dev pairs, 3 have a source that is trained on, 2 a target, and 2 are trained on as they are",
    ]);
    expect((await loadModel(out)).record.data).toMatchObject({
      pairs: 5,
      skipped: { blank: 0, empty: 0, header: 1, duplicate: 1 },
      remarks: { markup: 0, invalid: 1 },
      overlap: { dev: { pairs: 3, source: 3, target: 2, pair: 2 }, test: null },
      sources: [
        { name: "table", pairs: 3 },
        { name: "lines", pairs: 2 },
      ],
    });
  });

  it("and evaluate and score take columns", async () => {
    const path = await file("pairs.csv", "id,en,ja\n1,ab,x\n2,cd,y\n3,ef,z\n");
    const out = join(path, "..", "model");
    const columns = ["--columns", "en,ja"];
    const trained = await henkan([
      "train",
      "--pairs",
      path,
      "--dev",
      path,
      "--out",
      out,
      ...columns,
      ...tiny,
    ]);
    expect(trained.exitCode, trained.stderr).toBe(0);
    expect((await henkan(["evaluate", out, "--pairs", path, ...columns])).stdout).toMatch(/^3 sentences/);
    const scored = await henkan(["score", out, "--pairs", path, "--columns", "2,3", "--quiet"]);
    expect(scored.stdout.split("\n").map((line) => line.split("\t")[2])).toEqual([
      "ab",
      "cd",
      "ef",
      undefined,
    ]);
  });
});
