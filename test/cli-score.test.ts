import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Pair } from "../src/data/index.ts";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { openRuntime } from "../src/runtime/index.ts";
import { createScorer, type PairScore } from "../src/search/scorer.ts";
import { henkan } from "./support/fake-terminal.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history } from "./support/tiny-saved-model.ts";
import { type WildOptions, wildModel } from "./support/wild-model.ts";

/** Nine words, and outputs that are short. */
const shortModel = (options: WildOptions = {}) =>
  wildModel({ words: "p q r s t u v w x", endBias: 4, ...options });

/** Letters and words of many lengths, no pair twice. */
const pairs: readonly Pair[] = Array.from({ length: 1300 }, (_, i) => ({
  source: i.toString(8).replaceAll(/\d/g, (digit) => "abcdefgh"[Number(digit)]!),
  target: [...(i * 7919).toString(9)].map((digit) => "pqrstuvwx"[Number(digit)]).join(" "),
}));

async function folderWith(
  files: Readonly<Record<string, string>>,
): Promise<{ folder: string; model: string }> {
  const folder = await temporaryFolder();
  const model = join(folder, "model");
  await saveModel(model, shortModel(), history);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { folder, model };
}

function tsv(some: readonly Pair[]): string {
  return some.map(({ source, target }) => `${source}\t${target}\n`).join("");
}

async function expected(some: readonly Pair[]): Promise<PairScore[]> {
  return (await createScorer(shortModel(), await openRuntime({ threads: 1 }))).scorePairs(some);
}

const rows = (text: string): string[][] =>
  text
    .trimEnd()
    .split("\n")
    .map((row) => row.split("\t"));

