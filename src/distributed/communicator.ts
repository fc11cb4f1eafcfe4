/** An array over bytes, shared between threads or not. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Bytes for another rank; they must not change until the exchange is done. */
export interface Send {
  readonly to: number;
  readonly data: TypedArray;
}

/** Bytes of another rank; the array is as long as the message. */
interface Receive {
  readonly from: number;
  readonly into: TypedArray;
}

export interface Messages {
  readonly sends?: readonly Send[];
  readonly receives?: readonly Receive[];
}

/**
 * The processes of one job that exchange bytes: each has a rank from 0 to size − 1. What they run over (MPI, or in
 * tests one process) is not to be seen here.
 *
 * Every method rejects with a `CommunicationError` once a rank is gone or silent, and goes on rejecting: then nothing is
 * left but `abort`.
 */
export interface Communicator {
  readonly rank: number;
  readonly size: number;
  /** The name of each rank's host. */
  readonly hosts: readonly string[];
  /** What the messages run over, in words: "Open MPI v4.1.4". */
  readonly library: string;

  /**
   * Sends and receives at once, and resolves when all of it is done. Both sides know the lengths. Messages from one rank
   * to another arrive in the order in which they were sent; several exchanges may be under way.
   * @throws {CommunicationError} if a message has another length than its receiver expects
   */
  exchange(messages: Messages): Promise<void>;

  /**
   * Gives every rank the root's bytes; others pass `undefined`. The length need not be known. Collective: every rank calls
   * `broadcast`, `gather` and `barrier` in the same order. They and `exchange` do not get into each other's way.
   */
  broadcast(bytes: Uint8Array | undefined, root?: number): Promise<Uint8Array>;

  /** Gives every rank the bytes of all, by rank; lengths may differ. Collective. */
  gather(bytes: Uint8Array): Promise<Uint8Array[]>;

  /** Resolves when every rank has called it. Collective. */
  barrier(): Promise<void>;

  /** Ends every process of the job, with this exit code, after what was printed has been written. */
  abort(code: number): never;

  /** Collective; nothing may be called afterwards. A job whose ranks do not close has failed for its launcher. */
  close(): Promise<void>;
}
