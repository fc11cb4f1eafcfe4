import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { henkan } from "./support/fake-terminal.ts";
import { mpis, runRanks, withoutMpi } from "./support/mpi.ts";
import { reversals, tsv } from "./support/reversals.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));

/** More than rank 0 computes before the others have started. */
const pairs = reversals(1800, 1).map(({ source }, n) => ({ source, target: n % 3 === 0 ? "p q" : "r" }));

describe.each(Object.values(mpis))("on ranks of $name", (mpi) => {
  const missing = withoutMpi(mpi);
  let [folder, model, file] = ["", "", ""];
  beforeEach(async () => {
    folder = await temporaryFolder();
    [model, file] = [join(folder, "model"), join(folder, "pairs.tsv")];
    await saveModel(model, untrainedModel(), history);
    await writeFile(file, tsv(pairs));
    await writeFile(join(folder, "lines.txt"), pairs.map(({ source }) => `${source}\n`).join(""));
  });

  const commands = {
    translate: () => ["translate", model, "--input", join(folder, "lines.txt"), "--beam=2"],
    score: () => ["score", model, "--pairs", file],
    evaluate: () => ["evaluate", model, "--pairs", file, "--json"],
  };

  it.skipIf(missing).each(Object.entries(commands))(
    `henkan %s prints what one process prints, in order${missing}`,
    async (verb, args) => {
      const alone = await henkan(args());
      expect(alone.exitCode, alone.stderr).toBe(0);
      const { status, output, stderr } = await runRanks(mpi, 3, main, args());
      expect(status, stderr.join("\n")).toBe(0);
      expect(output).toBe(alone.stdout);
      expect(stderr.join("\n")).toMatch(
        new RegExp(`^3 ranks on 1 host ${verb} together, over ${mpi.name} `, "m"),
      );
    },
  );

  it.skipIf(missing)(`henkan prepare writes the bytes of one process${missing}`, async () => {
    const large = join(folder, "large.tsv");
    const many = reversals(45_000, 2).map(({ source, target }, n) => ({
      source: `${source} ${n}`,
      target: target.repeat(20),
    }));
    await writeFile(large, tsv(many));
    const prepare = (name: string) => ["prepare", "--pairs", large, "--out", join(folder, name), "--quiet"];
    expect((await henkan(prepare("alone"))).exitCode).toBe(0);
    const { status, stderr } = await runRanks(mpi, 2, main, prepare("together"));
    expect(status, stderr.join("\n")).toBe(0);
    const bytes = (name: string) => readFile(join(folder, name, "corpus.tokens"), "latin1");
    expect(await bytes("together")).toBe(await bytes("alone"));
  });

  it.skipIf(missing)(`henkan compare gives one comparison${missing}`, async () => {
    for (const [name, count] of [
      ["train", 200],
      ["dev", 20],
      ["test", 30],
    ] as const) {
      await writeFile(join(folder, `${name}.tsv`), tsv(reversals(count, count)));
    }
    await writeFile(
      join(folder, "tiny.yaml"),
      [
        "source: { tokenizer: characters }",
        "target: { tokenizer: characters }",
        "encoder: { size: 8, embedding: 8, dropout: 0 }",
        "decoder: { size: 8, embedding: 8, dropout: 0 }",
        "training: { epochs: 2, batchTokens: 100, learningRate: 0.01, microBatches: 2 }",
        "comparison: { metric: token_error_rate, bounds: [3], arms: [fixed-initial, dot] }",
      ].join("\n"),
    );
    const files = ["train", "dev", "test"].map((name) => join(folder, `${name}.tsv`));
    const compare = (name: string) => [
      ...["compare", "--preset", join(folder, "tiny.yaml"), "--pairs", files[0]!, "--dev", files[1]!],
      ...["--test", files[2]!, "--out", join(folder, name), "--seeds", "1"],
    ];
    const alone = await henkan(compare("compared alone"));
    expect(alone.exitCode, alone.stderr).toBe(0);
    const { status, stderr } = await runRanks(mpi, 2, main, compare("compared"));
    expect(status, stderr.join("\n")).toBe(0);
    const result = (name: string) => readFile(join(folder, name, "compare.json"), "utf8");
    expect(JSON.parse(await result("compared"))).toEqual(JSON.parse(await result("compared alone")));
    expect(await readdir(join(folder, "compared"))).toContain("report.html");
  });
});