describe("henkan score", () => {
  it("gives log P, log P per token, source and target of each pair, in order", async () => {
    const { folder, model } = await folderWith({ "pairs.tsv": tsv(pairs) });
    const { exitCode, stdout, stderr } = await henkan(["score", model, "--pairs", join(folder, "pairs.tsv")]);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/^scoring 1,300\/1,300 {2}100 % {2}[\d,]+ lines\/s\n$/);
    const scores = await expected(pairs);
    const found = rows(stdout);
    expect(found.map(([, , source, target]) => ({ source, target }))).toEqual(pairs);
    found.forEach(([logProbability, score], i) => {
      expect(logProbability).toMatch(/^-\d+\.\d{4}$/);
      expect(Number(logProbability)).toBeCloseTo(scores[i]!.logProbability, 3);
      expect(Number(score)).toBeCloseTo(scores[i]!.score, 3);
    });
  });

  it("gives with --alignment the source token that each target token looks at most", async () => {
    const some = pairs.slice(500, 520);
    const { model } = await folderWith({});
    const args = ["score", model, "--alignment"];
    const found = rows((await henkan(args, { stdin: [tsv(some)] })).stdout).map((row) => row[4]!);
    const scores = await expected(some);
    found.forEach((links, index) => {
      const { attention, sourceTokens, tokens } = scores[index]!;
      const linked = new Map(
        links
          .split(" ")
          .filter(Boolean)
          .map((link) => link.split("-").map(Number).toReversed() as [number, number]),
      );
      for (const j of tokens.keys()) {
        const best = Math.max(...attention![j]!);
        expect(attention![j]![linked.get(j) ?? sourceTokens.length]).toBeCloseTo(best, 6);
      }
      expect([...linked.keys()].every((j) => j < tokens.length)).toBe(true);
    });
    expect(found.join(" ")).toMatch(/\b\d-\d\b/);
    const json = (await henkan([...args, "--output-format", "jsonl"], { stdin: [tsv(some)] })).stdout;
    expect(
      json
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).alignment),
    ).toEqual(found);
  });

  it("gives all that is known as JSON lines, which may be read as well", async () => {
    const some = [{ source: "a\tb", target: "p\nzebra" }, ...pairs.slice(0, 3)];
    const lines = some.map((pair) => `${JSON.stringify(pair)}\n`).join("");
    const { folder, model } = await folderWith({ "pairs.jsonl": lines });
    const args = ["score", model, "--pairs", join(folder, "pairs.jsonl")];
    const objects = (await henkan([...args, "--output-format", "jsonl"])).stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(Object.keys(objects[0])).toEqual([
      "source",
      "target",
      "logProbability",
      "score",
      "tokens",
      "tokenLogProbabilities",
      "sourceTokens",
      "attention",
      "unknown",
    ]);
    expect(objects.map(({ source, target }) => ({ source, target }))).toEqual(some);
    expect(objects[0].unknown).toBe(1);
    const [first] = rows((await henkan(args)).stdout);
    expect(first!.slice(2)).toEqual(["a b", "p zebra"]); // one line, four columns
  });

  it("says how many lines gave no pair", async () => {
    const { model } = await folderWith({});
    const stdin = ["ab\tp\n\nab\t \n\tq\n  \nba\tq\n"];
    const { exitCode, stdout, stderr } = await henkan(["score", model, "--pairs", "-"], { stdin });
    expect([exitCode, rows(stdout).length]).toEqual([0, 2]);
    expect(stderr).toMatch(/\n2 empty lines skipped\n2 lines skipped that lack the source or the target\n$/);
    const quiet = await henkan(["score", model, "--quiet"], { stdin });
    expect(quiet).toEqual({ exitCode: 0, stdout, stderr: "" });
  });

  it("reads standard input in any format", async () => {
    const { model } = await folderWith({});
    const { stdout } = await henkan(["score", model], { stdin: ["ab\tp\nba\tq\n"] });
    const written: Readonly<Record<string, string>> = {
      csv: "source,target\nab,p\nba,q\n",
      jsonl: '{"source": "ab", "target": "p"}\n{"source": "ba", "target": "q"}\n',
      po: 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\nmsgid "ab"\nmsgstr "p"\n\nmsgid "ba"\nmsgstr "q"\n',
    };
    for (const [format, text] of Object.entries(written)) {
      const ran = await henkan(["score", model, "--format", format], { stdin: [text] });
      expect(ran.stdout, ran.stderr).toBe(stdout);
    }
    const bad = await henkan(["score", model, "--format", "jsonl", "--header", "yes"], { stdin: ["{}\n"] });
    expect([bad.exitCode, bad.stderr]).toEqual([
      2,
      "standard input: header true: a file in the format jsonl has none: leave it out, or say another format (tsv and csv " +
        "have one)\n",
    ]);
  });

  it("takes a batch of lines that gives no pair", async () => {
    const { model } = await folderWith({});
    const { exitCode, stdout } = await henkan(["score", model], { stdin: ["\n".repeat(1100), "ab\tp\n"] });
    expect([exitCode, rows(stdout).length]).toEqual([0, 1]);
  });

  it("stops at Ctrl-C, with whole lines", async () => {
    const { model } = await folderWith({});
    const found = await henkan(["score", model], {
      stdin: [tsv(pairs)],
      isTTY: true,
      onNotice: interruptAt("scoring 512"),
    });
    expect(found.exitCode).toBe(130);
    expect(found.stderr).toContain("\nstopping after the lines in hand; Ctrl-C again quits at once\n");
    const scored = found.stdout.match(/\n/g)!.length;
    expect([512, 1024]).toContain(scored); // with replicas, the next lines may be in hand
    expect(found.stderr).toMatch(/\nstopped: [\d,]+ pairs scored\n$/);
    expect(found.stderr).toContain(`stopped: ${scored.toLocaleString("en")} pairs scored`);
  });
});

const interruptAt = (progress: string) => (text: string, interrupt: () => void) => {
  if (text.includes(progress)) interrupt();
};

describe("henkan score refuses", () => {
  async function refusal(args: readonly string[], message: string): Promise<void> {
    expect(await henkan(args)).toEqual({ exitCode: 2, stdout: "", stderr: `${message}\n` });
  }

  it("links of a model without attention", async () => {
    const { folder, model } = await folderWith({ "pairs.tsv": tsv(pairs.slice(0, 2)) });
    await saveModel(model, shortModel({ context: { kind: "fixed-initial" } }), history);
    await refusal(
      ["score", model, "--pairs", join(folder, "pairs.tsv"), "--alignment"],
      `--alignment: ${model} has no attention to read links from (context.kind "fixed-initial"): leave it out, or ` +
        'train a model with context.kind "attention"',
    );
    const { stdout } = await henkan(["score", model, "--output-format=jsonl"], {
      stdin: [tsv(pairs.slice(0, 1))],
    });
    expect(JSON.parse(stdout).attention).toBeNull();
  });

  it("a format that is not known, and pairs that are not there", async () => {
    const { folder, model } = await folderWith({
      "empty.tsv": "",
      "blank.tsv": "\n\tp\n",
      "bad.tsv": "ab\tp\nab p\n",
    });
    await refusal(
      ["score", model, "--output-format", "xml"],
      '--output-format "xml": expected one of "tsv", "jsonl"',
    );
    await refusal(
      ["score", model, "--pairs", "none.tsv"],
      "none.tsv: cannot be read: no such file or folder",
    );
    await refusal(
      ["score", model, "--pairs", folder],
      `${folder}: cannot be read: it is a folder, not a file`,
    );
    const empty = join(folder, "empty.tsv");
    await refusal(["score", model, "--pairs", empty, "--quiet"], `${empty}: no pairs: the file is empty`);
    const blank = join(folder, "blank.tsv");
    await refusal(
      ["score", model, "--pairs", blank, "--quiet"],
      `${blank}: no pairs: blank lines: 1, lines that lack the source or the target: 1`,
    );
    const bad = join(folder, "bad.tsv");
    const { exitCode, stdout, stderr } = await henkan(["score", model, "--pairs", bad, "--quiet"]);
    expect([exitCode, rows(stdout).length]).toEqual([2, 1]); // the pair before it is scored
    expect(stderr).toMatch(`${bad}:2: "ab p" has no tab: expected source, tab, target`);
  });
});

