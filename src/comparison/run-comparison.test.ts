import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reversals } from "../../test/support/reversals.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import type { Settings } from "../configuration/settings.ts";
import { CheckpointError, ConfigError } from "../errors.ts";
import { readComparison } from "./definition.ts";
import { type ComparisonEvent, runComparison } from "./run-comparison.ts";

/** A folder with pairs and the definition of a comparison that takes seconds. */
async function comparisonFile(): Promise<string> {
  const folder = await temporaryFolder();
  const parts = { train: reversals(200, 1), dev: reversals(30, 2), test: reversals(60, 3) };
  for (const [name, pairs] of Object.entries(parts)) {
    const lines = pairs.map(({ source, target }) => `${source}\t${target}\n`);
    await writeFile(join(folder, `${name}.tsv`), lines.join(""));
  }
  const path = join(folder, "tiny.yaml");
  await writeFile(
    path,
    [
      "data: { pairs: train.tsv, dev: dev.tsv, test: test.tsv }",
      "source: { tokenizer: characters }",
      "target: { tokenizer: characters }",
      "encoder: { size: 8, embedding: 8, dropout: 0.1 }",
      "decoder: { size: 8, embedding: 8, dropout: 0.1 }",
      "training: { epochs: 2, batchTokens: 100, learningRate: 0.01 }",
      "runtime: { threads: 1 }",
      "comparison: { arms: [fixed-initial, dot, additive-input-feeding], metric: token_error_rate, bounds: [3] }",
    ].join("\n"),
  );
  return path;
}

async function compare(
  path: string,
  out: string,
  {
    settings = {},
    beam = 1,
    stopAt = () => false,
  }: { settings?: Settings; beam?: number; stopAt?: (event: ComparisonEvent) => boolean } = {},
) {
  const stop = new AbortController();
  const events: ComparisonEvent[] = [];
  const definition = await readComparison(path, { ...settings, out: join(path, "..", out) });
  const compared = await runComparison(definition, {
    beam,
    signal: stop.signal,
    onEvent: (event) => {
      events.push(event);
      if (stopAt(event)) stop.abort();
    },
  }).catch((error: unknown) => {
    if (stop.signal.aborted) return null;
    throw error;
  });
  const trained = events.flatMap((event) =>
    event.event === "training" && ["start", "resume"].includes(event.training.event)
      ? [event.run.arm.name]
      : [],
  );
  return { compared, trained, plan: events.find((event) => event.event === "plan")! };
}

const resultOf = (path: string, out: string) => readFile(join(path, "..", out, "compare.json"), "utf8");

