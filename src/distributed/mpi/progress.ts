import type { MpiFunctions, Request } from "./functions.ts";

/** One message that is under way. */
export interface Part {
  readonly request: Request;
  readonly peer: number;
  readonly receives: boolean;
}

interface Wait {
  parts: Part[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** How long a wait looks again and again before it lets others run. A message of a few bytes is there by then. */
const spinMilliseconds = 0.05;
/** A pause is this share of the time waited so far: it delays a message by so much at most. */
const pauseShare = 1 / 8;
const longestPauseMilliseconds = 20;
/** Timers cannot make pauses shorter than this. A shorter one lets the thread itself sleep, and others use its core… */
const timerMilliseconds = 1;
/** … but no longer than this, for the event loop has other work, too. */
const longestSleepMilliseconds = 0.1;
const nobody = new Int32Array(new SharedArrayBuffer(4));

/**
 * Waits for messages. MPI moves them only inside of its functions and tells nobody when one is done, so it is asked again
 * and again: at first at once, then between the event loop's turns, where timers and signals are served, and the longer it
 * has waited the seldomer, so that a rank that waits leaves the processor to those that work, its own threads among them.
 */
export class Progress {
  private readonly mpi: MpiFunctions;
  private readonly moved: (peer: number) => void;
  private readonly inWords: (part: Part, error: unknown) => Error;
  private readonly waits = new Set<Wait>();
  private lastMoved = 0;
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Immediate | undefined;
  private failure: Error | undefined;
  /** MPI may still write into the arrays of messages that nobody waits for any more. */
  private readonly abandoned: Part[] = [];

  /**
   * @param moved is called with the peer of each message that is done
   * @param inWords makes an error of what MPI says of a message
   */
  constructor(
    mpi: MpiFunctions,
    moved: (peer: number) => void,
    inWords: (part: Part, error: unknown) => Error,
  ) {
    this.mpi = mpi;
    this.moved = moved;
    this.inWords = inWords;
  }

  /** Why no message can be waited for any more. */
  get failed(): Error | undefined {
    return this.failure;
  }

  /** The ranks that somebody waits for. */
  peers(): Set<number> {
    return new Set([...this.waits].flatMap(({ parts }) => parts.map(({ peer }) => peer)));
  }

  /** Resolves when all of these are done. */
  async wait(parts: Part[]): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    let left = parts;
    try {
      const start = performance.now();
      do left = this.undone(left);
      while (left.length > 0 && performance.now() - start < spinMilliseconds);
    } catch (error) {
      this.abandoned.push(...parts);
      this.fail(error as Error);
      throw error;
    }
    if (left.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      this.waits.add({ parts: left, resolve, reject });
      this.lastMoved = performance.now();
      this.nextTurn();
    });
  }

  /** Ends all waits with this error, and those to come; the first one counts. */
  fail(error: Error): void {
    this.failure ??= error;
    for (const { parts, reject } of this.waits) {
      this.abandoned.push(...parts);
      reject(this.failure);
    }
    this.waits.clear();
    this.nextTurn();
  }

  private turn(): void {
    try {
      for (const wait of this.waits) {
        wait.parts = this.undone(wait.parts);
        if (wait.parts.length > 0) continue;
        this.waits.delete(wait);
        wait.resolve();
      }
      this.nextTurn();
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private nextTurn(): void {
    clearTimeout(this.timer);
    clearImmediate(this.soon);
    if (this.waits.size === 0) return;
    const pause = Math.min((performance.now() - this.lastMoved) * pauseShare, longestPauseMilliseconds);
    if (pause >= timerMilliseconds) {
      this.timer = setTimeout(() => this.turn(), pause);
      return;
    }
    this.soon = setImmediate(() => {
      Atomics.wait(nobody, 0, 0, Math.min(pause, longestSleepMilliseconds));
      this.turn();
    });
  }

  private undone(parts: Part[]): Part[] {
    const left = parts.filter((part) => !this.isDone(part));
    if (left.length < parts.length) this.lastMoved = performance.now();
    return left;
  }

  private isDone(part: Part): boolean {
    try {
      if (!this.mpi.test(part.request)) return false;
      this.moved(part.peer);
      if (!part.receives) return true;
      const [received, expected] = [this.mpi.received(), part.request.data.byteLength];
      if (received !== expected)
        throw new Error(`${received} bytes have come, and ${expected} were expected`);
      return true;
    } catch (error) {
      throw this.inWords(part, error);
    }
  }
}
