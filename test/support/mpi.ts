import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A launcher, with the settings that it needs for more ranks than cores, and for root. */
export interface Mpi {
  readonly name: string;
  readonly launcher: string;
  readonly options: readonly string[];
  /** More options, and variables, to start one rank on each of these hosts and to have all messages go by TCP. */
  onHosts(
    addresses: readonly string[],
    runOnHost: string,
  ): { readonly options: readonly string[]; readonly env: Readonly<Record<string, string>> };
  /** Where its launcher comes from. */
  readonly source: string;
  /** Variables for its ranks. */
  readonly env?: Readonly<Record<string, string>>;
  /** As a rank names it. */
  readonly version: RegExp;
}

const openMpi: Mpi = {
  name: "Open MPI",
  launcher: "mpirun.openmpi",
  options: ["--oversubscribe"],
  onHosts: (addresses, runOnHost) => ({
    options: [
      ...["--mca", "plm_rsh_agent", runOnHost, "--mca", "pml", "ob1", "--mca", "btl", "tcp,self"],
      ...["--mca", "oob_tcp_if_include", "eth0", "--mca", "btl_tcp_if_include", "eth0"],
      ...["--host", addresses.join(",")],
    ],
    env: {},
  }),
  source: "Debian's package openmpi-bin",
  version: /^Open MPI v\d+\.\d+\.\d+$/,
};
const mpich: Mpi = {
  name: "MPICH",
  launcher: "mpirun.mpich",
  options: [],
  onHosts: (addresses, runOnHost) => ({
    options: [
      "-launcher",
      "rsh",
      "-launcher-exec",
      runOnHost,
      "-iface",
      "eth0",
      "-hosts",
      addresses.join(","),
    ],
    env: { UCX_TLS: "tcp,self" },
  }),
  source: "Debian's package mpich",
  version: /^MPICH \d+\.\d+(\.\d+)?$/,
};
export const mpis = { openMpi, mpich };

const judges = process.env.HENKAN_JUDGES ?? "";
/** An MPI whose library has the standard binary interface. */
export const standardMpi: Mpi = {
  ...mpich,
  name: "MPI's standard ABI",
  launcher: `${judges}/bin/mpiexec`,
  source: "Python's package mpich in HENKAN_JUDGES",
  env: { HENKAN_MPI_LIBRARY: `${judges}/lib/libmpi_abi.so.1` },
  version: /^MPICH 5\.\d+\.\d+$/,
};

const environment = { OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1" };

/** What the name of a suite tells where a launcher is missing: "" where it is there, else ` (skipped: …)`. */
export function withoutMpi({ launcher, source }: Mpi): string {
  const { error } = spawnSync(launcher, ["--version"], { env: { ...process.env, ...environment } });
  return error === undefined ? "" : ` (skipped: needs ${launcher}, ${source})`;
}

export interface Finished {
  readonly status: number | null;
  readonly seconds: number;
  /** All of standard output, as it came. */
  readonly output: string;
  /** The lines of each stream that are not empty, in the alphabet's order: ranks print in any. */
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** More options of the launcher. */
  readonly launcherOptions?: readonly string[];
  /** A command before the launcher's, to start it elsewhere. */
  readonly prefix?: readonly string[];
  /** Is called with all that has been written to standard output so far. */
  readonly onOutput?: (stdout: string) => void;
  /** Seconds after which the launcher is killed; the status is then null. */
  readonly limit?: number;
}

/** Starts ranks of a TypeScript program and waits for their end. */
export async function runRanks(
  mpi: Mpi,
  ranks: number,
  program: string,
  args: readonly string[],
  { env = {}, launcherOptions = [], prefix = [], onOutput, limit = 110 }: RunOptions = {},
): Promise<Finished> {
  const start = performance.now();
  const node = [process.execPath, "--import", fileURLToPath(import.meta.resolve("tsx")), program, ...args];
  const launch = [mpi.launcher, ...mpi.options, ...launcherOptions, "-n", String(ranks), ...node];
  const [command, ...rest] = [...prefix, ...launch] as [string, ...string[]];
  const child = spawn(command, rest, {
    env: { ...process.env, ...environment, ...mpi.env, ...env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // Ctrl-C's for the tests alone, and one group to kill
  });
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
      if (name === "stdout") onOutput?.(written.stdout);
    });
  }
  const timer = setTimeout(() => process.kill(-child.pid!, "SIGKILL"), limit * 1000);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  clearTimeout(timer);
  const lines = (text: string) =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .sort();
  return {
    status,
    seconds: (performance.now() - start) / 1000,
    output: written.stdout,
    stdout: lines(written.stdout),
    stderr: lines(written.stderr),
  };
}
