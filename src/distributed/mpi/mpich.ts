import type { Binding } from "./binding.ts";

/**
 * The MPICH ABI (https://www.mpich.org/abi): MPICH since 3.1, Intel MPI, MVAPICH and Cray MPICH. Handles are integers whose
 * bits tell the kind of object (mpi.h).
 */
export function mpich(): Binding {
  return {
    name: "the MPICH ABI",
    handle: "int",
    world: 0x44000000,
    byte: 0x4c00010d,
    errorsReturn: 0x54000001,
    anySource: -2,
    threadFunneled: 1,
  };
}
