import { ConfigError, RuntimeUnavailableError } from "../errors.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a launcher's variables say of the job that this process belongs to. */
export interface Launch {
  /** In words, for errors. */
  readonly launcher: string;
  /** Which libraries' ranks it starts, the likeliest first. */
  readonly families: readonly MpiFamily[];
  /** The variables and values that were read, for errors: "OMPI_COMM_WORLD_SIZE=4". */
  readonly said: string;
  /** Undefined where no variable tells. */
  readonly size: number | undefined;
  readonly rank: number | undefined;
}

export type MpiFamily = "Open MPI" | "MPICH";

interface Launcher {
  readonly launcher: string;
  readonly families: readonly MpiFamily[];
  readonly rank: string;
  readonly size?: string;
}

/**
 * From the nearest to a process to the farthest: Open MPI and MPICH start their daemons by srun or PALS where there is
 * one, and the processes that these start inherit its variables. A batch script that calls henkan without srun is one
 * process: Slurm's variables there speak of the allocation (SLURM_NTASKS, SLURM_PROCID=0), so the step's are read, which
 * only srun sets.
 */
const launchers: readonly Launcher[] = [
  {
    launcher: "Open MPI's mpirun",
    families: ["Open MPI"],
    rank: "OMPI_COMM_WORLD_RANK",
    size: "OMPI_COMM_WORLD_SIZE",
  },
  {
    launcher: "MVAPICH's mpirun",
    families: ["MPICH"],
    rank: "MV2_COMM_WORLD_RANK",
    size: "MV2_COMM_WORLD_SIZE",
  },
  {
    launcher: "MPICH's mpiexec, or another that speaks PMI",
    families: ["MPICH", "Open MPI"],
    rank: "PMI_RANK",
    size: "PMI_SIZE",
  },
  { launcher: "PALS", families: ["MPICH", "Open MPI"], rank: "PALS_RANKID" },
  { launcher: "Flux", families: ["MPICH", "Open MPI"], rank: "FLUX_TASK_RANK", size: "FLUX_JOB_SIZE" },
  {
    launcher: "srun",
    families: ["Open MPI", "MPICH"],
    rank: "SLURM_PROCID",
    size: "SLURM_STEP_NUM_TASKS",
  },
  { launcher: "a launcher that speaks PMIx", families: ["Open MPI", "MPICH"], rank: "PMIX_RANK" },
];

/**
 * What started this process, by its variables.
 *
 * `HENKAN_MPI=off` makes every process work by itself, whatever started it; `HENKAN_MPI=on` asks MPI itself where no
 * variable is known.
 *
 * @returns undefined for a process that nothing started as one of several
 * @throws {RuntimeUnavailableError} if the variables are those of torchrun, or of Kubeflow's jobs for PyTorch, alone
 */
export function launchOf(env: Environment): Launch | undefined {
  const wish = env.HENKAN_MPI ?? "";
  if (!["", "on", "off"].includes(wish)) {
    throw new ConfigError(
      `HENKAN_MPI "${wish}": expected "on", "off", or nothing: then the launcher's variables decide`,
    );
  }
  if (wish === "off") return undefined;
  for (const { rank, size, ...launcher } of launchers) {
    const read = [rank, size].filter((name) => name !== undefined && env[name] !== undefined) as string[];
    const alone = size !== undefined && env[size] === undefined; // SLURM_PROCID of a batch script
    if (read.length === 0 || alone) continue;
    const launch = {
      ...launcher,
      said: read.map((name) => `${name}=${env[name]}`).join(", "),
      rank: numberIn(env[rank]),
      size: size === undefined ? undefined : numberIn(env[size]),
    };
    return launch.size === 1 && wish !== "on" ? undefined : launch;
  }
  if (wish === "on") {
    return {
      launcher: "HENKAN_MPI=on",
      families: ["Open MPI", "MPICH"],
      said: "HENKAN_MPI=on",
      size: undefined,
      rank: undefined,
    };
  }
  refuseTorch(env);
  return undefined;
}

/** These variables name a meeting point over TCP, which henkan does not have: each process would train by itself. */
function refuseTorch(env: Environment): void {
  const names = ["RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"];
  if (env.RANK === undefined || !((numberIn(env.WORLD_SIZE) ?? 0) > 1)) return;
  const said = names.filter((name) => env[name] !== undefined).map((name) => `${name}=${env[name]}`);
  throw new RuntimeUnavailableError(
    `${said.join(", ")}: torchrun and Kubeflow's PyTorchJob set these; the processes of henkan find each other by MPI, and no variable of an MPI launcher is set. Start them with mpirun or srun, on Kubernetes as an MPIJob, or set HENKAN_MPI=off if each is to work by itself`,
  );
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
