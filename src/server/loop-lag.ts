/** Milliseconds between looks. */
const period = 50;

/** How much of the last lag is kept at a look that finds less. */
const kept = 0.3;

/** How late the event loop is: what a request waits for before it is seen at all, and its answer before it leaves. */
export class LoopLag {
  private lag = 0;
  private due: number;
  private readonly timer: NodeJS.Timeout;

  constructor() {
    this.due = performance.now() + period;
    this.timer = setInterval(() => {
      const now = performance.now();
      this.lag = Math.max(now - this.due, kept * this.lag, 0);
      this.due = now + period;
    }, period);
    this.timer.unref();
  }

  /** Seconds. */
  get seconds(): number {
    return Math.max(this.lag, performance.now() - this.due) / 1000;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
