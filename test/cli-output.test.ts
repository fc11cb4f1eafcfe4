import { spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { henkan } from "./support/fake-terminal.ts";

const main = new URL("../src/cli/main.ts", import.meta.url).pathname;
const unwritten = (reason: string) =>
  `standard output: ${reason}; what was written is not complete: make room or write to another place, and run it again\n`;
const full = unwritten("no space left on the device (ENOSPC)");

let folder: string;
let commands: Readonly<Record<string, readonly string[]>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "henkan-output-"));
  const at = (name: string) => join(folder, name);
  const lines = Array.from({ length: 60 }, (_, i) => `${"abcdefg"[i % 7]} ${"hijkl"[i % 5]}`);
  await writeFile(at("lines.txt"), lines.map((line) => `${line}\n`).join(""));
  await writeFile(at("pairs.tsv"), lines.map((line, i) => `${line}\tp${i}\n`).join(""));
  await writeFile(
    at("tiny.yaml"),
    [
      "data: { pairs: pairs.tsv, dev: pairs.tsv }",
      "encoder: { size: 8, embedding: 8 }",
      "decoder: { size: 8, embedding: 8 }",
      "training: { epochs: 1 }",
      "comparison: { arms: [fixed-every-step, general], metric: token_error_rate, bounds: [3] }",
    ].join("\n"),
  );
  const tiny = ["--encoder.size", "4", "--decoder.size", "4", "--training.epochs", "1", "--quiet"];
  const [pairs, lineFile, model] = [at("pairs.tsv"), at("lines.txt"), at("model")];
  const trained = await henkan(["train", "--pairs", pairs, "--out", model, ...tiny]);
  expect(trained.exitCode, trained.stderr).toBe(0);
  commands = {
    train: ["--pairs", pairs, "--out", at("trained"), ...tiny],
    prepare: ["--pairs", pairs, "--out", at("tokens"), "--quiet"],
    translate: [model, "--input", lineFile, "--quiet"],
    evaluate: ["--hypotheses", lineFile, "--references", lineFile, "--quiet"],
    score: [model, "--pairs", pairs, "--quiet"],
    compare: ["--preset", at("tiny.yaml"), "--out", at("compared"), "--test", pairs, "--quiet", "--json"],
    inspect: [model],
    export: [model, "--to", "onnx", "--out", at("exported"), "--quiet"],
    "data stats": [pairs, "--quiet"],
    "data clean": [pairs, "--out", at("clean.tsv"), "--quiet"],
    help: [],
    "--help": [],
    "--version": [],
  };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a command line with a file as its standard output, or as its standard error. */
function runInto(
  path: string,
  args: readonly string[],
  { stream = "stdout", limit = "unlimited" }: { stream?: "stdout" | "stderr"; limit?: string } = {},
): Promise<{ exitCode: number | null; other: string }> {
  const file = openSync(path, "w");
  const child = spawn(
    "sh",
    ["-c", `ulimit -f ${limit}; exec "$@"`, "sh", process.execPath, "--import", "tsx", main, ...args],
    {
      env: { ...process.env, TSX_DISABLE_CACHE: "1" },
      stdio: ["ignore", stream === "stdout" ? file : "pipe", stream === "stderr" ? file : "pipe"],
    },
  );
  let other = "";
  (stream === "stdout" ? child.stderr : child.stdout)!.setEncoding("utf8").on("data", (text: string) => {
    other += text;
  });
  return new Promise((resolve) => child.on("close", (exitCode) => resolve({ exitCode, other })));
}

/** The commands that a help text lists. */
async function listedIn(args: readonly string[]): Promise<string[]> {
  const { stdout } = await henkan([...args, "--help"]);
  const listed = stdout.slice(stdout.indexOf("Commands:"));
  return [...listed.matchAll(/^ {2}(\w+)/gm)].map((match) => match[1]!);
}

describe.runIf(existsSync("/dev/full"))("standard output on a full disk", () => {
  it("is an error of every command", async () => {
    const names = (await listedIn([])).filter((name) => name !== "data");
    const data = (await listedIn(["data"])).filter((name) => name !== "help").map((name) => `data ${name}`);
    expect(Object.keys(commands).sort()).toEqual([...names, ...data, "--help", "--version"].sort());
    for (const [name, args] of Object.entries(commands)) {
      const ran = await runInto("/dev/full", [...name.split(" "), ...args]);
      expect([name, ran]).toEqual([name, { exitCode: 1, other: full }]);
    }
  });

  it("may be standard error's: the work is done, and the exit code tells", async () => {
    const args = ["translate", join(folder, "model"), "--input", join(folder, "lines.txt")];
    const { exitCode, other } = await runInto("/dev/full", args, { stream: "stderr" });
    expect([exitCode, other.split("\n").length]).toEqual([1, 61]);
  });
});

describe.runIf(process.platform === "linux")("a short write", () => {
  it("is an error although a part was written", async () => {
    const path = join(folder, "short.txt");
    const { exitCode, other } = await runInto(path, ["--help"], { limit: "1" });
    expect((await readFile(path)).length).toBeGreaterThan(0);
    expect([exitCode, other]).toEqual([1, unwritten("the file would be larger than is allowed (EFBIG)")]);
  });
});
