import { hostname } from "node:os";
import { ConfigError, RuntimeUnavailableError } from "../errors.ts";
import type { Communicator } from "./communicator.ts";
import { type Environment, type Launch, launchOf } from "./launcher.ts";
import { type MpiFunctions, mpiFunctions } from "./mpi/functions.ts";
import { importKoffi } from "./mpi/koffi.ts";
import { type LoadedLibrary, loadLibrary } from "./mpi/library.ts";
import { MpiCommunicator } from "./mpi/mpi-communicator.ts";
import { keepFromHarm } from "./mpi/settings.ts";
import { Witness } from "./mpi/witness.ts";

interface CommunicatorOptions {
  /** What to do when a rank is lost: the end of the errors that say so. */
  readonly wayOut?: string;
  /** Seconds after which a rank that does not answer is lost. Default: `HENKAN_MPI_TIMEOUT`, or 60. */
  readonly timeout?: number;
  /** Bytes of the longest message that is sent in one piece. */
  readonly longestMessage?: number;
}

/**
 * The processes that a launcher (mpirun, srun, …) has started as one job, over the MPI library that belongs to it.
 *
 * @returns undefined for a process that stands alone
 * @throws {RuntimeUnavailableError} if the process is one of several for its launcher, and MPI cannot be loaded or does not
 *   see the others: nothing goes on by itself where others should have been
 */
export async function openCommunicator(
  env: Environment = process.env,
  {
    wayOut = "start the same command again, with any number of ranks",
    timeout = timeoutIn(env),
    longestMessage = 2 ** 30,
  }: CommunicatorOptions = {},
): Promise<Communicator | undefined> {
  const launch = launchOf(env);
  if (launch === undefined) return undefined;
  const koffi = await importKoffi();
  keepFromHarm();
  const loaded = loadLibrary(koffi, launch, env);
  const witness = new Witness(); // before MPI starts: some networks do not stand a fork after that
  const mpi = mpiFunctions(koffi, loaded);
  mpi.start();
  try {
    checkWorld(mpi, launch, loaded);
    if (mpi.size() > 1) {
      return await MpiCommunicator.open(mpi, hostname(), witness, { wayOut, timeout, longestMessage });
    }
  } catch (error) {
    witness.close();
    mpi.finalize();
    throw error;
  }
  witness.close();
  mpi.finalize();
  return undefined;
}

function timeoutIn({ HENKAN_MPI_TIMEOUT: text = "" }: Environment): number {
  const seconds = text === "" ? 60 : Number(text);
  if (seconds > 0) return seconds;
  throw new ConfigError(`HENKAN_MPI_TIMEOUT "${text}": expected seconds, a number above 0`);
}

/** No silent singletons: with another MPI's library, each of N processes is "rank 0 of 1" and would do all of the work. */
function checkWorld(mpi: MpiFunctions, launch: Launch, { file, binding }: LoadedLibrary): void {
  const [rank, size] = [mpi.rank(), mpi.size()];
  if (size === (launch.size ?? size) && rank === (launch.rank ?? rank)) return;
  throw new RuntimeUnavailableError(
    `${mpi.version()} (${file}, ${binding.name}) says that this process is rank ${rank} of ${size}, but ${launch.launcher} started it with ${launch.said}: the library does not belong to the launcher, and each process would work by itself. Use the launcher of this library, or name the launcher's library in HENKAN_MPI_LIBRARY; under Slurm, srun --mpi=list shows what srun can start, such as --mpi=pmix`,
  );
}
