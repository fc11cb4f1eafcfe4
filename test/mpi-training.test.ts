import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { henkan } from "./support/fake-terminal.ts";
import { mpis, runRanks, withoutMpi } from "./support/mpi.ts";
import { reversals, tsv } from "./support/reversals.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));

/** What is special about a run, as flags. */
const kinds = {
  "dropout, accumulation, averages, 4 parts": [
    ...["--encoder.dropout=0.2", "--decoder.dropout=0.2", "--training.accumulation=2"],
    ...["--training.averageDecay=0.99", "--training.averageCheckpoints=2", "--training.microBatches=4"],
  ],
  "gradient descent, halved by plateau, 8 parts": [
    ...["--training.optimizer=sgd", "--training.schedule=halving", "--training.patience=1"],
    ...["--training.learningRate=0.5", "--training.averageDecay=0", "--training.microBatches=8"],
  ],
};

async function folderOfPairs(kind: readonly string[]) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "pairs.tsv"), tsv(reversals(400, 1)));
  await writeFile(join(folder, "dev.tsv"), tsv(reversals(30, 2)));
  const train = (name: string, ...more: readonly string[]) => [
    ...["train", "--pairs", join(folder, "pairs.tsv"), "--dev", join(folder, "dev.tsv")],
    ...["--out", join(folder, name), "--encoder.size=16", "--decoder.size=16"],
    ...["--training.epochs=3", "--training.batchTokens=200", "--training.checkpoint.updates=5"],
    ...kind,
    ...more,
  ];
  const weights = (name: string) => readFile(join(folder, name, "weights.safetensors"), "base64");
  return { folder, train, weights };
}

/**
 * Kills the process of a rank by SIGKILL, once it is time.
 * @param word which is in its command
 * @param isOver whether it is too late
 * @returns when; undefined where there was none
 */
async function killRank(
  rank: number,
  word: string,
  isTime: () => boolean,
  isOver: () => boolean,
): Promise<number | undefined> {
  const variable = new RegExp(`(^|\0)(OMPI_COMM_WORLD_RANK|PMI_RANK)=${rank}\0`);
  const read = (pid: string, file: string) => readFile(join("/proc", pid, file), "latin1").catch(() => "");
  while (!isTime()) {
    if (isOver()) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    if (
      !(await read(pid, "cmdline")).includes(`node\0--import`) ||
      !(await read(pid, "cmdline")).includes(word)
    )
      continue;
    if (!variable.test(await read(pid, "environ"))) continue;
    process.kill(Number(pid), "SIGKILL");
    return performance.now();
  }
  return undefined;
}

describe.each(Object.values(mpis))("training on ranks of $name", (mpi) => {
  const missing = withoutMpi(mpi);

  describe.skipIf(missing).each(Object.entries(kinds))(`%s${missing}`, (_, kind) => {
    it("gives the bytes of one process, for any number of ranks and replicas", {
      timeout: 180_000,
    }, async () => {
      const { folder, train, weights } = await folderOfPairs(kind);
      expect((await henkan(train("alone"))).exitCode).toBe(0);
      for (const [ranks, replicas] of [
        [2, 2],
        [3, 1],
        [4, 1],
      ] as const) {
        const name = `on ${ranks}`;
        const { status, stdout, stderr } = await runRanks(
          mpi,
          ranks,
          main,
          train(name, `--runtime.replicas=${replicas}`),
        );
        expect(status, stderr.join("\n")).toBe(0);
        expect(stdout.filter((line) => line.startsWith("report"))).toHaveLength(1);
        expect(stderr.join("\n")).toMatch(
          new RegExp(`^${ranks} ranks on 1 host train together, over ${mpi.name} `, "m"),
        );
        expect(stderr.join("\n")).toMatch(/^the slowest is rank \d \(host .+\): it computed gradients for /m);
        expect(await weights(name)).toBe(await weights("alone"));
      }
      expect((await readdir(folder)).sort()).toEqual([
        "alone",
        "dev.tsv",
        "on 2",
        "on 3",
        "on 4",
        "pairs.tsv",
      ]);
    });
  });

  it.skipIf(missing)(
    `goes on with another number of ranks where one has died, and the others say so${missing}`,
    { timeout: 120_000 },
    async () => {
      const kind = [...Object.values(kinds)[0]!, "--training.epochs=12"]; // long enough to be killed
      const { folder, train, weights } = await folderOfPairs(kind);
      expect((await henkan(train("alone"))).exitCode).toBe(0);
      const out = join(folder, "model");
      let isOver = false;
      const isTime = () => existsSync(join(out, "checkpoints", "000002"));
      const killing = killRank(1, out, isTime, () => isOver);
      const { status, stderr } = await runRanks(mpi, 3, main, train("model"));
      const end = performance.now();
      isOver = true;
      const killed = await killing;
      expect(killed).toBeDefined();
      expect(status).not.toBe(0);
      expect(end - killed!).toBeLessThan(50_000); // a rank that only stands still is lost after 60 s
      const wayOut = "start the same command again, with any number of ranks";
      const told = stderr.filter((line) => line.startsWith("rank ") && line.endsWith(wayOut));
      expect(told.length, stderr.join("\n")).toBeGreaterThanOrEqual(2); // of both other ranks, or of one after the other
      const again = await runRanks(mpi, 2, main, train("model"));
      expect(again.status, again.stderr.join("\n")).toBe(0);
      expect(again.stderr.join("\n")).toMatch(
        /^going on where it stopped: in epoch +\d+\/12, after \d+ updates$/m,
      );
      expect(await weights("model")).toBe(await weights("alone"));
    },
  );

  it.skipIf(missing)(
    `says once what is wrong with a configuration, and blames no rank${missing}`,
    async () => {
      const { folder, train } = await folderOfPairs([
        "--training.freeze=nothing",
        "--training.microBatches=4",
      ]);
      const { status, stderr } = await runRanks(mpi, 2, main, train("model"));
      expect(status).toBe(2);
      const said = stderr.filter((line) =>
        line.startsWith('training.freeze "nothing": no parameter has such a name'),
      );
      expect(said).toHaveLength(1);
      expect(stderr.join("\n")).not.toMatch(/ is gone|was ended|was killed/);
      expect(existsSync(join(folder, "model", "weights.safetensors"))).toBe(false);
    },
  );

  it.skipIf(missing)(`refuses what does not share its work${missing}`, async () => {
    const { status, stderr } = await runRanks(mpi, 2, main, ["data", "stats", "nothing.tsv"]);
    expect(status).toBe(2);
    expect(stderr.join("\n")).toMatch(
      /henkan data stats: .* has started it as one of several processes \(.*_SIZE=2\), and it does not share its work among them, as train, prepare, translate, evaluate, score, compare do: start it without the launcher, or set HENKAN_MPI=off/,
    );
  });
});
