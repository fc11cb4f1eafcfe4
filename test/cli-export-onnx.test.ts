import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { largerModel, pairs } from "./support/exported-onnx.ts";
import { henkan } from "./support/fake-terminal.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history } from "./support/tiny-saved-model.ts";

describe("henkan export --to onnx", () => {
  async function saved(): Promise<{ folder: string; out: string }> {
    const parent = await temporaryFolder();
    const folder = join(parent, "letters");
    await saveModel(folder, largerModel(), history);
    return { folder, out: join(parent, "out") };
  }
  const run = ({ folder, out }: { folder: string; out: string }, ...flags: string[]) =>
    henkan(["export", folder, "--to", "onnx", "--out", out, ...flags]);

  it("writes models, tokenizers and a README, and says that it has tried them", async () => {
    const places = await saved();
    const { exitCode, stdout, stderr } = await run(
      places,
      "--beam",
      "3",
      "--n-best",
      "2",
      "--length-penalty",
      "average",
    );
    expect(exitCode, stderr).toBe(0);
    expect((await readdir(places.out)).sort()).toEqual([
      "README.md",
      "decoder-step.onnx",
      "encoder.onnx",
      "henkan-export.json",
      "model.onnx",
      "source.tokenizer.json",
      "target.tokenizer.json",
    ]);
    expect(stdout).toContain("\nTried on 6 lines: outputs and scores are those of the model folder.\n");
    expect(await readFile(join(places.out, "README.md"), "utf8")).toContain(
      "by beam search (beam 3, length penalty average)",
    );
  });

  it("--int8 shows what it saves and what it costs", async () => {
    const places = await saved();
    const dev = join(places.folder, "..", "dev.tsv");
    await writeFile(dev, pairs.map(({ source, target }) => `${source}\t${target}\n`).join(""));
    const { exitCode, stdout, stderr } = await run(places, "--int8", "--dev", dev);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^model\.onnx, native, \d+ threads? +float32 +int8$/m);
    expect(stdout).toMatch(/^size +\d+\.\d kB +\d+\.\d kB +\d\d\.\d %$/m);
    expect(stdout).toMatch(/^one sentence +\d+\.\d\d ms +\d+\.\d\d ms +\d+\.\d\d times as fast$/m);
    expect(stdout).toMatch(/^bleu +\d+\.\d\d +\d+\.\d\d +[+-]\d+\.\d\d$/m);
    expect(stdout).toMatch(
      /^Tried on 6 lines: \d outputs are those of the model folder, and \d of greedy search/m,
    );
  });

  test.each([
    [["--beam", "two"], '--beam "two": expected a whole number from 1 to 1024\n'],
    [["--beam", "0"], '--beam "0": expected a whole number from 1 to 1024\n'],
    [["--n-best", "9"], "nBest 9: expected a whole number from 1 to 5 (the beam)\n"],
    [
      ["--to", "web", "--int8", "--dev", "DEV"],
      "--int8, --dev: without effect: it is for an export --to onnx\n",
    ],
  ])("refuses %j", async (flags, message) => {
    const places = await saved();
    const dev = join(places.folder, "..", "dev.tsv");
    await writeFile(dev, "a\tp\n");
    const { exitCode, stderr } = await run(places, ...flags.map((flag) => (flag === "DEV" ? dev : flag)));
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: message });
    expect((await readdir(dirname(places.out))).sort()).toEqual(["dev.tsv", "letters"]);
  });

  it("refuses a damaged model and leaves nothing", async () => {
    const places = await saved();
    await truncate(join(places.folder, "weights.safetensors"), 500);
    const { exitCode, stderr } = await run(places);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("it is truncated");
    expect(await readdir(dirname(places.out))).toEqual(["letters"]);
  });
});
