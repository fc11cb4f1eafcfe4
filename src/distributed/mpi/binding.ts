import type { Library } from "./koffi.ts";

/** A handle of MPI: an integer or an address. */
type Handle = number | bigint;

/** What differs between the binary interfaces of MPI libraries. Their functions have the same names and arguments. */
export interface Binding {
  readonly name: string;
  /** The C type of communicators, data types, error handlers and requests. */
  readonly handle: "int" | "intptr_t";
  readonly world: Handle;
  readonly byte: Handle;
  readonly errorsReturn: Handle;
  readonly anySource: number;
  readonly threadFunneled: number;
}

/** The address of a variable or function of a library; undefined where it has none of this name. */
export function symbolOf(library: Library, name: string): bigint | undefined {
  try {
    return library.symbol(name) as bigint;
  } catch {
    return undefined;
  }
}
