import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import golden from "../src/metrics/golden-sacrebleu.json" with { type: "json" };
import { metricNames } from "../src/metrics/index.ts";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { henkan } from "./support/fake-terminal.ts";
import { listed } from "./support/listed.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history } from "./support/tiny-saved-model.ts";
import { wildModel } from "./support/wild-model.ts";

async function folderWith(
  files: Readonly<Record<string, readonly string[]>>,
): Promise<(name: string) => string> {
  const folder = await temporaryFolder();
  for (const [name, lines] of Object.entries(files)) {
    await writeFile(join(folder, name), lines.map((line) => `${line}\n`).join(""));
  }
  return (name) => join(folder, name);
}

async function json(args: readonly string[]) {
  const { exitCode, stdout, stderr } = await henkan([...args, "--json"]);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout);
}

async function refusal(args: readonly string[], message: string): Promise<void> {
  expect(await henkan(args)).toEqual({ exitCode: 2, stdout: "", stderr: `${message}\n` });
}

describe("outputs of any system", () => {
  const { hypotheses, references, metrics } = golden.sets["en-2refs"];

  it("score as sacreBLEU scores them", async () => {
    const at = await folderWith({ hyp: hypotheses, ref1: references[0]!, ref2: references[1]! });
    const files = ["--hypotheses", at("hyp"), "--references", at("ref1"), at("ref2")];
    const {
      metrics: scores,
      signatures,
      sentences,
    } = await json(["evaluate", ...files, "--metric", "bleu,chrf,chrf++,ter", "--tokenize", "13a"]);
    expect(sentences).toBe(hypotheses.length);
    expect(scores.bleu).toBeCloseTo(metrics["bleu|13a|exp"].score, 9);
    expect(scores.chrf).toBeCloseTo(metrics.chrf.score, 9);
    expect(scores["chrf++"]).toBeCloseTo(metrics["chrf++"].score, 9);
    expect(scores.ter).toBeCloseTo(metrics.ter.score, 9);
    expect(signatures.bleu).toMatch(/^nrefs:2\|case:mixed\|eff:no\|tok:13a\|smooth:exp\|version:henkan-/);
    const lower = await json(["evaluate", ...files, "--metric", "bleu", "--lowercase"]);
    expect(lower.metrics.bleu).toBeCloseTo(metrics["bleu|13a|exp|lowercase"].score, 9);
    const floor = await json([
      "evaluate",
      ...files,
      "--metric",
      "bleu",
      "--tokenize",
      "intl",
      "--smooth",
      "floor",
    ]);
    expect(floor.metrics.bleu).toBeCloseTo(metrics["bleu|intl|floor"].score, 9);
  });

  it("are shown with intervals, signatures, errors, lengths and the worst sentences", async () => {
    const at = await folderWith({
      hyp: ["a b c d", "x x x", "", "k l"],
      ref: ["a b c d", "x y", "p q", "k l"],
      src: ["1 2 3", "1", "1 2", "1 2 3 4 5 6 7"],
    });
    const { stdout } = await henkan([
      "evaluate",
      "--hypotheses",
      at("hyp"),
      "--references",
      at("ref"),
      "--sources",
      at("src"),
      "--metric=token_error_rate,exact_match",
      "--by-length=2",
      "--worst=1",
    ]);
    expect(stdout).toMatchInlineSnapshot(`
      "4 sentences, 1 reference each
      metric            score  95 % interval
      token_error_rate  40.00  0.00 … 100.00  % token errors: edit distance to the nearest reference over its length, summed over all outputs
      exact_match       50.00   6.76 … 93.24  % of outputs that equal a reference token by token

      token_error_rate  nrefs:1|case:mixed|tok:none|version:henkan-0.1.0
      exact_match       nrefs:1|case:mixed|tok:none|version:henkan-0.1.0

          1  25.0 %  outputs without a token
          1  25.0 %  outputs with fewer than half the tokens of the shortest reference
          1  25.0 %  outputs that repeat one to four tokens more often in a row than any reference does
      0.900          output tokens for each reference token

      source tokens  sentences  brevity  token_error_rate             95 %  exact_match            95 %
      1 … 2                  2    0.750            100.00  100.00 … 100.00         0.00    0.00 … 84.19
      3 …                    2    1.000              0.00      0.00 … 0.00       100.00  15.81 … 100.00

      sentence 2, score 100.00
      source     1
      output     x x x
      reference  x y
      "
    `);
  });

  it("need no intervals", async () => {
    const at = await folderWith({ hyp: ["a b"], ref: ["a c"] });
    const found = await json([
      "evaluate",
      "--hypotheses",
      at("hyp"),
      "--references",
      at("ref"),
      "--bootstrap",
      "0",
    ]);
    expect(found.intervals).toEqual({ bleu: null, chrf: null, ter: null });
  });

  it("may answer the sources of a file of pairs, with several references each", async () => {
    const at = await folderWith({ hyp: ["p q", "r"], pairs: ["ab\tp", "cd\tr", "ab\tp q"] });
    const found = await json([
      "evaluate",
      "--hypotheses",
      at("hyp"),
      "--pairs",
      at("pairs"),
      "--metric",
      "sequence_error_rate",
    ]);
    expect(found).toMatchObject({
      sentences: 2,
      references: "var",
      metrics: { sequence_error_rate: 0 },
      errors: { copied: 0 },
    });
    await writeFile(at("hyp"), "p q\n");
    await refusal(
      ["evaluate", "--hypotheses", at("hyp"), "--pairs", at("pairs")],
      `${at("hyp")}: 1 lines for 2 sources in ${at("pairs")}: expected one for each source, in the order in which ` +
        "sources first occur there",
    );
  });

  it("must be as many as the references", async () => {
    const at = await folderWith({ hyp: ["a", "b"], ref: ["a", "b", "c"], none: [] });
    await refusal(
      ["evaluate", "--hypotheses", at("hyp"), "--references", at("ref")],
      `the numbers of lines differ: 2 in ${at("hyp")}, more in ${at("ref")}: expected line n of the one to belong to ` +
        "line n of the other",
    );
    await refusal(
      ["evaluate", "--hypotheses", at("none"), "--references", at("none")],
      `${at("none")}: no lines to score: the file is empty`,
    );
  });
});

