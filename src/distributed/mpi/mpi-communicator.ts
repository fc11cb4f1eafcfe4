import { CommunicationError, messageOf } from "../../errors.ts";
import { collectives } from "../collectives.ts";
import type { Communicator, Messages, TypedArray } from "../communicator.ts";
import { ControlChannel, type Note } from "./control-channel.ts";
import type { MpiFunctions } from "./functions.ts";
import { launcherProcess } from "./launcher-process.ts";
import { goneNeighbours, type Place, placeHere } from "./neighbours.ts";
import { finalizeMayHang, leaveLauncher } from "./old-mpich.ts";
import { type Part, Progress } from "./progress.ts";
import { Silence } from "./silence.ts";
import type { Witness } from "./witness.ts";

/** Messages of these do not get into each other's way. */
const tags = { exchange: 1, collective: 2, control: 3 };
/** Seconds between two looks at the other ranks. */
const lookPeriod = 0.25;
/** Milliseconds that the others have to read that the job ends, and to say so. */
const farewell = 600;

export interface MpiOptions {
  /** Seconds after which a rank that does not answer is lost. */
  readonly timeout: number;
  /** What to do when a rank is lost; the end of an error. */
  readonly wayOut: string;
  /** Bytes; a longer message goes in several, because MPI counts with 31 bits. */
  readonly longestMessage: number;
}

/** The ranks of MPI_COMM_WORLD. */
export class MpiCommunicator implements Communicator {
  readonly rank: number;
  readonly size: number;
  readonly library: string;
  readonly broadcast: Communicator["broadcast"];
  readonly gather: Communicator["gather"];
  readonly barrier: Communicator["barrier"];
  private readonly mpi: MpiFunctions;
  private readonly witness: Witness;
  private readonly options: MpiOptions;
  /** Of Open MPI. */
  private readonly launcher = launcherProcess();
  private places: readonly Place[] = [];
  private readonly progress: Progress;
  private readonly control: ControlChannel;
  private readonly silence: Silence;
  private readonly looks: NodeJS.Timeout;

