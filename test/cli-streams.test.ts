import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { startHenkan } from "./support/command-process.ts";
import { henkan } from "./support/fake-terminal.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history } from "./support/tiny-saved-model.ts";
import { wildModel } from "./support/wild-model.ts";

const letters = "abcdefgh";

/** The number in letters: no two lines are the same. */
function line(number: number): string {
  return number.toString(8).replaceAll(/\d/g, (digit) => letters[Number(digit)]!);
}

const lines = Array.from({ length: 5000 }, (_, i) => line(i));

async function savedModel(): Promise<string> {
  const folder = join(await temporaryFolder(), "model");
  await saveModel(folder, wildModel({ words: "p q r s t u v w x", endBias: 4 }), history);
  return folder;
}

async function linesFile(count = lines.length): Promise<string> {
  const path = join(await temporaryFolder(), "lines.txt");
  await writeFile(path, Array.from({ length: count }, (_, i) => `${line(i)}\n`).join(""));
  return path;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((next) => setTimeout(next, 5));
}

describe("many lines", () => {
  it("keep their order, from a file as from standard input", async () => {
    const [model, input] = [await savedModel(), await linesFile()];
    const json = await henkan(["translate", model, "--input", input, "--output-format", "jsonl", "--quiet"]);
    const answers = json.stdout
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text));
    expect(answers.map(({ source }) => source)).toEqual(lines);
    const texts = answers.map(({ text }) => text as string);
    expect(new Set(texts).size).toBeGreaterThan(20);
    const text = lines.map((one) => `${one}\n`).join("");
    const stdin = [text.slice(0, 1001), text.slice(1001, 20_003), text.slice(20_003)];
    const piped = await henkan(["translate", model, "--quiet"], { stdin });
    expect(piped).toEqual({ exitCode: 0, stdout: texts.map((one) => `${one}\n`).join(""), stderr: "" });
  });

  it("show how far they are", async () => {
    const args = ["--input", await linesFile(600), "--max-length", "20"];
    const { stderr } = await henkan(["translate", await savedModel(), ...args]);
    expect(stderr).toMatch(/^translating 600\/600 {2}100 % {2}[\d,.]+ lines\/s\n$/m);
  });

  it("stop at one that is not UTF-8", async () => {
    const input = await linesFile(0);
    await writeFile(input, Buffer.from("ab\nc\xff\n", "latin1"));
    const { exitCode, stderr } = await henkan(["translate", await savedModel(), "--input", input]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `${input}:2: byte 0xff at offset 4 is not UTF-8: convert the file, for example with iconv -f ENCODING -t UTF-8\n`,
    );
  });

  it.each([
    [1, 1],
    [2, 1 + 512],
  ])("are not read far ahead of a slow reader, with %i replicas", async (replicas, most) => {
    let taken = 0;
    async function* stdin(): AsyncGenerator<Uint8Array> {
      for (const one of lines) {
        taken++;
        yield Buffer.from(`${one}\n`);
      }
    }
    const ahead: number[] = [];
    let answered = 0;
    const { exitCode } = await henkan(
      ["translate", await savedModel(), "--quiet", `--replicas=${replicas}`],
      {
        stdin: stdin(),
        onOutput: async (text) => {
          answered += text.split("\n").length - 1;
          for (let turn = 0; turn < 100; turn++) await new Promise((next) => setImmediate(next));
          ahead.push(taken - answered);
        },
      },
    );
    expect([exitCode, answered]).toEqual([0, lines.length]);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(most);
  });
});

describe("a reader that leaves", () => {
  it("ends the work quietly, and well", async () => {
    const [model, input] = [await savedModel(), await linesFile(50_000)];
    const { child, written, ended } = startHenkan(["translate", model, "--input", input, "--quiet"]);
    child.stdout.once("data", () => child.stdout.destroy());
    expect(await ended).toBe(0);
    expect(written.stderr).toBe("");
  });

  it("ends it although standard input stays open", async () => {
    const { child, written, ended } = startHenkan(["translate", await savedModel()]);
    child.stdin.on("error", () => {});
    child.stdout.once("data", () => {
      child.stdout.destroy();
      child.stdin.write("ab\n");
    });
    child.stdin.write("ab\n");
    expect(await ended).toBe(0);
    expect(written.stderr).toBe("");
  });

  it("may be the one of standard error", async () => {
    const { child, written, ended } = startHenkan(["translate", await savedModel()]);
    child.stderr.destroy();
    child.stdin.end("ab\n");
    expect(await ended).toBe(0);
    expect(written.stdout).toMatch(/\n$/);
  });
});

describe("Ctrl-C", () => {
  it("in the middle: whole lines, how many there are, and 130", async () => {
    const [model, input] = [await savedModel(), await linesFile(200_000)];
    const { child, written, ended } = startHenkan(["translate", model, "--input", input]);
    await until(() => written.stdout.length > 0);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    const answered = written.stdout.split("\n");
    expect(answered.pop()).toBe("");
    expect(answered.length).toBeLessThan(200_000);
    expect(answered.length % 512).toBe(0);
    expect(written.stderr).toContain("\nstopping after the lines in hand; Ctrl-C again quits at once\n");
    expect(written.stderr).toContain(`stopped: ${answered.length.toLocaleString("en")} lines translated\n`);
  });

  it("while the next line is awaited", async () => {
    const { child, written, ended } = startHenkan(["translate", await savedModel(), "--quiet"]);
    child.stdin.write("ab\n");
    await until(() => written.stdout.endsWith("\n"));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(written.stderr).toBe("");
  });
});
