/** Thrown in the replicas that wait for one that has failed. */
export class BrokenBarrierError extends Error {
  override readonly name = "BrokenBarrierError";
}

/** Which number of the barrier is what. */
const [arrived, round, broken] = [0, 1, 2];
const barrierBytes = 16;

/** How often a waiting thread looks before it sleeps: some ten microseconds, the time that others are late by. */
const looks = 2000;

/** Milliseconds that it sleeps before it lets its thread do other things, such as hear that a replica is gone. */
const longestSleep = 50;

/** Memory through which the replicas of one rank keep in step, and tell what they find. */
export class ReplicaBoard {
  /** The memory, for threads that are to have the same board. */
  readonly buffer: ArrayBufferLike;
  /** −log P per target token of the whole update in nats, by the part's number. */
  readonly losses: Float64Array;
  /** Seconds that each replica has spent in the runtime, for the update at hand. */
  readonly seconds: Float64Array;
  private readonly barrier: Int32Array;
  private readonly replicas: number;

  /**
   * @param parts the most parts of an update
   * @param buffer of the same board in another thread (default: a new one)
   */
  constructor(parts: number, replicas: number, buffer?: ArrayBufferLike) {
    const bytes = barrierBytes + 8 * (parts + replicas);
    this.buffer = buffer ?? (replicas > 1 ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
    this.barrier = new Int32Array(this.buffer, 0, 4);
    this.losses = new Float64Array(this.buffer, barrierBytes, parts);
    this.seconds = new Float64Array(this.buffer, barrierBytes + 8 * parts, replicas);
    this.replicas = replicas;
  }

  /**
   * Waits until every replica has called it as often; it holds this thread, unless that takes long.
   * @throws {BrokenBarrierError} where one of them has failed
   */
  async wait(): Promise<void> {
    if (this.replicas === 1) return;
    const { barrier } = this;
    const now = Atomics.load(barrier, round);
    const isOver = () => Atomics.load(barrier, round) !== now || Atomics.load(barrier, broken) !== 0;
    if (Atomics.add(barrier, arrived, 1) === this.replicas - 1) {
      Atomics.store(barrier, arrived, 0);
      Atomics.add(barrier, round, 1);
      Atomics.notify(barrier, round);
    }
    for (let n = 0; n < looks && !isOver(); n++);
    if (!isOver()) Atomics.wait(barrier, round, now, longestSleep);
    while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 1));
    if (Atomics.load(barrier, broken) !== 0) throw new BrokenBarrierError("another replica has failed");
  }

  /** Lets those who wait, now or later, know that a replica has failed. */
  break(): void {
    Atomics.store(this.barrier, broken, 1);
    Atomics.add(this.barrier, round, 1);
    Atomics.notify(this.barrier, round);
  }
}
