import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluationMetricNames } from "../src/metrics/index.ts";
import { loadModel, saveModel } from "../src/model-folder/model-folder.ts";
import { startHenkan } from "./support/command-process.ts";
import { henkan } from "./support/fake-terminal.ts";
import { reversals } from "./support/reversals.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

const tiny = ["--encoder.size", "16", "--decoder.size", "16", "--encoder.embedding", "8"];
const reversed = reversals(100).map(({ source, target }) => `${source}\t${target}\n`);

async function pairsFile(lines: readonly string[] = reversed): Promise<string> {
  const path = join(await temporaryFolder(), "words.tsv");
  await writeFile(path, lines.join(""));
  return path;
}

function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("henkan", () => {
  it("trains, translates, evaluates and inspects", async () => {
    const pairs = await pairsFile();
    const test = await pairsFile([...reversed.slice(0, 10), reversed[0]!.replace("\n", "x\n")]);
    const model = join(pairs, "..", "runs", "model");
    const flags = ["--out", model, "--test", test, "--seed", "7", ...tiny];
    const trained = await henkan(["train", "--pairs", pairs, ...flags, "--training.epochs", "2"]);
    expect(trained.exitCode, trained.stderr).toBe(0);
    expect(trained.stderr).toMatch(/^read 100 pairs\nheld out \d pairs to choose the best epoch/);
    expect(trained.stderr).toContain("tokens: characters of the source, characters of the target\n");
    expect(trained.stdout).toContain(`report      ${join(model, "report.html")}\n`);
    expect(trained.stdout).toMatch(/test scores on \d+ sentences\nexact_match +\d+\.\d\d {2}% of outputs/);
    expect((await readdir(model)).sort()).toEqual([
      "checkpoints",
      "config.json",
      "metrics.jsonl",
      "report.html",
      "source.tokenizer.json",
      "target.tokenizer.json",
      "weights.safetensors",
    ]);
    const events = jsonLines(await readFile(join(model, "metrics.jsonl"), "utf8"));
    expect(events[0]).toMatchObject({ event: "start", seed: 7 });
    expect(events.at(-1)).toMatchObject({ event: "end", reason: "epochs" });
    const report = await readFile(join(model, "report.html"), "utf8");
    expect(report).toContain("<svg");

    const stdin = ["abc\n\ndea", "b\n"];
    const text = await henkan(["translate", model], { stdin });
    expect(text.stdout.split("\n")).toHaveLength(4);
    expect(text.stdout.split("\n")[1]).toBe("");
    const input = join(pairs, "..", "lines.txt");
    await writeFile(input, stdin.join(""));
    const json = jsonLines(
      (await henkan(["translate", model, "--input", input, "--output-format", "jsonl"])).stdout,
    );
    expect(json.map((one) => one.source)).toEqual(["abc", "", "deab"]);
    expect(json.map((one) => one.text)).toEqual(text.stdout.split("\n").slice(0, 3));
    expect(Object.keys(json[0]!)).toEqual([
      "source",
      "text",
      "score",
      "tokens",
      "sourceTokens",
      "attention",
      "hypotheses",
    ]);

    const evaluated = await henkan(["evaluate", model, "--pairs", test]);
    expect(evaluated.stdout).toMatch(/^\d+ sentences, one or more references each\nmetric .*\nexact_match /);
    const scores = JSON.parse((await henkan(["evaluate", model, "--pairs", test, "--json"])).stdout);
    expect(Object.keys(scores)).toEqual([
      "sentences",
      "references",
      "metrics",
      "intervals",
      "signatures",
      "errors",
      "byLength",
      "worst",
    ]);
    expect(Object.keys(scores.metrics)).toEqual(evaluationMetricNames);
    const inspected = await henkan(["inspect", model]);
    expect(inspected.stdout).toContain("encoder.embedding");
    const description = JSON.parse((await henkan(["inspect", model, "--json"])).stdout);
    expect(description.training.test).toEqual({ sentences: scores.sentences, metrics: scores.metrics });
    expect(description.configuration.training.seed).toBe(7);
  });

  it("lets models rerank what another finds, such as one that writes from the end", async () => {
    const folder = await temporaryFolder();
    const [first, second] = [join(folder, "first"), join(folder, "second")];
    await saveModel(first, untrainedModel(), history);
    await saveModel(second, untrainedModel({ decoder: { reversed: true } }), history);
    const stdin = ["abc\n"];
    const flags = ["--max-length", "3", "--output-format", "jsonl", "--quiet"];
    const beam = await henkan(["translate", first, "--beam", "8", "--n-best", "8", ...flags], { stdin });
    const found = jsonLines(beam.stdout)[0]!.hypotheses as { text: string; score: number }[];
    const rerank = ["--rerank", second, second, second];
    const reranked = await henkan(["translate", first, ...rerank, "--beam", "8", ...flags], { stdin });
    const [best] = jsonLines(reranked.stdout);
    const before = found.find(({ text }) => text === best!.text)!;
    expect(best!.score).not.toBeCloseTo(before.score, 4);

    const refused = await henkan(["translate", first, "--rerank", second], { stdin });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toBe(
      "beam 1: a reranker needs hypotheses to choose from; set beam to 5 or more\n",
    );
  });

  it("trains from a configuration file, with paths relative to it and flags that go before it", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "configs"));
    await writeFile(
      join(folder, "train.a"),
      reversals(40, 1)
        .map(({ source }) => `${source}\n`)
        .join(""),
    );
    await writeFile(
      join(folder, "train.b"),
      reversals(40, 1)
        .map(({ target }) => `${target}\n`)
        .join(""),
    );
    await writeFile(join(folder, "dev.tsv"), `${reversed[0]!}\n${"a".repeat(20)}\tb\n`);
    await writeFile(
      join(folder, "configs", "run.yaml"),
      [
        "data: { pairs: { source: ../train.a, target: ../train.b }, dev: ../dev.tsv }",
        "out: ../model",
        "source: { maximumLength: 4 }",
        "encoder: { size: 8, embedding: 8 }",
        "decoder: { size: 8, embedding: 8 }",
        "training: { epochs: 50 }",
      ].join("\n"),
    );
    const run = await henkan([
      "train",
      join(folder, "configs", "run.yaml"),
      "--training.epochs=1",
      "--vocabulary",
      "joint",
    ]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stderr).toContain("2 dev pairs to choose the best epoch\n");
    expect(run.stderr).toMatch(/left out \d+ pairs longer than 4 source or 200 target tokens/);
    const { record, model } = await loadModel(join(folder, "model"));
    expect(record.data).toMatchObject({ pairs: 40, devPairs: 2, heldOut: false });
    expect(model.configuration.training.epochs).toBe(1);
    expect(model.configuration.encoder.size).toBe(8);
    expect(model.target).toEqual(model.source);
  });

  it("stays silent with --quiet, but for results", async () => {
    const pairs = await pairsFile();
    const out = join(pairs, "..", "model");
    const run = await henkan([
      "train",
      "--pairs",
      pairs,
      "--out",
      out,
      ...tiny,
      "--training.epochs=1",
      "--quiet",
    ]);
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    expect(run.stdout).toContain(out);
    expect((await henkan(["translate", out, "--quiet"], { stdin: ["a\n"] })).stderr).toBe("");
  });
});

