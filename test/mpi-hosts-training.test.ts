import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { henkan } from "./support/fake-terminal.ts";
import { mpis, withoutMpi } from "./support/mpi.ts";
import { type NetworkHosts, networkHosts, runOnHosts, withoutNetworkHosts } from "./support/network-hosts.ts";
import { reversals, tsv } from "./support/reversals.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const noHosts = withoutNetworkHosts();

let hosts: NetworkHosts | undefined;
afterEach(async () => {
  await hosts?.close();
  hosts = undefined;
});

async function trainingIn(folder: string) {
  await writeFile(join(folder, "pairs.tsv"), tsv(reversals(270, 1)));
  await writeFile(join(folder, "dev.tsv"), tsv(reversals(30, 2)));
  return (name: string, epochs: number) => [
    ...[
      "train",
      "--pairs",
      join(folder, "pairs.tsv"),
      "--dev",
      join(folder, "dev.tsv"),
      "--out",
      join(folder, name),
    ],
    ...["--encoder.size=16", "--decoder.size=16", "--encoder.dropout=0.2", "--training.batchTokens=200"],
    ...["--training.microBatches=4", "--training.checkpoint.updates=4", `--training.epochs=${epochs}`],
  ];
}

for (const mpi of Object.values(mpis)) {
  const missing = withoutMpi(mpi) || noHosts;

  describe.skipIf(missing !== "")(`training on separate hosts, with ${mpi.name}${missing}`, () => {
    const weights = (folder: string, name: string) =>
      readFile(join(folder, name, "weights.safetensors"), "base64");

    it.each([1, 10])(
      "gives the bytes of one process over a network of %i ms",
      { timeout: 120_000 },
      async (delay) => {
        const folder = await temporaryFolder();
        const train = await trainingIn(folder);
        expect((await henkan(train("alone", 2))).exitCode).toBe(0);
        hosts = await networkHosts(3, delay);
        const { status, stderr } = await runOnHosts(hosts, mpi, main, train("model", 2));
        expect(status, stderr.join("\n")).toBe(0);
        expect(stderr.join("\n")).toMatch(/^3 ranks on 3 hosts train together/m);
        expect(await weights(folder, "model")).toBe(await weights(folder, "alone"));
      },
    );

    it("ends where a host is cut off, and goes on without it to the same bytes", {
      timeout: 180_000,
    }, async () => {
      const folder = await temporaryFolder();
      const train = await trainingIn(folder);
      expect((await henkan(train("alone", 40))).exitCode).toBe(0);
      const network = await networkHosts(3, 1);
      hosts = network;
      const isKept = () => existsSync(join(folder, "model", "checkpoints", "000002"));
      const watch = setInterval(() => {
        if (!isKept()) return;
        clearInterval(watch);
        void network.cut(1);
      }, 5);
      const { status, stderr } = await runOnHosts(network, mpi, main, train("model", 40), {
        env: { HENKAN_MPI_TIMEOUT: "5" },
      });
      clearInterval(watch);
      expect(status).not.toBe(0);
      expect(stderr.join("\n")).toContain("rank 1 (host host-2) has not answered for 5 s");
      const again = await henkan(train("model", 40));
      expect(again.exitCode, again.stderr).toBe(0);
      expect(again.stderr).toContain("going on where it stopped");
      expect(await weights(folder, "model")).toBe(await weights(folder, "alone"));
    });
  });
}
