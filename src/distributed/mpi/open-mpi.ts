import { type Binding, symbolOf } from "./binding.ts";
import type { Library } from "./koffi.ts";

/** Open MPI 1.3 to 5: handles are the addresses of variables (ompi/include/mpi.h, OMPI_PREDEFINED_GLOBAL). */
export function openMpi(library: Library): Binding | undefined {
  const world = symbolOf(library, "ompi_mpi_comm_world");
  const byte = symbolOf(library, "ompi_mpi_byte");
  const errorsReturn = symbolOf(library, "ompi_mpi_errors_return");
  if (world === undefined || byte === undefined || errorsReturn === undefined) return undefined;
  return {
    name: "Open MPI",
    handle: "intptr_t",
    world,
    byte,
    errorsReturn,
    anySource: -1,
    threadFunneled: 1,
  };
}
