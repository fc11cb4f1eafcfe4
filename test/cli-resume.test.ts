import { appendFile, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { readMetrics } from "../src/jobs/metrics-log.ts";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { RandomStream } from "../src/random.ts";
import { henkan } from "./support/fake-terminal.ts";
import { drawnMoment, leftIn, runKilled, visibleMoments } from "./support/killed-runs.ts";
import { pythonScript, runPython, withoutModules } from "./support/python.ts";
import { reversals, tsv } from "./support/reversals.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history } from "./support/tiny-saved-model.ts";
import { wildModel } from "./support/wild-model.ts";

async function folderOfPairs(): Promise<{
  folder: string;
  train: (name: string, ...more: string[]) => string[];
}> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "pairs.tsv"), tsv(reversals(900, 1)));
  await writeFile(join(folder, "dev.tsv"), tsv(reversals(30, 2)));
  const sizes = ["--encoder.size=16", "--decoder.size=16", "--runtime.threads=1"];
  const training = ["--training.epochs=3", "--training.batchTokens=200", "--training.checkpoint.updates=5"];
  const files = [
    "--pairs",
    join(folder, "pairs.tsv"),
    "--dev",
    join(folder, "dev.tsv"),
    "--test",
    join(folder, "dev.tsv"),
  ];
  const train = (name: string, ...more: string[]) => {
    return ["train", ...files, "--out", join(folder, name), ...sizes, ...training, ...more];
  };
  return { folder, train };
}

describe("a training that is killed", () => {
  it.each(visibleMoments)("gives the same files when %s", { timeout: 120_000 }, async (seen) => {
    const { folder, train } = await folderOfPairs();
    const whole = await henkan(train("whole"));
    expect(whole.exitCode, whole.stderr).toBe(0);
    const expected = await leftIn(join(folder, "whole"));
    expect(Object.keys(expected)).toContain("report.html");
    // Some moments are short: on a busy machine a run may come to its end unseen, and another one is killed.
    for (let [kills, attempt] = [0, 1]; kills === 0; attempt++) {
      const out = `killed ${attempt}`;
      kills = (await runKilled(train(out), join(folder, out), [{ seen }])).kills;
      expect(await leftIn(join(folder, out))).toEqual(expected);
    }
  });
});

