import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startHenkan } from "./support/command-process.ts";
import { henkan } from "./support/fake-terminal.ts";
import { reversals } from "./support/reversals.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const fewArms = ["--comparison.arms", "[fixed-every-step, general]"];

/** The line that says that the first arm is whole; its bar has a share where the time stands. */
const firstIsWhole = /1\/2 fixed vector, every step, seed 1 {2}(\d+ min )?\d+ s\n/;

/** The flags of a comparison that takes seconds, on pairs in the given folder. */
async function tiny(folder: string): Promise<string[]> {
  const parts = { train: reversals(200, 1), dev: reversals(30, 2), test: reversals(60, 3) };
  for (const [name, pairs] of Object.entries(parts)) {
    const lines = pairs.map(({ source, target }) => `${source}\t${target}\n`);
    await writeFile(join(folder, `${name}.tsv`), lines.join(""));
  }
  await writeFile(
    join(folder, "tiny.yaml"),
    [
      "source: { tokenizer: characters }",
      "target: { tokenizer: characters }",
      "encoder: { size: 8, embedding: 8, dropout: 0 }",
      "decoder: { size: 8, embedding: 8, dropout: 0 }",
      "training: { epochs: 2, batchTokens: 100, learningRate: 0.01 }",
      "runtime: { threads: 1 }",
      "comparison: { metric: token_error_rate, bounds: [3] }",
    ].join("\n"),
  );
  const files = Object.keys(parts).map((part) => join(folder, `${part}.tsv`));
  const [pairs, dev, test] = files as [string, string, string];
  const out = join(folder, "out");
  return [
    "compare",
    "--preset",
    join(folder, "tiny.yaml"),
    ...["--pairs", pairs, "--dev", dev, "--test", test, "--out", out],
    ...fewArms,
  ];
}

describe("henkan compare", () => {
  it("prints a table and what the data show, and goes on after Ctrl-C", { timeout: 120_000 }, async () => {
    const folder = await temporaryFolder();
    const args = await tiny(folder);
    const stopped = await henkan(args, {
      isTTY: true,
      onNotice: (text, interrupt) => {
        if (firstIsWhole.test(text)) interrupt();
      },
    });
    expect(stopped.exitCode).toBe(130);
    expect(stopped.stdout).toBe("");
    expect(stopped.stderr).toContain("stopping after this update; Ctrl-C again quits at once\n");
    expect(stopped.stderr).toMatch(/stopped: the same command goes on with the arm that was in hand\n$/);

    const run = await henkan(args);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stderr).toMatch(/^2 runs of \d+ updates, about [\d,]+ parameters each; done before: 1\n/);
    expect(run.stderr).toMatch(/\n2\/2 attention, general, seed 1 {2}(\d+ min )?\d+ s\n$/);
    const lines = run.stdout.split("\n");
    expect(lines[0]).toMatch(
      /^arm +parameters +updates +token_error_rate +95 % +4 and more tokens \(\d+\) +95 %$/,
    );
    expect(lines[1]).toMatch(/^fixed vector, every step +1,\d{3} +\d+ +\d+\.\d +\d+\.\d–\d+\.\d +\d+\.\d +/);
    expect(lines[2]).toMatch(/^attention, general +1,\d{3} /);
    expect(run.stdout).toContain(
      "“attention, general” against “fixed vector, every step”, the best of each kind on dev",
    );
    expect(run.stdout).toContain(`report  ${join(folder, "out", "report.html")}\n`);

    const again = await henkan([...args, "--json", "--quiet", "--language", "ja"]);
    expect(again.stderr).toBe("");
    expect(JSON.parse(again.stdout)).toEqual(
      JSON.parse(await readFile(join(folder, "out", "compare.json"), "utf8")),
    );
    expect(await readFile(join(folder, "out", "report.html"), "utf8")).toContain('<html lang="ja">');
  });

  it("gives the same compare.json after it was killed", { timeout: 180_000 }, async () => {
    const folder = await temporaryFolder();
    const args = await tiny(folder);
    const killed = startHenkan(args);
    killed.child.stderr.on("data", () => {
      if (firstIsWhole.test(killed.written.stderr)) killed.child.kill("SIGKILL");
    });
    await killed.ended;
    await expect(readFile(join(folder, "out", "compare.json"))).rejects.toThrow("ENOENT");
    const whole = await henkan([...args, "--out", join(folder, "whole"), "--json"]);
    const resumed = await henkan([...args, "--json"]);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain("done before: 1\n");
    expect(resumed.stdout).toBe(whole.stdout);
  });

  const refusals: [string, string[], string][] = [
    [
      "an unknown preset",
      ["--preset", "copie"],
      'preset "copie": expected one of reverse, copy, sort, enja, or a file such as compare.yaml; did you mean copy?',
    ],
    [
      "seeds that are no numbers",
      ["--preset", "copy", "--seeds", "1;2"],
      '--seeds "1;2": expected whole numbers with commas between them, such as 1,2,3',
    ],
    [
      "a language that it does not speak",
      ["--preset", "copy", "--language", "de"],
      '--language "de": expected one of "en", "ja"',
    ],
    [
      "a beam of none",
      ["--preset", "copy", "--beam", "0"],
      '--beam "0": expected a whole number from 1 to 1024',
    ],
    [
      "a file that is not there",
      ["--preset", "./none.yaml"],
      "./none.yaml: cannot be read: no such file or folder",
    ],
  ];
  it.each(refusals)("refuses %s", async (_, flags, message) => {
    expect(await henkan(["compare", ...flags])).toEqual({ exitCode: 2, stdout: "", stderr: `${message}\n` });
  });

  it("refuses a folder of something else", async () => {
    const out = await temporaryFolder();
    await writeFile(join(out, "thesis.md"), "mine");
    const run = await henkan(["compare", "--preset", "copy", "--out", out]);
    expect(run).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `${out}: it holds thesis.md and no comparison: nothing there was touched; name another folder as out\n`,
    });
  });
});
