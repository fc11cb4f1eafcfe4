import type { TypedArray } from "../communicator.ts";
import type { Koffi } from "./koffi.ts";
import type { LoadedLibrary } from "./library.ts";

/** A message that MPI sends or receives by itself. Holds the bytes, which must not be collected meanwhile. */
export interface Request {
  readonly data: TypedArray;
  readonly handle: { readonly array: TypedArray; readonly address: bigint };
}

/** An error code of MPI in MPI's words. */
class MpiError extends Error {}

/**
 * The functions of MPI that henkan calls, all on the thread that calls `MPI_Init_thread` and all upon MPI_COMM_WORLD;
 * only `start` and `finalize` block.
 */
export interface MpiFunctions {
  /** `MPI_Init_thread`; errors of later calls are returned. */
  start(): void;
  finalize(): void;
  abort(code: number): void;
  rank(): number;
  size(): number;
  /** "Open MPI v4.1.4" */
  version(): string;
  send(data: TypedArray, to: number, tag: number): Request;
  receive(into: TypedArray, from: number, tag: number): Request;
  /** Takes messages with this tag from any rank. */
  receiveAny(into: TypedArray, tag: number): Request;
  /** Whether a message is done; lets MPI move all others on. */
  test(request: Request): boolean;
  /** The bytes of the received message that was last found done. */
  received(): number;
}

export function mpiFunctions(koffi: Koffi, { library, binding }: LoadedLibrary): MpiFunctions {
  const { handle, world, byte } = binding;
  /** @param parameters "h" is a handle, "i" an int, "p" an address */
  const bind = (name: string, parameters: string) => {
    const types = { h: handle, i: "int", p: "void *" };
    const native = library.func(
      name,
      "int",
      Array.from(parameters, (letter) => types[letter as keyof typeof types]),
    );
    return (...values: unknown[]): void => {
      const code = native(...values) as number;
      if (code !== 0) throw new MpiError(`${name}: ${inWords(code)}`);
    };
  };
  const text = (call: (bytes: Uint8Array, length: Int32Array) => void): string => {
    const bytes = new Uint8Array(8192 + 1); // MPI_MAX_LIBRARY_VERSION_STRING is the longest
    const length = new Int32Array(1);
    call(bytes, length);
    return new TextDecoder().decode(bytes.subarray(0, length[0])).trim();
  };
  const errorString = library.func("MPI_Error_string", "int", ["int", "void *", "void *"]);
  const inWords = (code: number) => text((bytes, length) => errorString(code, bytes, length));
  const number = (call: (value: Int32Array) => void): number => {
    const value = new Int32Array(1);
    call(value);
    return value[0]!;
  };

  const init = bind("MPI_Init_thread", "ppip");
  const setErrhandler = bind("MPI_Comm_set_errhandler", "hh");
  const finalize = bind("MPI_Finalize", "");
  const abort = bind("MPI_Abort", "hi");
  const commRank = bind("MPI_Comm_rank", "hp");
  const commSize = bind("MPI_Comm_size", "hp");
  const libraryVersion = bind("MPI_Get_library_version", "pp");
  const isend = bind("MPI_Isend", "pihiihp");
  const irecv = bind("MPI_Irecv", "pihiihp");
  const test = bind("MPI_Test", "ppp");
  const getCount = bind("MPI_Get_count", "php");

  /** An array and its address together: who holds the address alone has an array that may be collected. */
  const placed = <Numbers extends TypedArray>(array: Numbers) => ({ array, address: koffi.address(array) });
  const flag = placed(new Int32Array(new ArrayBuffer(4)));
  const count = placed(new Int32Array(new ArrayBuffer(4)));
  const status = placed(new Uint8Array(new ArrayBuffer(64))); // MPI_Status has 20 to 32 bytes
  const start = (function_: typeof isend, data: TypedArray, peer: number, tag: number): Request => {
    const request = placed(new Uint8Array(new ArrayBuffer(handle === "int" ? 4 : 8)));
    const place = data.byteLength > 0 ? koffi.address(data) : null;
    function_(place, data.byteLength, byte, peer, tag, world, request.address);
    return { data, handle: request };
  };
  return {
    start() {
      init(null, null, binding.threadFunneled, new Int32Array(1));
      setErrhandler(world, binding.errorsReturn);
    },
    finalize,
    abort: (code) => abort(world, code),
    rank: () => number((value) => commRank(world, value)),
    size: () => number((value) => commSize(world, value)),
    version: () => shortVersion(text((bytes, length) => libraryVersion(bytes, length))),
    send: (data, to, tag) => start(isend, data, to, tag),
    receive: (into, from, tag) => start(irecv, into, from, tag),
    receiveAny: (into, tag) => start(irecv, into, binding.anySource, tag),
    test(request) {
      test(request.handle.address, flag.address, status.address);
      return flag.array[0] !== 0;
    },
    received() {
      getCount(status.address, byte, count.address);
      return count.array[0]!;
    },
  };
}

/** "Open MPI v4.1.4" of "Open MPI v4.1.4, package: …"; "MPICH 4.0.2" of "MPICH Version:\t4.0.2\n…". */
function shortVersion(text: string): string {
  return text
    .split(/[\n,]/)[0]!
    .replace(/\s*Version:\s*/, " ")
    .trim();
}