describe("a training that stopped", () => {
  const stopped = async (train: readonly string[], at = "epoch 1/3") => {
    const run = await henkan(train, {
      isTTY: true,
      onNotice: (text, interrupt) => text.includes(at) && interrupt(),
    });
    expect(run.exitCode, run.stderr).toBe(130);
  };

  it("goes on by the same command, and says from where; threads may differ", async () => {
    const { folder, train } = await folderOfPairs();
    await stopped(train("model"));
    const { exitCode, stderr } = await henkan([
      ...train("model"),
      "--runtime.threads=2",
      "--training.checkpoint.minutes=1",
    ]);
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(/\ngoing on where it stopped: in epoch \d\/3, after \d+ updates\n/),
    ]);
    const events = (await readFile(join(folder, "model", "metrics.jsonl"), "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.filter(({ event }) => event === "start")).toHaveLength(1);
    expect(events.filter(({ event }) => event === "evaluation").map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(events.filter(({ event }) => event === "end")).toHaveLength(1);
    const updates = events.filter(({ event }) => event === "update").map(({ update }) => update);
    expect(new Set(updates).size).toBe(updates.length);
    expect(updates).toEqual(updates.toSorted((a, b) => a - b));
  });

  it("is not taken on with other settings or data: what differs is named; --restart trains anew", async () => {
    const { folder, train } = await folderOfPairs();
    await stopped(train("model"));
    const other = train("model", "--training.learningRate=0.02", "--decoder.inputFeeding=false");
    const { exitCode, stderr } = await henkan(other);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      `${join(folder, "model")}: it has a run with other settings or data:\n` +
        "  decoder.inputFeeding: true there, false now\n" +
        "  training.learningRate: 0.005 there, 0.02 now\n" +
        "Go back to what it was, train anew with restart, or name another folder as out.",
    );
    await writeFile(join(folder, "pairs.tsv"), tsv(reversals(800, 1)));
    expect((await henkan(train("model"))).stderr).toMatch(/\n {2}data\.pairs: "\w+" there, "\w+" now\n/);
    const restarted = await henkan([...other, "--restart"]);
    expect([restarted.exitCode, restarted.stderr.includes("going on")]).toEqual([0, false]);
  });

  it("goes on from the checkpoint before, where the newest is damaged", async () => {
    const { folder, train } = await folderOfPairs();
    const whole = await henkan(train("whole"));
    expect(whole.exitCode).toBe(0);
    await stopped(train("model"), "epoch 2/3");
    const checkpoints = join(folder, "model", "checkpoints");
    const names = (await readdir(checkpoints)).sort();
    expect(names).toHaveLength(2);
    const damaged = join(checkpoints, names[1]!, "state.safetensors");
    await truncate(damaged, 100);
    const { stderr } = await henkan(train("model"));
    expect(stderr).toContain(`${damaged}: it is truncated, or not what was written: it is left out\n`);
    expect(stderr).toContain("going on where it stopped");
    const weights = (name: string) => readFile(join(folder, name, "weights.safetensors"));
    expect(await weights("model")).toEqual(await weights("whole"));
  });

  it("is not trained again when it is over; more epochs follow where the schedule does not look ahead", async () => {
    const { folder, train } = await folderOfPairs();
    const constant = (epochs: number, ...more: string[]) =>
      train("model", "--training.schedule=constant", ...more).map((arg) =>
        arg.replace("epochs=3", `epochs=${epochs}`),
      );
    const first = await henkan(constant(1));
    const again = await henkan(constant(1));
    expect(again.stdout).toBe(first.stdout);
    expect(again.stderr).toContain(`${join(folder, "model")}: this run is over; restart trains it anew\n`);
    const more = await henkan(constant(2));
    expect(more.stderr).toContain("going on where it stopped: in epoch 2/2");
    await henkan(constant(2).map((arg) => arg.replace(join(folder, "model"), join(folder, "at-once"))));
    const weights = (name: string) => readFile(join(folder, name, "weights.safetensors"));
    expect(await weights("model")).toEqual(await weights("at-once"));
    await henkan(train("cosine"));
    const refused = await henkan(train("cosine").map((arg) => arg.replace("epochs=3", "epochs=4")));
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining(
        'training.epochs 4: its run has 3, and with other epochs it cannot go on: training.schedule "cosine" depends on how many there are. Train anew',
      ),
    ]);
  });

  it("is held by one process at a time; a dead one holds nobody up", async () => {
    const { folder, train } = await folderOfPairs();
    let second: Promise<{ exitCode: number; stderr: string }> | undefined;
    const first = await henkan(train("model"), {
      onNotice: (text) => {
        if (text.startsWith("training on")) second ??= henkan(train("model"));
      },
    });
    expect(first.exitCode).toBe(0);
    const lock = join(folder, "model", "henkan.lock");
    const { exitCode, stderr } = (await second)!;
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(new RegExp(`${lock}: training is going on there, by process ${process.pid} on `)),
    ]);
    expect(await readdir(join(folder, "model"))).not.toContain("henkan.lock");
    await writeFile(
      lock,
      JSON.stringify({
        work: "training",
        pid: 2 ** 22 - 1,
        host: (await import("node:os")).hostname(),
        began: "1",
      }),
    );
    expect((await henkan([...train("model"), "--restart"])).exitCode).toBe(0);
  });
});

const withoutTensorBoard = withoutModules("tensorboard");

describe.skipIf(withoutTensorBoard !== "")(`TensorBoard${withoutTensorBoard}`, () => {
  it("shows each event once, of a run that was stopped too", async () => {
    const { folder, train } = await folderOfPairs();
    const args = train("model", "--tensorboard");
    const at = {
      isTTY: true,
      onNotice: (text: string, interrupt: () => void) => text.includes("epoch 2/3") && interrupt(),
    };
    expect((await henkan(args, at)).exitCode).toBe(130);
    expect((await henkan(args)).exitCode).toBe(0);
    const script = pythonScript("tensorboard_scalars.py");
    const shown = JSON.parse(runPython([script, join(folder, "model", "tensorboard")])) as Record<
      string,
      [number, number, number][]
    >;
    const events = await readMetrics(join(folder, "model", "metrics.jsonl"));
    const started = events.flatMap((event) =>
      event.event === "start" ? [Date.parse(event.time) / 1000] : [],
    )[0]!;
    const updates = events.filter((event) => event.event === "update");
    const evaluations = events.filter((event) => event.event === "evaluation");
    expect(updates.length).toBeGreaterThan(20);
    expect(shown["train/loss"]).toEqual(
      updates.map(({ update, loss, seconds }) => [
        update,
        Math.fround(loss),
        expect.closeTo(started + seconds, 3),
      ]),
    );
    expect(shown["dev/bleu"]?.map(([step, value]) => [step, value])).toEqual(
      evaluations.map(({ update, dev }) => [update, Math.fround(dev.bleu)]),
    );
    expect(Object.keys(shown)).toEqual(
      expect.arrayContaining(["train/learning_rate", "train/gradient_norm", "epoch/train_loss", "dev/loss"]),
    );
  });
});