describe("runComparison", () => {
  it("gives the same compare.json however it was stopped", { timeout: 120_000 }, async () => {
    const path = await comparisonFile();
    const whole = await compare(path, "whole");
    expect(whole.trained).toEqual(["fixed-initial", "dot", "additive-input-feeding"]);

    const inAnArm = await compare(path, "stopped", {
      stopAt: (event) =>
        event.event === "training" && event.run.arm.name === "dot" && event.training.event === "evaluation",
    });
    expect(inAnArm.compared).toBeNull();
    expect(inAnArm.trained).toEqual(["fixed-initial", "dot"]);
    const betweenArms = await compare(path, "stopped", {
      stopAt: ({ event }) => event === "whole",
    });
    expect(betweenArms.compared).toBeNull();
    expect(betweenArms.trained).toEqual(["dot"]);
    // As if killed after training and before the outputs were written.
    await rm(join(path, "../stopped/arms/dot-1/hypotheses.jsonl"));
    const last = await compare(path, "stopped");
    expect(last.trained).toEqual(["additive-input-feeding"]);
    expect(last.plan.done.size).toBe(1);
    expect(await resultOf(path, "stopped")).toBe(await resultOf(path, "whole"));
    expect((await compare(path, "stopped")).trained).toEqual([]);
    // As if killed while an arm was saved.
    await rm(join(path, "../stopped/arms/dot-1/report.html"));
    await writeFile(join(path, "../stopped/arms/fixed-initial-1/weights.safetensors"), "cut");
    expect((await compare(path, "stopped")).trained).toEqual(["fixed-initial", "dot"]);
    expect(await resultOf(path, "stopped")).toBe(await resultOf(path, "whole"));
  });

  it("tells of each arm, seed and bucket, without clock or machine", { timeout: 120_000 }, async () => {
    const path = await comparisonFile();
    const { compared } = await compare(path, "out", { settings: { comparison: { seeds: [1, 2] } } });
    const result = compared!.result;
    expect(JSON.parse(await resultOf(path, "out"))).toEqual(result);
    expect(JSON.stringify(result)).not.toMatch(/seconds|started|threads/);
    expect(result).toMatchObject({
      format: 1,
      name: "tiny",
      beam: 1,
      seeds: [1, 2],
      chosenBy: "token_error_rate",
    });
    expect(result.metric).toMatchObject({ name: "token_error_rate", higherIsBetter: false });
    expect(result.data).toMatchObject({ pairs: 200, dev: 30, test: 60 });
    expect(result.arms.map(({ name }) => name)).toEqual(["fixed-initial", "dot", "additive-input-feeding"]);
    for (const { runs, score, buckets, deviation, interval, parameters } of result.arms) {
      expect(runs.map(({ seed }) => seed)).toEqual([1, 2]);
      expect(new Set(runs.map(({ updates }) => updates))).toEqual(
        new Set([result.arms[0]!.runs[0]!.updates]),
      );
      expect(runs.every(({ curve }) => curve.length === 2)).toBe(true);
      expect(score).toBeCloseTo((runs[0]!.score + runs[1]!.score) / 2, 10);
      expect(deviation).toBeCloseTo(Math.abs(runs[0]!.score - runs[1]!.score) / Math.SQRT2, 10);
      expect(interval!.low).toBeLessThanOrEqual(score);
      expect(interval!.high).toBeGreaterThanOrEqual(score);
      expect(buckets.map(({ from, to }) => [from, to])).toEqual([
        [1, 3],
        [4, null],
      ]);
      const sentences = buckets.reduce((sum, bucket) => sum + bucket.sentences, 0);
      expect(sentences).toBe(result.data.sentences);
      expect(parameters).toBeGreaterThan(1000);
    }
    expect(result.verdict).toMatchObject({
      fixed: "fixed-initial",
      shortest: { from: 1 },
      longest: { from: 4 },
    });
    const times = JSON.parse(await readFile(join(path, "../out/times.json"), "utf8"));
    expect(times).toHaveLength(6);
    expect(times[0]).toMatchObject({ arm: "fixed-initial", seed: 1, threads: 1 });
    const report = await readFile(compared!.report, "utf8");
    expect(report.match(/class="heat-map"/g)).toHaveLength(6); // three sentences, two arms with attention
  });

  it("takes more arms, seeds and searches into a folder", { timeout: 120_000 }, async () => {
    const path = await comparisonFile();
    const one = { comparison: { arms: ["dot"] } };
    const first = await compare(path, "out", { settings: one });
    expect(first.compared!.result.verdict).toBeNull();
    const beam = await compare(path, "out", { settings: one, beam: 2 });
    expect(beam.trained).toEqual([]);
    expect(beam.compared!.result.beam).toBe(2);
    expect(
      (await readdir(join(path, "../out/arms/dot-1"))).filter((name) => /^hypo/.test(name)).sort(),
    ).toEqual(["hypotheses-beam-2.jsonl", "hypotheses.jsonl"]);
    const more = await compare(path, "out", { settings: { comparison: { arms: ["fixed-initial", "dot"] } } });
    expect(more.trained).toEqual(["fixed-initial"]);
  });

  it("refuses to mix another definition or other pairs in, and folders of others", async () => {
    const path = await comparisonFile();
    const one = { comparison: { arms: ["dot"] } };
    await compare(path, "out", { settings: one });
    const before = await resultOf(path, "out");
    const out = join(path, "../out");
    const settings = { ...one, training: { epochs: 3, batchTokens: 100, learningRate: 0.01 } };
    const refusal =
      `${out}: it holds a comparison of another definition: name another folder as out, or go back to what ` +
      "it was:\n";
    await expect(compare(path, "out", { settings })).rejects.toThrow(
      new ConfigError(`${refusal}  training.epochs: 2 there, 3 now`),
    );
    await expect(compare(path, "out", { settings: { ...one, runtime: { threads: 2 } } })).rejects.toThrow(
      new ConfigError(`${refusal}  runtime.threads: 1 there, 2 now`),
    );
    await writeFile(join(path, "../test.tsv"), "abc\tcba\n");
    await expect(compare(path, "out", { settings: one })).rejects.toThrow(
      new ConfigError(`${refusal}  data: other pairs there than now`),
    );
    expect(await resultOf(path, "out")).toBe(before);
    await expect(compare(path, ".", { settings: one })).rejects.toThrow(CheckpointError);
  });

  it("gives every arm at least the updates that are asked for", async () => {
    const path = await comparisonFile();
    const settings = { comparison: { arms: ["dot"], updates: 31, parameters: 3000 } };
    const { compared, plan } = await compare(path, "out", { settings });
    const { updates } = plan.event === "plan" ? plan.plan : { updates: 0 };
    const perEpoch = updates / plan.plan.base.training.epochs!;
    expect(updates).toBeGreaterThanOrEqual(31);
    expect(updates - perEpoch).toBeLessThan(31);
    expect(compared!.result.arms[0]!.runs[0]!.updates).toBe(updates);
    expect(compared!.result.parameters).toBe(3000);
  });
});