describe("--compare", () => {
  const right = Array.from({ length: 50 }, (_, i) => `the cat number ${i} sat here`);
  const worse = right.map((line, i) => (i % 2 === 0 ? line : "a dog"));

  it("says which of two systems is better, and how sure that is", async () => {
    const at = await folderWith({ right, worse, ref: right });
    const args = [
      "evaluate",
      "--compare",
      at("worse"),
      at("right"),
      "--references",
      at("ref"),
      "--metric",
      "bleu",
    ];
    const { stdout } = await henkan(args);
    expect(stdout).toContain(
      `${at("right")} is better: p < 0.001 (paired bootstrap), p < 0.001 (approximate randomization)\n`,
    );
    const { sentences, metrics } = await json(args);
    expect(sentences).toBe(50);
    expect(metrics.bleu.better).toBe("b");
    expect(metrics.bleu.difference).toBeCloseTo(metrics.bleu.scores[0] - metrics.bleu.scores[1], 9);
  });

  it("says so where the sentences do not show it", async () => {
    const at = await folderWith({ right, ref: right });
    const { stdout } = await henkan([
      "evaluate",
      "--compare",
      at("right"),
      at("right"),
      "--references",
      at("ref"),
    ]);
    expect(stdout).toContain(
      "these sentences do not show which is better: p = 1.000 (paired bootstrap), p = 1.000 (approximate randomization)\n",
    );
  });

  it("takes models too", async () => {
    const at = await folderWith({
      pairs: ["ab\tp q r s", "ba\tq p s r", "abc\tr s p q"],
      hyp: ["p q r s", "q p s r", "r s p q"],
    });
    await saveModel(at("model"), wildModel({ words: "p q r s", endBias: 4 }), history);
    const args = [
      "evaluate",
      "--compare",
      at("model"),
      at("hyp"),
      "--pairs",
      at("pairs"),
      "--metric",
      "token_error_rate",
    ];
    const { metrics, systems } = await json(args);
    expect(systems).toEqual([at("model"), at("hyp")]);
    expect(metrics.token_error_rate.scores[1]).toBe(0);
    expect(metrics.token_error_rate.scores[0]).toBeGreaterThan(0);
  });

  it("takes two systems", async () => {
    await refusal(
      ["evaluate", "--compare", "a.txt", "--references", "r.txt"],
      "--compare a.txt: expected two systems, each a file of outputs or a model folder",
    );
  });
});