it.runIf(process.platform !== "win32")("the guide's lines filter and rerank", async () => {
  const some = pairs
    .slice(0, 30)
    .map(({ target }, i) => ({ source: pairs[Math.floor(i / 3)]!.source, target }));
  const { folder, model } = await folderWith({ "pairs.tsv": tsv(some), "candidates.tsv": tsv(some) });
  const guide = await readFile(new URL("../docs/guide.md", import.meta.url), "utf8");
  const lines = guide
    .split("\n")
    .filter((line) => line.startsWith("henkan score") && line.includes("| sort"));
  expect(lines).toHaveLength(2);
  const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
  const tsx = import.meta.resolve("tsx");
  for (const line of lines) {
    const command = line.replace(
      "henkan score runs/mine",
      `"${process.execPath}" --import "${tsx}" "${main}" score "${model}"`,
    );
    await promisify(execFile)("sh", ["-c", command], { cwd: folder, env: { ...process.env, LC_ALL: "C" } });
  }
  const scores = await expected(some);
  const kept = rows(await readFile(join(folder, "kept.tsv"), "utf8"));
  const byScore = scores.toSorted((a, b) => b.score - a.score);
  expect(kept).toEqual(byScore.slice(0, 27).map(({ source, target }) => [source, target]));
  const best = rows(await readFile(join(folder, "best.tsv"), "utf8"));
  expect(best).toHaveLength(10);
  for (const [source, target] of best) {
    const candidates = scores.filter((one) => one.source === source);
    const top = Math.max(...candidates.map((one) => one.logProbability));
    expect(candidates.find((one) => one.target === target)!.logProbability).toBe(top);
  }
});

describe("evaluation", () => {
  it("shows its progress, and stops at Ctrl-C", async () => {
    const { folder, model } = await folderWith({ "pairs.tsv": tsv(pairs) });
    const args = ["evaluate", model, "--pairs", join(folder, "pairs.tsv"), "--max-length", "20"];
    const { stderr } = await henkan(args);
    expect(stderr).toMatch(/^evaluating 1,300\/1,300 {2}100 % {2}[\d,.]+ sentences\/s\n$/m);
    const stopped = await henkan(args, { isTTY: true, onNotice: interruptAt("evaluating     0/1,300") });
    expect(stopped).toMatchObject({ exitCode: 130, stdout: "" });
    expect(stopped.stderr).toContain("\nstopping after these sentences; Ctrl-C again quits at once\n");
    expect(stopped.stderr).not.toContain("1,300/1,300");
  });

  it("of the test pairs after training stops at Ctrl-C, and the model stays", async () => {
    const { folder } = await folderWith({ "pairs.tsv": tsv(pairs.slice(0, 60)), "test.tsv": tsv(pairs) });
    const out = join(folder, "trained");
    const files = ["--pairs", join(folder, "pairs.tsv"), "--test", join(folder, "test.tsv"), "--out", out];
    const tiny = ["--encoder.size=8", "--decoder.size=8", "--training.epochs=1"];
    const { exitCode, stdout, stderr } = await henkan(["train", ...files, ...tiny], {
      isTTY: true,
      onNotice: interruptAt("evaluating     0/1,300"),
    });
    expect(exitCode, stderr).toBe(130);
    expect(stderr).toContain("\nstopping after these test sentences; Ctrl-C again quits at once\n");
    expect(stderr).toContain(
      `the test pairs are not scored: henkan evaluate ${out} --pairs FILE scores them\n`,
    );
    expect(stdout).toContain(`model       ${out}\n`);
    expect(stdout).not.toContain("test scores");
  });
});
