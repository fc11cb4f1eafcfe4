import { type Binding, symbolOf } from "./binding.ts";
import type { Library } from "./koffi.ts";

/**
 * The standard binary interface, MPI 5.0 chapter 20: handles are pointers, the predefined ones small numbers. MPICH 5's
 * own libraries have `MPI_Abi_get_version` too, and it tells −1 there.
 */
export function standardAbi(library: Library): Binding | undefined {
  if (symbolOf(library, "MPI_Abi_get_version") === undefined) return undefined;
  const version = library.func("MPI_Abi_get_version", "int", ["void *", "void *"]);
  const major = new Int32Array(1);
  if (version(major, new Int32Array(1)) !== 0 || major[0]! < 1) return undefined;
  return {
    name: "the standard ABI",
    handle: "intptr_t",
    world: 0x101,
    byte: 0x247,
    errorsReturn: 0x143,
    anySource: -1,
    threadFunneled: 1024,
  };
}
