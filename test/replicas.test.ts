import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { henkan } from "./support/fake-terminal.ts";
import { leftIn, runKilled } from "./support/killed-runs.ts";
import { reversals, tsv } from "./support/reversals.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** What is special about a run, as flags. */
const kinds = {
  "every dropout, own predictions, accumulation, averages": [
    ...["--encoder.dropout=0.2", "--encoder.tokenDropout=0.1", "--encoder.recurrentDropout=0.1"],
    ...["--decoder.dropout=0.2", "--training.scheduledSampling.rate=0.3", "--training.accumulation=2"],
    ...["--training.averageDecay=0.99", "--training.averageCheckpoints=2", "--training.microBatches=4"],
  ],
  "plain gradient descent, halved by plateau": [
    ...["--training.optimizer=sgd", "--training.schedule=halving", "--training.patience=1"],
    ...["--training.learningRate=0.5", "--training.averageDecay=0", "--training.microBatches=8"],
  ],
};

async function folderOfPairs(kind: readonly string[]) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "pairs.tsv"), tsv(reversals(500, 1)));
  await writeFile(join(folder, "dev.tsv"), tsv(reversals(30, 2)));
  const files = ["--pairs", join(folder, "pairs.tsv"), "--dev", join(folder, "dev.tsv")];
  const settings = [
    "--encoder.size=16",
    "--decoder.size=16",
    "--training.epochs=3",
    "--training.batchTokens=200",
  ];
  const train = (name: string, replicas: number) => [
    ...["train", ...files, "--out", join(folder, name), ...settings, ...kind],
    ...["--training.checkpoint.updates=5", `--runtime.replicas=${replicas}`],
  ];
  /** Files by name, without the number of replicas. */
  const left = async (name: string) => {
    const files = Object.entries(await leftIn(join(folder, name)));
    return Object.fromEntries(files.map(([file, text]) => [file, text.replaceAll(/"replicas": ?\d+/g, "")]));
  };
  return { folder, train, left };
}

describe.each(Object.entries(kinds))("replicas: %s", (_, kind) => {
  it("leave the same bytes, whatever their number", { timeout: 120_000 }, async () => {
    const { train, left } = await folderOfPairs(kind);
    for (const count of [1, 2, 3, 4]) {
      const { exitCode, stderr } = await henkan(train(`of ${count}`, count));
      expect(exitCode, stderr).toBe(0);
    }
    const alone = await left("of 1");
    expect(Object.keys(alone)).toEqual(
      expect.arrayContaining(["weights.safetensors", "checkpoints/state.safetensors"]),
    );
    for (const count of [2, 3, 4]) expect(await left(`of ${count}`)).toEqual(alone);
  });

  it("go on in another number where a process was killed", { timeout: 120_000 }, async () => {
    const { folder, train, left } = await folderOfPairs(kind);
    expect((await henkan(train("whole", 1))).exitCode).toBe(0);
    const commands = [train("killed", 3), train("killed", 2)];
    const moments = [{ seen: "an epoch is scored" }] as const;
    expect((await runKilled((n) => commands[n]!, join(folder, "killed"), moments)).kills).toBe(1);
    expect(await left("killed")).toEqual(await left("whole"));
  });
});