it("moments are drawn of all kinds", () => {
  const random = new RandomStream(1, "moments");
  const drawn = Array.from({ length: 200 }, () => drawnMoment(random, 1000));
  expect(new Set(drawn.map((moment) => ("seen" in moment ? moment.seen : "after"))).size).toBe(
    visibleMoments.length + 1,
  );
});

describe("an evaluation that keeps its outputs", () => {
  const letters = (octal: string) => Array.from(octal, (digit) => "abcdefgh"[Number(digit)]).join("");
  const sources = Array.from({ length: 1300 }, (_, i) => letters((512 + i).toString(8)));
  const evaluation = async () => {
    const folder = await temporaryFolder();
    const at = (name: string) => join(folder, name);
    await saveModel(at("model"), wildModel(), history);
    await writeFile(at("pairs.tsv"), sources.map((source) => `${source}\tp q\n`).join(""));
    const args = (...more: string[]) => [
      "evaluate",
      at("model"),
      "--pairs",
      at("pairs.tsv"),
      "--bootstrap=0",
      ...more,
    ];
    const outputs = `--outputs=${at("outputs")}`;
    const stopped = async (at: string) => {
      let seconds = 0;
      const clock = vi.spyOn(performance, "now").mockImplementation(() => 1000 * ++seconds); // all progress is drawn
      const run = await henkan(args(outputs), {
        isTTY: true,
        onNotice: (text, interrupt) => text.includes(`evaluating ${at}/1,300`) && interrupt(),
      });
      clock.mockRestore();
      expect(run.exitCode, run.stderr).toBe(130);
    };
    return { at, args, outputs, stopped, files: () => readdir(folder) };
  };

  it("goes on by the same command after those that it found, to the same scores", async () => {
    const { at, args, outputs, stopped, files } = await evaluation();
    const whole = await henkan(args(`--outputs=${at("whole")}`));
    expect(whole.exitCode, whole.stderr).toBe(0);
    const scored = await henkan([
      "evaluate",
      "--hypotheses",
      at("whole"),
      "--pairs",
      at("pairs.tsv"),
      "--metric=wer",
      "--json",
    ]);
    expect(scored.exitCode, scored.stderr).toBe(0);
    await stopped("  512");
    await appendFile(at("outputs.partial"), "what was being written when it was kil");
    const resumed = await henkan(args(outputs));
    const [told] = resumed.stderr.split("\n");
    // With replicas, the next sentences may be in hand.
    expect(told).toMatch(/^going on after the first (512|1,024) outputs, which are in /);
    expect(told).toContain(`${at("outputs")}.partial`);
    expect(resumed.stdout).toBe(whole.stdout);
    expect(await readFile(at("outputs"), "utf8")).toBe(await readFile(at("whole"), "utf8"));
    expect(await files()).toEqual(["model", "outputs", "pairs.tsv", "whole"]);
  });

  it("begins where the file is damaged", async () => {
    const { at, args, outputs, stopped } = await evaluation();
    await stopped("1,024");
    const lines = (await readFile(at("outputs.partial"), "utf8")).split("\n");
    lines[2] = lines[2]!.replace("false", "true");
    await writeFile(at("outputs.partial"), lines.join("\n"));
    const resumed = await henkan(args(outputs));
    expect(resumed.stderr).toContain("going on after the first 512 outputs");
    await henkan(args(`--outputs=${at("whole")}`));
    expect(await readFile(at("outputs"), "utf8")).toBe(await readFile(at("whole"), "utf8"));
  });

  it("is refused where they are of something else", async () => {
    const { at, args, outputs, stopped, files } = await evaluation();
    await stopped("  512");
    const refused = {
      exitCode: 2,
      stdout: "",
      stderr:
        `${at("outputs")}.partial: it holds the outputs of another model, for other sources, or by another search, as far ` +
        "as they were found: give the same again, name another file, or remove this one\n",
    };
    expect(await henkan(args(outputs, "--beam=2"))).toEqual(refused);
    await saveModel(at("model"), wildModel({ seed: 3 }), history);
    expect(await henkan(args(outputs))).toEqual(refused);
    expect(await files()).toEqual(["model", "outputs.partial", "pairs.tsv"]);
  });
});
