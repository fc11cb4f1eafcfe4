/** Seconds of its rate that a client may send at once. */
const burst = 10;

/** Clients that are remembered: those that were seen last. */
const mostClients = 10_000;

/** So many requests a second for each client, and ten times as many at once: a bucket that fills up by itself. */
export class RateLimit {
  private readonly rate: number;
  private readonly now: () => number;
  private readonly buckets = new Map<string, { left: number; at: number }>();

  /** @param now seconds */
  constructor(rate: number, now: () => number) {
    this.rate = rate;
    this.now = now;
  }

  /** Takes one. @returns 0, or the seconds after which the client may try again */
  take(client: string): number {
    const now = this.now();
    const most = Math.max(1, this.rate * burst);
    const { left, at } = this.buckets.get(client) ?? { left: most, at: now };
    const filled = Math.min(most, left + (now - at) * this.rate);
    const isAllowed = filled >= 1;
    this.buckets.delete(client); // comes last in the map's order
    this.buckets.set(client, { left: isAllowed ? filled - 1 : filled, at: now });
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > mostClients) this.buckets.delete(oldest!);
    return isAllowed ? 0 : (1 - filled) / this.rate;
  }
}