describe("Ctrl-C", () => {
  it("in a later epoch keeps the best model so far", async () => {
    const pairs = await pairsFile();
    const out = join(pairs, "..", "model");
    const run = await henkan(["train", "--pairs", pairs, "--out", out, ...tiny, "--training.epochs=500"], {
      onNotice: (text, interrupt) => /^epoch +1\/500 .* dev /.test(text) && interrupt(),
    });
    expect(run.exitCode).toBe(130);
    expect(run.stderr).toContain("stopping after this update; Ctrl-C again quits at once");
    expect(run.stdout).toContain(`model       ${out}, the best so far\n`);
    const { record } = await loadModel(out);
    expect(record.training).toMatchObject({ ended: "interrupted", bestEpoch: 1 });
  });

  it("in the first epoch keeps an older model, if there is one", async () => {
    const pairs = await pairsFile();
    const out = join(pairs, "..", "model");
    await saveModel(out, untrainedModel(), history);
    const before = await readdir(out);
    const run = await henkan(["train", "--pairs", pairs, "--out", out, ...tiny], {
      onNotice: (text, interrupt) => text.startsWith("training on") && interrupt(),
    });
    expect(run.exitCode).toBe(130);
    expect(run.stdout).toBe(`no epoch was finished: ${out} keeps its older model\n`);
    expect((await readdir(out)).sort()).toEqual(["checkpoints", ...before, "metrics.jsonl.new"].sort());
    expect((await loadModel(out)).record.training).toEqual(history.training);
  });

  it("in the first epoch keeps the weights as they are, if there is no older model", async () => {
    const pairs = await pairsFile();
    const out = join(pairs, "..", "model");
    const run = await henkan(["train", "--pairs", pairs, "--out", out, ...tiny], {
      onNotice: (text, interrupt) => text.startsWith("training on") && interrupt(),
    });
    expect(run.stdout).toContain(`model       ${out}, the weights as they were: no epoch was finished\n`);
    expect((await loadModel(out)).record.training).toMatchObject({ bestEpoch: 0, dev: null });
  });
});

