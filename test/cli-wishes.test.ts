/** What is asked of outputs on the command line, and cannot be. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { folderOfFiles } from "./support/command-files.ts";
import { henkan } from "./support/fake-terminal.ts";

let folder = "";
beforeEach(async () => {
  folder = await folderOfFiles();
});

const translate = (args: readonly string[], stdin: readonly string[] = []) =>
  henkan(["translate", join(folder, "model"), ...args], { stdin });

describe("wishes that contradict each other", () => {
  it.each([
    [["--min-length", "9", "--max-length", "4"], "--min-length 9: more than --max-length 4"],
    [
      ["--min-length-ratio", "2", "--max-length-ratio", "1.5"],
      "--min-length-ratio 2: more than --max-length-ratio 1.5",
    ],
    [
      ["--prefix", "p q r", "--max-length", "2"],
      '--prefix "p q r": 3 tokens are more than the 2 that --max-length 2 allows an output',
    ],
    [
      ["--prefix", "p q", "--exclude", "s", "--exclude", "q"],
      '--prefix "p q": it has what --exclude "q" keeps out',
    ],
    [
      ["--beam", "5", "--include", "r p", "--exclude", "p"],
      '--include "r p": it has what --exclude "p" keeps out',
    ],
    [
      ["--beam", "5", "--include", "zzz"],
      '--include "zzz": the model cannot write "zzz", which is not in its target vocabulary',
    ],
    [["--include", "p"], "--include: needs a beam; set --beam to 5 or more"],
    [["--sample", "--beam", "4"], "--sample: draws do not share a beam; leave --beam out"],
    [["--sample", "--top-p", "0"], "--top-p 0: expected more than 0, up to 1"],
    [
      ["--n-best", "3", "--output-format", "jsonl"],
      "--n-best 3: expected a whole number from 1 to 1 (the beam)",
    ],
  ])("%j are refused before a line is read", async (args, message) => {
    const stdin: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]() {
        throw new Error("standard input was read");
      },
    };
    const ran = await henkan(["translate", join(folder, "model"), ...args], { stdin });
    expect(ran).toEqual({ exitCode: 2, stdout: "", stderr: `${message}\n` });
    if (args.includes("--n-best")) return;
    const scored = ["--pairs", join(folder, "scored.tsv"), "--quiet"];
    const evaluated = await henkan(["evaluate", join(folder, "model"), ...scored, ...args]);
    expect([evaluated.exitCode, evaluated.stdout]).toEqual([2, ""]);
    expect(evaluated.stderr).toContain(message);
  });

  it("with the default limit are those of the lines that are too short", async () => {
    const { exitCode, stdout, stderr } = await translate(["--min-length", "40", "--quiet"], ["a\nabc\n"]);
    expect(exitCode).toBe(2);
    expect(stdout.split("\n").map((line) => line.split(" ").length >= 40)).toEqual([false, true, false]);
    expect(stderr).toBe(
      'standard input:1: --min-length 40: more than the 35 that an output of "a" has at most by default; give ' +
        "--max-length, too\n1 line refused and left empty\n",
    );
    const both = await translate(["--min-length", "40", "--max-length", "41", "--quiet"], ["a\nabc\n"]);
    expect([both.exitCode, both.stderr]).toEqual([0, ""]);
  });
});

describe("a line of requests that cannot be", () => {
  const requests = [
    '{"source": "abc"}',
    '{"source": "ad", "include": ["zzz"]}',
    "",
    '{"source": "hb", "prefix": "p", "exclude": ["p"]}',
    '{"source": "bcd"',
    '{"sauce": "bcd"}',
    '{"source": "fe", "prefix": "s"}',
  ];
  const stdin = [requests.map((line) => `${line}\n`).join("")];
  const args = ["--requests", "--beam", "5", "--max-length", "6"];
  const expected = 'expected "source" and, if wanted, "prefix", "include", "exclude"';
  const problems = [
    '2: include "zzz": the model cannot write "zzz", which is not in its target vocabulary',
    '3: an empty line: expected an object such as {"source": "…", "prefix": "…"}',
    '4: prefix "p": it has what exclude "p" keeps out',
    '5: not JSON: expected an object such as {"source": "…", "prefix": "…"}',
    `6: source: Invalid input: expected string, received undefined; the line: Unrecognized key: "sauce": ${expected}`,
  ];

  it("is left empty and told at the end, with its number and the reason; the others are answered", async () => {
    const { exitCode, stdout, stderr } = await translate([...args, "--quiet"], stdin);
    const [abc, fe] = (await translate([...args, "--quiet"], [`${requests[0]}\n${requests[6]}\n`])).stdout
      .trimEnd()
      .split("\n");
    expect(fe).toMatch(/^s/);
    expect(exitCode).toBe(2);
    expect(stdout).toBe(`${abc}\n\n\n\n\n\n${fe}\n`);
    expect(stderr).toBe(
      [...problems.map((problem) => `standard input:${problem}`), "5 lines refused and left empty\n"].join(
        "\n",
      ),
    );
  });

  it("says in JSON lines why it is empty", async () => {
    const { stdout } = await translate([...args, "--output-format", "jsonl"], stdin);
    const answers = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answers.map(({ source }) => source)).toEqual(["abc", "ad", "", "hb", "", "", "fe"]);
    expect(answers.map(({ error }) => error !== undefined)).toEqual(
      requests.map((_, i) => i > 0 && i < requests.length - 1),
    );
    expect(
      answers.filter(({ error }) => error).every(({ text, hypotheses }) => text === "" && !hypotheses.length),
    ).toBe(true);
    const keys = new Set(answers.map(({ error: _, ...rest }) => Object.keys(rest).sort().join()));
    expect(keys.size).toBe(1);
    expect(answers[3].error).toBe('prefix "p": it has what exclude "p" keeps out');
  });

  it("is told in the words of its file, ten at most, where there are many", async () => {
    const input = join(folder, "many-requests");
    await writeFile(input, '{"source": "fe", "prefix": "s"}\n\n'.repeat(600));
    const { exitCode, stdout, stderr } = await translate([...args, "--input", input, "--quiet"]);
    expect(exitCode).toBe(2);
    const lines = stdout.split("\n");
    expect(lines).toHaveLength(1201);
    expect(lines.filter((line) => line === "")).toHaveLength(601);
    const told = stderr.trimEnd().split("\n");
    expect(told.slice(0, 10).map((line) => line.slice(0, line.indexOf(": ")))).toEqual(
      Array.from({ length: 10 }, (_, i) => `${input}:${2 * i + 2}`),
    );
    expect(told.slice(10)).toEqual(["and 590 more", "600 lines refused and left empty"]);
  });
});

describe("outputs as long as their limit", () => {
  /** Targets of fifty words for one of the source: the usual limit is 35. */
  const words = (name: string) => Array.from({ length: 50 }, (_, i) => `${name}${i}`).join(" ");
  const pairs = ["one", "two", "six"].map((name, i) => `k${i}\t${words(name)}\n`);

  it("have a limit that allows every target of the training pairs, which the model keeps", async () => {
    const at = (name: string) => join(folder, name);
    await writeFile(at("long.tsv"), pairs.join("").repeat(20));
    await writeFile(at("long-dev.tsv"), pairs.join(""));
    const sizes = ["--encoder.size", "32", "--decoder.size", "32"];
    const tokens = ["--source.tokenizer", "words", "--target.tokenizer", "words"];
    const training = ["--training.epochs", "30", "--training.batchTokens", "400"];
    const files = ["--pairs", at("long.tsv"), "--dev", at("long-dev.tsv"), "--out", at("long")];
    const trained = await henkan(["train", ...files, ...sizes, ...tokens, ...training]);
    expect(trained.stderr).toMatch(/epoch 30\/30 .*exact 100\.0%/);
    const translated = await henkan(["translate", at("long")], { stdin: ["k1\n"] });
    expect(translated.stdout).toBe(`${words("two")}\n`);
    const longer = ["--max-length", "60", "--min-length", "55", "--quiet"];
    const raised = await henkan(["translate", at("long"), ...longer], { stdin: ["k1\n"] });
    expect(raised.stdout.trim().split(" ").length).toBeGreaterThanOrEqual(55);
  });

  it("are counted in training, translating and evaluating", async () => {
    const counted =
      "2 outputs as long as the default limit allows, and perhaps cut; --max-length and --max-length-ratio set another";
    const endless = ["translate", join(folder, "endless")];
    const { stderr } = await henkan(endless, { stdin: ["a\nb\n"] });
    expect(stderr.split("\n")).toContain(counted);
    const limited = await henkan([...endless, "--max-length", "5"], { stdin: ["a\nb\n"] });
    expect(limited.stderr).not.toContain("as long as");
    await writeFile(join(folder, "two.tsv"), "a\tp\nb\tq\n");
    const evaluated = await henkan(["evaluate", join(folder, "endless"), "--pairs", join(folder, "two.tsv")]);
    expect(evaluated.stderr.split("\n")).toContain(counted);
    const files = ["--pairs", join(folder, "pairs.tsv"), "--dev", join(folder, "two.tsv")];
    const folders = ["--from", join(folder, "endless"), "--out", join(folder, "new")];
    const hardly = ["--training.epochs=1", "--training.learningRate=1e-9"];
    const trained = await henkan(["train", ...files, ...folders, ...hardly]);
    expect(trained.stderr).toMatch(/epoch 1\/1 .* 2 at the length limit/);
  });
});
