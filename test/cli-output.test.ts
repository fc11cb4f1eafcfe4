import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { commands } from "../src/cli/command-table.ts";
import { folderOfFiles } from "./support/command-files.ts";

const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const program = [process.execPath, "--import", import.meta.resolve("tsx"), main];

const tiny = ["--encoder.size=4", "--decoder.size=4", "--training.epochs=1", "--runtime.threads=1"];
const pairs = ["--pairs", "@pairs.tsv", "--dev", "@dev.tsv"];

/** A command line of each command that writes to standard output. "@x" is a file. */
const written: Readonly<Record<string, readonly string[]>> = {
  train: [...pairs, "--out", "@out", ...tiny],
  prepare: [...pairs, "--out", "@out"],
  translate: ["@model", "--input", "@lines"],
  evaluate: ["@model", "--pairs", "@scored.tsv"],
  score: ["@model", "--pairs", "@scored.tsv"],
  compare: [
    ...["--preset", "@compare.yaml", ...pairs, "--test", "@scored.tsv", "--out", "@out"],
    ...["--comparison.arms=[fixed-initial, dot]", "--comparison.updates=2", ...tiny],
  ],
  inspect: ["@model"],
  export: ["@model", "--to", "package", "--out", "@out"],
  studio: ["@model"],
  serve: ["@model", "--port", "0", "--workers", "1"],
  "data stats": ["@pairs.tsv"],
  "data clean": ["@pairs.tsv", "--out", "@clean.tsv"],
};

interface Streams {
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Runs henkan with its streams in files. */
async function into({ stdout, stderr }: Streams, args: readonly string[], shell = "") {
  const files = [stdout, stderr].map((path) => (path === undefined ? undefined : openSync(path, "w")));
  const command = shell === "" ? program : ["bash", "-c", `${shell}; exec "$@"`, "bash", ...program];
  const child = spawn(command[0]!, [...command.slice(1), ...args], {
    stdio: ["ignore", files[0] ?? "pipe", files[1] ?? "pipe"],
  });
  const seen = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      seen[name] += text;
    });
  }
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  for (const file of files) if (file !== undefined) closeSync(file);
  return { exitCode, ...seen };
}

const incomplete = (reason: string) =>
  `standard output: ${reason}; what was written is not complete: make room or write to another place, and run it again\n`;
const full = incomplete("no space left on the device (ENOSPC)");

describe.runIf(process.platform === "linux")("output that does not arrive", () => {
  it("is tried with every command", () => {
    expect(Object.keys(written).sort()).toEqual(commands.map(({ name }) => name).sort());
  });

  it.each(Object.entries(written))("is told: henkan %s > /dev/full", async (name, args) => {
    const folder = await folderOfFiles();
    const paths = args.map((arg) => arg.replace("@", `${folder}/`));
    const { exitCode, stderr } = await into({ stdout: "/dev/full" }, [...name.split(" "), ...paths]);
    expect({ exitCode, end: stderr.split("\n").slice(-2).join("\n") }).toEqual({ exitCode: 1, end: full });
  });

  it.each([["help"], ["--help"], ["--version"], ["translate", "--help"]])(
    "is told: henkan %s",
    async (...args) => {
      expect(await into({ stdout: "/dev/full" }, args)).toEqual({ exitCode: 1, stdout: "", stderr: full });
    },
  );

  it("is told where a part of it arrived", async () => {
    const folder = await folderOfFiles();
    const out = join(folder, "written");
    const args = ["translate", join(folder, "model"), "--quiet", "--input", join(folder, "many-lines")];
    const { exitCode, stderr } = await into({ stdout: out }, args, "ulimit -f 1");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: incomplete("the file would be larger than is allowed (EFBIG)"),
    });
    expect((await readFile(out)).length).toBe(1024);
    const whole = await into({ stdout: out }, args);
    expect(whole).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect((await readFile(out, "utf8")).split("\n")).toHaveLength(2001);
  });

  it("does not stop a command where it is for notices alone, and the exit code tells", async () => {
    const folder = await folderOfFiles();
    const args = ["translate", join(folder, "model"), "--input", join(folder, "long-lines")];
    const { exitCode, stdout } = await into({ stderr: "/dev/full" }, args);
    expect([exitCode, stdout.split("\n").length]).toEqual([1, 3]);
  });
});

it("data clean --out /dev/stdout >> FILE writes behind what the file has", async () => {
  const folder = await folderOfFiles();
  const all = join(folder, "all.tsv");
  await writeFile(all, "x\ty\n");
  const line = `"$@" data clean ${join(folder, "blank.tsv")} --out /dev/stdout --quiet >> ${all}`;
  const child = spawn("bash", ["-c", line, "bash", ...program], { stdio: "ignore" });
  const exitCode = await new Promise((resolve) => child.on("close", resolve));
  expect(exitCode).toBe(0);
  expect(await readFile(all, "utf8")).toBe("x\ty\nab\tp q\nbc\tq\n2 pairs in /dev/stdout\n");
});
