import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { mpis, withoutMpi } from "../../test/support/mpi.ts";
import {
  type NetworkHosts,
  networkHosts,
  runOnHosts,
  withoutNetworkHosts,
} from "../../test/support/network-hosts.ts";

const program = fileURLToPath(new URL("ranks.fixture.ts", import.meta.url));
const wayOut = "start the same command again, with any number of ranks";
const noHosts = withoutNetworkHosts();

let hosts: NetworkHosts | undefined;
afterEach(async () => {
  await hosts?.close();
  hosts = undefined;
});

for (const mpi of Object.values(mpis)) {
  const missing = withoutMpi(mpi) || noHosts;
  describe.skipIf(missing !== "")(`hosts that a network connects, with ${mpi.name}${missing}`, () => {
    it.each([1, 10])("exchange everything over %i ms", async (delay) => {
      hosts = await networkHosts(3, delay);
      const { status, stdout, stderr } = await runOnHosts(hosts, mpi, program, ["everything"]);
      // Open MPI's launcher sometimes loses a race with its own child, and says so.
      expect(stderr.filter((line) => !line.includes("plm:rsh: Warning: setpgid"))).toEqual([]);
      expect(stdout.map((line) => line.replace(/ over .*:/, ":"))).toEqual(
        [0, 1, 2].map((rank) => `rank ${rank} of 3 on host-${rank + 1}: all is well`),
      );
      expect(status).toBe(0);
    });

    it("take the network's time for each message there and back", async () => {
      hosts = await networkHosts(2, 10);
      const { stdout } = await runOnHosts(hosts, mpi, program, ["thereAndBack"]);
      const [milliseconds] = stdout.flatMap((line) => /^rank 0: (\d+) ms$/.exec(line)?.[1] ?? []);
      expect(Number(milliseconds)).toBeGreaterThanOrEqual(20 * 2 * 10);
    });

    it("end with the name of the one that is cut off", async () => {
      const network = await networkHosts(3, 1);
      hosts = network;
      let cut = false;
      const { status, stderr } = await runOnHosts(network, mpi, program, ["endless"], {
        env: { HENKAN_MPI_TIMEOUT: "3" },
        onOutput(stdout) {
          if (cut || stdout.split("goes on").length < 4) return;
          cut = true;
          void network.cut(1);
        },
      });
      const line = `rank 1 (host host-2) has not answered for 3 s (HENKAN_MPI_TIMEOUT): its host or the network is down, or its process stands still; ${wayOut}`;
      expect(stderr.filter((said) => said.includes("has not answered"))).toEqual([line, line]);
      expect(status).not.toBe(0);
      expect(status).not.toBeNull(); // it did not end
      await expect.poll(() => network.processes(0)).toEqual([]);
      await expect.poll(() => network.processes(2)).toEqual([]);
    });
  });
}
