import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { mpis, runRanks, standardMpi, withoutMpi } from "../../test/support/mpi.ts";

const program = fileURLToPath(new URL("ranks.fixture.ts", import.meta.url));
const host = hostname();
const wayOut = "start the same command again, with any number of ranks";
const name = (rank: number) => `rank ${rank} (host ${host})`;
const killed = (rank: number) =>
  `${name(rank)} was killed: by its launcher if another rank is gone, or by the system if memory has run out; ${wayOut}`;
/** The lines that ranks print; launchers add some of their own. */
const ofRanks = (lines: readonly string[]) =>
  lines.filter((line) => /^(rank \d|a message|.* says that)/.test(line));

for (const mpi of [...Object.values(mpis), standardMpi]) {
  const missing = withoutMpi(mpi);
  describe.skipIf(missing !== "")(`the ranks of ${mpi.name}${missing}`, () => {
    const run = (ranks: number, scene: string, options: object = {}, settings = {}) =>
      runRanks(mpi, ranks, program, [scene, JSON.stringify(options)], settings);

    it.each([2, 3, 4, 5, 8])("exchange, broadcast, gather and meet: %i of them", async (size) => {
      const { status, stdout, stderr } = await run(size, "everything");
      expect(stderr).toEqual([]);
      expect(stdout.map((line) => line.replace(/ over .*:/, ":"))).toEqual(
        Array.from({ length: size }, (_, rank) => `rank ${rank} of ${size} on ${host}: all is well`),
      );
      for (const line of stdout) expect(/ over (.*):/.exec(line)![1]).toMatch(mpi.version);
      expect(status).toBe(0);
    });

    it("of which there is one: it stands alone", async () => {
      const { status, stdout } = await run(1, "everything");
      expect(stdout).toEqual(["this process stands alone"]);
      expect(status).toBe(0);
    });

    it("send 50 MB in one piece, and in pieces", async () => {
      for (const longestMessage of [2 ** 30, 2 ** 24 + 1]) {
        const { stdout, stderr } = await run(2, "large", { longestMessage });
        expect(stderr).toEqual([]);
        expect(stdout).toEqual(["rank 0: 50000001 bytes", "rank 1: 50000001 bytes"]);
      }
    });

    it("are told of a message of another length", async () => {
      const { status, stderr } = await run(3, "length");
      const said = new Set(ofRanks(stderr));
      expect(said).toContain(`a message from ${name(0)}: 12 bytes have come, and 20 were expected`);
      expect(said).toContain(`${name(1)} has ended the job; its message says why`);
      expect(status).toBe(3);
    });

    it("keep their timers while they wait", async () => {
      const { stdout } = await run(2, "timers");
      expect(stdout).toEqual(["rank 0: timers ran", "rank 1: timers ran"]);
    });

    it("wait for one that works for longer than the timeout", async () => {
      const { status, stdout, stderr } = await run(3, "longWork", { timeout: 2 });
      expect(stderr).toEqual([]);
      expect(stdout).toEqual(["rank 0 has 7", "rank 1 has 7", "rank 2 has 7"]);
      expect(status).toBe(0);
    });

    it("all say within seconds that one is gone", async () => {
      const { status, stderr } = await run(3, "killed");
      const said = ofRanks(stderr);
      const gone = `${name(1)} is gone: its process has ended; ${wayOut}`;
      if (mpi === mpis.openMpi) expect(said.filter((line) => line === gone)).toHaveLength(2);
      else expect(said).toEqual([killed(0), killed(1), killed(2)]);
      expect(status).toBeGreaterThan(0); // null: it did not end
    });

    it("all say so even if they compute meanwhile", async () => {
      const { status, stderr } = await run(3, "killedWhileBusy");
      const said = ofRanks(stderr);
      const all = [killed(0), killed(1), killed(2)];
      // Open MPI's mpirun may end before it has forwarded the last lines.
      if (mpi === mpis.openMpi) expect(said).toEqual(all.filter((line) => said.includes(line)));
      else expect(said).toEqual(all);
      expect(said.length).toBeGreaterThan(0);
      expect(status).toBeGreaterThan(0); // null: it did not end
    });

    it("name one that stands still", async () => {
      const { status, stderr } = await run(3, "stopped", {}, { env: { HENKAN_MPI_TIMEOUT: "2" } });
      const line = `${name(1)} has not answered for 2 s (HENKAN_MPI_TIMEOUT): its host or the network is down, or its process stands still; ${wayOut}`;
      expect(ofRanks(stderr).filter((said) => said.includes("has not answered"))).toEqual([line, line]);
      expect(status).toBe(3);
    });

    it("end together when one ends the job, with its exit code", async () => {
      const { status, stderr } = await run(3, "aborted");
      const line = `${name(2)} has ended the job; its message says why`;
      expect(new Set(ofRanks(stderr))).toEqual(new Set([line, "rank 2: no space left on the device"]));
      expect([3, 5]).toContain(status);
    });
  });
}

const missing = `${withoutMpi(mpis.openMpi)}${withoutMpi(mpis.mpich)}`;
describe.skipIf(missing !== "")(`one MPI's launcher and another's library${missing}`, () => {
  it.each([
    {
      mpi: mpis.mpich,
      library: "libmpi.so.40",
      says: /^Open MPI v[\d.]+ \(libmpi\.so\.40, Open MPI\) says that this process is rank 0 of 1, but MPICH's mpiexec, or another that speaks PMI started it with PMI_RANK=1, PMI_SIZE=2: the library does not belong to the launcher, and each process would work by itself\. Use the launcher of this library, or name the launcher's library in HENKAN_MPI_LIBRARY; under Slurm, srun --mpi=list shows what srun can start, such as --mpi=pmix$/,
    },
    {
      mpi: mpis.openMpi,
      library: "libmpich.so.12",
      says: /^MPICH [\d.]+ \(libmpich\.so\.12, the MPICH ABI\) says that this process is rank 0 of 1, but Open MPI's mpirun started it with OMPI_COMM_WORLD_RANK=1, OMPI_COMM_WORLD_SIZE=2: the library does not belong/,
    },
  ])("stop: $mpi.name starts, $library is loaded", async ({ mpi, library, says }) => {
    const { status, stdout, stderr } = await runRanks(mpi, 2, program, ["everything"], {
      env: { HENKAN_MPI_LIBRARY: library },
    });
    expect(ofRanks(stderr).some((line) => says.test(line))).toBe(true);
    expect(stdout).toEqual([]);
    expect(status).toBe(2);
  });
});
