import { describe, expect, it } from "vitest";
import { launchOf } from "./launcher.ts";

const openMpi = { OMPI_COMM_WORLD_RANK: "2", OMPI_COMM_WORLD_SIZE: "4" };
const hydra = { PMI_RANK: "1", PMI_SIZE: "3" };
const srun = { SLURM_PROCID: "5", SLURM_STEP_NUM_TASKS: "8", SLURM_NTASKS: "8" };
const torch = { RANK: "1", WORLD_SIZE: "4", MASTER_ADDR: "head", MASTER_PORT: "29500" };

describe("the launcher of a process", () => {
  it.each([
    { env: openMpi, launcher: "Open MPI's mpirun", first: "Open MPI", rank: 2, size: 4 },
    { env: hydra, launcher: "MPICH's mpiexec, or another that speaks PMI", first: "MPICH", rank: 1, size: 3 },
    {
      env: { MV2_COMM_WORLD_RANK: "0", MV2_COMM_WORLD_SIZE: "2" },
      launcher: "MVAPICH's mpirun",
      first: "MPICH",
      rank: 0,
      size: 2,
    },
    { env: { PALS_RANKID: "3" }, launcher: "PALS", first: "MPICH", rank: 3, size: undefined },
    { env: { FLUX_TASK_RANK: "3", FLUX_JOB_SIZE: "7" }, launcher: "Flux", first: "MPICH", rank: 3, size: 7 },
    { env: srun, launcher: "srun", first: "Open MPI", rank: 5, size: 8 },
    {
      env: { PMIX_RANK: "1" },
      launcher: "a launcher that speaks PMIx",
      first: "Open MPI",
      rank: 1,
      size: undefined,
    },
  ])("$launcher is known by its variables", ({ env, launcher, first, rank, size }) => {
    const launch = launchOf(env)!;
    expect({ ...launch, families: launch.families[0] }).toEqual({
      launcher,
      families: first,
      rank,
      size,
      said: launch.said,
    });
  });

  it("is the nearest one: mpirun starts its daemons by srun, whose variables are inherited", () => {
    expect(launchOf({ ...srun, ...openMpi })!.said).toBe("OMPI_COMM_WORLD_RANK=2, OMPI_COMM_WORLD_SIZE=4");
    expect(launchOf({ ...srun, ...hydra })!.said).toBe("PMI_RANK=1, PMI_SIZE=3");
    expect(launchOf({ ...srun, PMIX_RANK: "5" })!.said).toBe("SLURM_PROCID=5, SLURM_STEP_NUM_TASKS=8");
  });

  it.each([
    { why: "nothing is set", env: {} },
    { why: "mpirun starts one", env: { OMPI_COMM_WORLD_RANK: "0", OMPI_COMM_WORLD_SIZE: "1" } },
    { why: "a batch script calls henkan without srun", env: { SLURM_PROCID: "0", SLURM_NTASKS: "8" } },
    { why: "salloc's shell is a step of one", env: { SLURM_PROCID: "0", SLURM_STEP_NUM_TASKS: "1" } },
    { why: "the user says so", env: { ...openMpi, HENKAN_MPI: "off" } },
    { why: "torchrun starts one", env: { ...torch, WORLD_SIZE: "1" } },
    { why: "the user says so under torchrun", env: { ...torch, HENKAN_MPI: "off" } },
  ])("is none where $why", ({ env }) => {
    expect(launchOf(env)).toBeUndefined();
  });

  it("need not be known: the user asks for MPI", () => {
    expect(launchOf({ HENKAN_MPI: "on" })).toEqual({
      launcher: "HENKAN_MPI=on",
      families: ["Open MPI", "MPICH"],
      said: "HENKAN_MPI=on",
      size: undefined,
      rank: undefined,
    });
  });

  it("is not that of PyTorch", () => {
    expect(() => launchOf(torch)).toThrow(
      "RANK=1, WORLD_SIZE=4, MASTER_ADDR=head, MASTER_PORT=29500: torchrun and Kubeflow's PyTorchJob set these; the processes of henkan find each other by MPI, and no variable of an MPI launcher is set. Start them with mpirun or srun, on Kubernetes as an MPIJob, or set HENKAN_MPI=off if each is to work by itself",
    );
    expect(launchOf({ ...torch, ...hydra })!.said).toBe("PMI_RANK=1, PMI_SIZE=3");
  });

  it("is asked for by three words", () => {
    expect(() => launchOf({ HENKAN_MPI: "yes" })).toThrow(
      'HENKAN_MPI "yes": expected "on", "off", or nothing: then the launcher\'s variables decide',
    );
  });
});