  /** For ranks that have all started MPI and agree on their number. */
  static async open(
    mpi: MpiFunctions,
    host: string,
    witness: Witness,
    options: MpiOptions,
  ): Promise<MpiCommunicator> {
    witness.say(
      `rank ${mpi.rank()} (host ${host}) was killed: by its launcher if another rank is gone, or by the system if memory has run out; ${options.wayOut}`,
    );
    const communicator = new MpiCommunicator(mpi, witness, options);
    const told = await communicator.gather(new TextEncoder().encode(JSON.stringify(placeHere(host))));
    communicator.places = told.map((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Place);
    return communicator;
  }

  private constructor(mpi: MpiFunctions, witness: Witness, options: MpiOptions) {
    this.mpi = mpi;
    this.witness = witness;
    this.options = options;
    this.rank = mpi.rank();
    this.size = mpi.size();
    this.library = mpi.version();
    this.progress = new Progress(
      mpi,
      (peer) => this.silence.heard(peer),
      (part, error) => this.messageError(part, error),
    );
    this.control = new ControlChannel(mpi, this.rank, tags.control);
    const ask = (rank: number) => this.control.post(rank, "are you there");
    this.silence = new Silence(
      { size: this.size, timeout: options.timeout, period: lookPeriod, ask },
      performance.now(),
    );
    this.looks = setInterval(() => this.look(), lookPeriod * 1000).unref();
    const exchange = (messages: Messages) => this.exchangeUnder(tags.collective, messages);
    const { broadcast, gather, barrier } = collectives({ rank: this.rank, size: this.size, exchange });
    this.broadcast = broadcast;
    this.gather = gather;
    this.barrier = barrier;
  }

  get hosts(): readonly string[] {
    return this.places.map(({ host }) => host);
  }

  exchange(messages: Messages): Promise<void> {
    return this.exchangeUnder(tags.exchange, messages);
  }

  private async exchangeUnder(tag: number, { sends = [], receives = [] }: Messages): Promise<void> {
    if (this.progress.failed !== undefined) throw this.progress.failed;
    const parts: Part[] = [];
    for (const { from, into } of receives) {
      for (const piece of pieces(into, this.options.longestMessage)) {
        parts.push({ request: this.mpi.receive(piece, from, tag), peer: from, receives: true });
      }
    }
    for (const { to, data } of sends) {
      for (const piece of pieces(data, this.options.longestMessage)) {
        parts.push({ request: this.mpi.send(piece, to, tag), peer: to, receives: false });
      }
    }
    await this.progress.wait(parts);
  }

  abort(code: number): never {
    clearInterval(this.looks);
    this.witness.beQuiet();
    this.witness.end(this.launcher);
    try {
      this.tellAll("ends the job", this.rank);
      const still = new Int32Array(new SharedArrayBuffer(4));
      for (const start = performance.now(); performance.now() - start < farewell; ) {
        this.control.take();
        Atomics.wait(still, 0, 0, 10);
      }
      this.mpi.abort(code);
    } finally {
      process.exit(code);
    }
  }

  async close(): Promise<void> {
    await this.barrier(); // after it nobody waits for a rank that works, and asks
    await this.barrier(); // what was asked before has been sent
    clearInterval(this.looks);
    this.control.close();
    this.witness.close();
    if (!(finalizeMayHang(this.library, this.hosts) && leaveLauncher())) this.mpi.finalize();
  }

  /** Several times a second: answers those who ask, and notices who is lost. */
  private look(): void {
    try {
      for (const note of this.control.take()) this.read(note);
      const gone = goneNeighbours(this.places, this.rank);
      const silent = this.silence.look(this.progress.peers(), performance.now());
      for (const rank of gone) this.lose(rank, "gone");
      for (const rank of silent) this.lose(rank, "silent");
    } catch (error) {
      this.progress.fail(this.lost(messageOf(error)));
    }
  }

  private read({ word, from, about }: Note): void {
    this.silence.heard(from);
    if (word === "are you there") this.control.post(from, "here");
    if (word === "gone" || word === "silent") this.progress.fail(this.lost(this.description(about, word)));
    if (word === "ends the job") {
      this.progress.fail(
        new CommunicationError(`${this.name(from)} has ended the job; its message says why`),
      );
    }
  }

  private lose(rank: number, word: "gone" | "silent"): void {
    if (this.progress.failed !== undefined) return;
    this.progress.fail(this.lost(this.description(rank, word)));
    this.tellAll(word, rank);
  }

  private tellAll(word: "gone" | "silent" | "ends the job", about: number): void {
    for (let other = 0; other < this.size; other++) {
      if (other !== this.rank && other !== about) this.control.post(other, word, about);
    }
  }

  private description(rank: number, word: "gone" | "silent"): string {
    return word === "gone"
      ? `${this.name(rank)} is gone: its process has ended`
      : `${this.name(rank)} has not answered for ${this.options.timeout} s (HENKAN_MPI_TIMEOUT): its host or the network is down, or its process stands still`;
  }

  private lost(what: string): CommunicationError {
    return new CommunicationError(`${what}; ${this.options.wayOut}`);
  }

  private messageError({ peer, receives }: Part, error: unknown): CommunicationError {
    const what = receives ? `a message from ${this.name(peer)}` : `a message to ${this.name(peer)}`;
    return new CommunicationError(`${what}: ${messageOf(error)}`, {
      cause: error,
    });
  }

  private name(rank: number): string {
    const host = this.places[rank]?.host;
    return host === undefined ? `rank ${rank}` : `rank ${rank} (host ${host})`;
  }
}

/** An array in parts of at most so many bytes; an empty one is one part. */
function pieces(array: TypedArray, longest: number): TypedArray[] {
  if (array.byteLength <= longest) return [array];
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return Array.from({ length: Math.ceil(bytes.length / longest) }, (_, n) =>
    bytes.subarray(n * longest, (n + 1) * longest),
  );
}
