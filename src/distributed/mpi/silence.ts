/** A rank that keeps others waiting is asked this often within the time after which it counts as lost. */
const questions = 12;

export interface SilenceOptions {
  /** Number of ranks. */
  readonly size: number;
  /** Seconds of silence after which a rank is lost. */
  readonly timeout: number;
  /** Seconds between two looks. */
  readonly period: number;
  /** Sends a rank the question whether it is there. */
  readonly ask: (rank: number) => void;
}

/**
 * How long each rank that this one waits for has been silent.
 *
 * A rank may have a long work of its own to do, such as decoding the development set, while the others wait for its next
 * message. So a wait alone says nothing: the one that waits asks, and the other answers between the turns of its event loop,
 * whatever it does. Only who does not answer for `timeout` seconds is lost: its host or the network is down, or its process
 * stands still. Nothing is sent while messages flow, and nobody watches a rank that he does not wait for. The limit: a
 * computation that keeps a rank from its event loop for longer than `timeout` looks like silence.
 */
export class Silence {
  private readonly options: SilenceOptions;
  private readonly seconds: Float64Array;
  private last: number;

  /** @param now milliseconds, as of `look` */
  constructor(options: SilenceOptions, now: number) {
    this.options = options;
    this.seconds = new Float64Array(options.size);
    this.last = now;
  }

  /** This rank has sent something, or taken it. */
  heard(rank: number): void {
    this.seconds[rank] = 0;
  }

  /** Counts on for the ranks that are waited for, asks them, and gives those that have been silent for too long. */
  look(waitedFor: ReadonlySet<number>, now: number): number[] {
    const { timeout, period, ask } = this.options;
    // A rank that itself stood still for minutes, as on a laptop that slept, has heard nothing of those minutes.
    const passed = Math.min((now - this.last) / 1000, 2 * period);
    this.last = now;
    const lost: number[] = [];
    for (const [rank, before] of this.seconds.entries()) {
      const silent = waitedFor.has(rank) ? before + passed : 0;
      this.seconds[rank] = silent;
      const asked = (seconds: number) => Math.floor((seconds * questions) / timeout);
      if (asked(silent) > asked(before)) ask(rank);
      if (silent >= timeout) lost.push(rank);
    }
    return lost;
  }
}