describe("a run into a folder with an older model", () => {
  it("replaces it, metrics and report included, at its first checkpoint", async () => {
    const pairs = await pairsFile();
    const out = join(pairs, "..", "model");
    await saveModel(out, untrainedModel(), history);
    const [metrics, report] = [join(out, "metrics.jsonl"), join(out, "report.html")];
    await writeFile(metrics, "old");
    await writeFile(report, "old");
    let untouched = false;
    const run = await henkan(["train", "--pairs", pairs, "--out", out, ...tiny, "--training.epochs=2"], {
      onNotice: (text) => {
        if (!text.startsWith("training on")) return;
        untouched = [metrics, report].every((path) => readFileSync(path, "utf8") === "old");
      },
    });
    expect(run.exitCode, run.stderr).toBe(0);
    expect(untouched).toBe(true);
    expect((await loadModel(out)).record.data.pairs).toBeLessThan(100);
    const events = jsonLines(await readFile(metrics, "utf8"));
    expect(events.map(({ event }) => event)).toContain("start");
    expect(events.at(-1)!.event).toBe("end");
    expect(await readFile(report, "utf8")).toContain("<!doctype html>");
    expect(await readdir(out)).not.toContain("metrics.jsonl.new");
  });
});

describe("a run that diverges", () => {
  const wild = ["--training.learningRate=1000", "--training.epochs=2"];

  it("leaves an older model as it was, and says what to try", async () => {
    const pairs = await pairsFile();
    const out = join(pairs, "..", "model");
    await henkan(["train", "--pairs", pairs, "--out", out, ...tiny, "--training.epochs=1"]);
    const files = (await readdir(out)).filter((name) => name !== "checkpoints");
    const contents = () => Promise.all(files.map((file) => readFile(join(out, file))));
    const before = await contents();
    const refused = await henkan(["train", "--pairs", pairs, "--out", out, ...tiny, ...wild]);
    expect(refused.stderr).toContain("  training.learningRate: 0.005 there, 1000 now\n");
    const run = await henkan(["train", "--pairs", pairs, "--out", out, ...tiny, ...wild, "--restart"]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("  diverged: not kept\n");
    expect(run.stderr).toMatch(/no model was kept\. training\.learningRate is 1000\. Try a lower .*\n$/);
    expect(await readdir(out)).toEqual(files);
    expect(await contents()).toEqual(before);
  });

  it("leaves no model where there was none", async () => {
    const pairs = await pairsFile();
    const out = join(pairs, "..", "model");
    const run = await henkan(["train", "--pairs", pairs, "--out", out, ...tiny, ...wild]);
    expect(run.exitCode).toBe(2);
    expect(await readdir(out)).toEqual(["metrics.jsonl"]);
    const again = await henkan(["train", "--pairs", pairs, "--out", out, ...tiny, "--training.epochs=1"]);
    expect(again.exitCode, again.stderr).toBe(0);
  });
});

describe("the process", () => {
  async function savedModel(): Promise<string> {
    const folder = join(await temporaryFolder(), "model");
    await saveModel(folder, untrainedModel(), history);
    return folder;
  }

  it("answers each line when it comes", async () => {
    const { child, written, ended } = startHenkan(["translate", await savedModel()]);
    for (let line = 1; line <= 3; line++) {
      child.stdin.write("abc\n");
      while (written.stdout.split("\n").length <= line) await new Promise((next) => setTimeout(next, 5));
    }
    child.stdin.end();
    expect(await ended).toBe(0);
  });

  it("ends quietly when its reader has left", async () => {
    const { child, written, ended } = startHenkan(["translate", await savedModel(), "--quiet"]);
    child.stdin.on("error", () => {}); // it goes away while lines are still written
    child.stdout.destroy();
    child.stdin.write("abc\n");
    expect(await ended).toBe(0);
    expect(written.stderr).toBe("");
  });

  it("saves the model at Ctrl-C and ends with 130", async () => {
    const pairs = await pairsFile();
    const out = join(pairs, "..", "model");
    const { child, written, ended } = startHenkan([
      "train",
      "--pairs",
      pairs,
      "--out",
      out,
      ...tiny,
      "--training.epochs=100000",
    ]);
    while (!/^epoch +1\/100000 .* dev /m.test(written.stderr))
      await new Promise((next) => setTimeout(next, 5));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(written.stdout).toContain(", the best so far\n");
    expect((await loadModel(out)).record.training.ended).toBe("interrupted");
  });

  it("prints an error alone and ends with 2", async () => {
    const { written, ended } = startHenkan(["inspect", "no-model"]);
    expect(await ended).toBe(2);
    expect(written).toEqual({
      stdout: "",
      stderr:
        'no-model: cannot be read: no such file or folder: expected a model folder, as "henkan train" writes it\n',
    });
  });
});