describe("--attention", () => {
  it("measures a model's attention, and its links against gold ones", async () => {
    const at = await folderWith({
      pairs: ["ab\tp q", "ba\tr"],
      gold: ["0-0 1-1", "0?0 1-0"],
      short: ["0-0"],
    });
    await saveModel(at("model"), wildModel({ words: "p q r" }), history);
    const args = ["evaluate", at("model"), "--pairs", at("pairs"), "--metric", "token_error_rate"];
    const { attention } = await json([...args, "--attention", at("gold")]);
    expect(attention).toMatchObject({ sentences: 2, rows: 5 }); // </s> has a row too
    const { stdout: scored } = await henkan(["score", at("model"), "--pairs", at("pairs"), "--alignment"]);
    const found = scored
      .trimEnd()
      .split("\n")
      .map((line) =>
        line
          .split("\t")[4]!
          .split(" ")
          .filter((link) => link !== ""),
      );
    const sure =
      found[0]!.filter((link) => ["0-0", "1-1"].includes(link)).length + (found[1]!.includes("1-0") ? 1 : 0);
    const possible = sure + (found[1]!.includes("0-0") ? 1 : 0);
    const count = found.flat().length;
    expect(attention.alignment.errorRate).toBeCloseTo(100 * (1 - (sure + possible) / (count + 3)), 9);
    const { stdout } = await henkan([...args, "--attention"]);
    expect(stdout).toContain("mean entropy of attention, bits");
    expect(stdout).not.toContain("alignment error rate");
    await refusal(
      [...args, "--attention", at("short"), "--quiet"],
      `${at("short")}: 1 lines of links for 2 pairs in ${at("pairs")}: expected one for each pair`,
    );
  });
});

describe("a wish that cannot be met", () => {
  it.each([
    [
      [],
      "nothing to score, or more than one thing: give a model folder, --hypotheses FILE, or --compare A B",
    ],
    [
      ["model", "--hypotheses", "h"],
      "nothing to score, or more than one thing: give a model folder, --hypotheses FILE, or --compare A B",
    ],
    [["model"], "model: no pairs to score the model on: name a file of them with --pairs FILE"],
    [
      ["model", "--pairs", "p", "--references", "r"],
      "model is a model, and --references and --sources are for the outputs of a file: give --pairs FILE",
    ],
    [["--hypotheses", "h"], "h: no right answers: give --references FILE or --pairs FILE"],
    [
      ["--hypotheses", "h", "--pairs", "p", "--sources", "s"],
      "--pairs holds sources and references: leave out --references and --sources",
    ],
    [
      ["--hypotheses", "h", "--references", "r", "--metric", "blue"],
      `--metric "blue": expected one of ${listed(metricNames)}`,
    ],
    [
      ["--hypotheses", "h", "--references", "r", "--tokenize", "13b"],
      '--tokenize "13b": expected one of "13a", "intl", "char", "zh", "none"',
    ],
    [
      ["--hypotheses", "h", "--references", "r", "--worst", "some"],
      '--worst "some": expected a whole number from 0 on',
    ],
  ])("%j", async (args, message) => {
    await refusal(["evaluate", ...args], message);
  });
});
