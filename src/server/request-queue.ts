import type { BatchLimit, Part } from "./batcher.ts";
import type { Cost } from "./cost-model.ts";

/** A part that was taken, and where it belongs. */
export interface Taken<Work, Result> {
  readonly part: Part<Work>;
  readonly ticket: Ticket<Work, Result>;
  /** Its index in the request. */
  readonly index: number;
  /** Whether a worker has ended with it in hand. */
  readonly isRetried?: boolean;
  /** Whether only its worker can compute it. */
  readonly isPinned?: boolean;
}

/** A request in the queue: its parts that wait, by their keys, and its results. */
export class Ticket<Work, Result> {
  readonly done: Promise<Result[]>;
  /** When it came, in seconds. */
  readonly since: number;
  private readonly waiting = new Map<string, Taken<Work, Result>[]>();
  private readonly results: Result[];
  private missing: number;
  private ended = false;
  private resolve!: (results: Result[]) => void;
  private reject!: (error: unknown) => void;

  constructor(parts: readonly Part<Work>[], since: number) {
    this.since = since;
    this.results = new Array(parts.length);
    this.missing = parts.length;
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    parts.forEach((part, index) => this.put({ part, ticket: this, index }));
  }

  put(taken: Taken<Work, Result>): void {
    const own = this.waiting.get(taken.part.key);
    if (own === undefined) this.waiting.set(taken.part.key, [taken]);
    else own.push(taken);
  }

  /** The keys of the parts that wait; the first is that of the batch that it leads next. */
  get keys(): string[] {
    return [...this.waiting.keys()];
  }

  get firstKey(): string | undefined {
    for (const key of this.waiting.keys()) return key;
    return undefined;
  }

  parts(key: string): readonly Taken<Work, Result>[] {
    return this.waiting.get(key) ?? [];
  }

  takeOne(key: string): Taken<Work, Result> | undefined {
    const own = this.waiting.get(key);
    const one = own?.pop();
    if (own?.length === 0) this.waiting.delete(key);
    return one;
  }

  takeAll(): Taken<Work, Result>[] {
    const all = [...this.waiting.values()].flat();
    this.waiting.clear();
    return all;
  }

  /** Whether it has all results, or has failed. */
  get isOver(): boolean {
    return this.ended;
  }

  give(index: number, result: Result): void {
    this.results[index] = result;
    if (--this.missing > 0) return;
    this.ended = true;
    this.resolve(this.results);
  }

  fail(error: unknown): void {
    this.ended = true;
    this.waiting.clear();
    this.reject(error);
  }
}

/** What a request asks of the next batches: its first key's parts, no more than a batch. */
interface Head {
  readonly key: string;
  readonly kind: string;
  readonly tokens: number;
}

/**
 * Requests that wait, those first that have waited longest; one that has led a batch and has more parts goes to the end.
 */
export class RequestQueue<Work, Result> {
  private readonly limit: BatchLimit;
  /** In order, with what each asks of the next batches. */
  private readonly tickets = new Map<Ticket<Work, Result>, Head>();
  private readonly byKey = new Map<string, Set<Ticket<Work, Result>>>();
  /** Sums of the heads, by key. */
  private readonly heads = new Map<string, { kind: string; tokens: number; tickets: number }>();
  /** Parts that were in hand of a worker that has ended: each is computed next, by itself. */
  private readonly retried: Taken<Work, Result>[] = [];
  private count = 0;

  constructor(limit: BatchLimit) {
    this.limit = limit;
  }

  get parts(): number {
    return this.count;
  }

  add(parts: readonly Part<Work>[], now: number): Ticket<Work, Result> {
    const ticket = this.aside(parts, now);
    this.enqueue(ticket);
    this.count += parts.length;
    return ticket;
  }

  /** A ticket that does not wait here. */
  aside(parts: readonly Part<Work>[], now: number): Ticket<Work, Result> {
    const ticket = new Ticket<Work, Result>(parts, now);
    ticket.done.catch(() => {}); // whoever waits for it hears of it
    return ticket;
  }

  remove(ticket: Ticket<Work, Result>): void {
    if (!this.tickets.has(ticket)) return;
    for (const key of ticket.keys) {
      this.count -= ticket.parts(key).length;
      this.forget(key, ticket);
    }
    this.setHead(ticket, undefined);
  }

  /**
   * Puts a part back whose worker has ended. It is computed by itself: it may be what has ended the worker.
   * @returns false if that has happened to it before
   */
  again(taken: Taken<Work, Result>): boolean {
    if (taken.isRetried) return false;
    this.retried.push({ ...taken, isRetried: true });
    return true;
  }

  /**
   * The next batch.
   * @param most given the parts that may be in it, how many shall be
   */
  take(most: (available: number) => number): Taken<Work, Result>[] | undefined {
    for (let one = this.retried.shift(); one !== undefined; one = this.retried.shift()) {
      if (!one.ticket.isOver) return [one];
    }
    const [leader] = this.tickets.keys();
    if (leader === undefined) return undefined;
    const key = leader.firstKey!;
    const sharing = this.byKey.get(key)!;
    let available = 0;
    for (const ticket of sharing) {
      available += ticket.parts(key).length;
      if (available >= this.limit.parts * 2) break;
    }
    const batch = this.fill(leader, key, sharing, Math.min(most(available), this.limit.parts));
    for (const ticket of new Set(batch.map(({ ticket }) => ticket))) {
      if (ticket.parts(key).length === 0) this.forget(key, ticket);
      this.setHead(ticket, this.headOf(ticket), ticket === leader);
    }
    this.count -= batch.length;
    return batch;
  }

  /** Parts of a key: one of each request in turns, from the leader on. */
  private fill(
    leader: Ticket<Work, Result>,
    key: string,
    sharing: ReadonlySet<Ticket<Work, Result>>,
    most: number,
  ): Taken<Work, Result>[] {
    const batch: Taken<Work, Result>[] = [];
    let [tokens, rows] = [0, 0];
    const fits = ({ part }: Taken<Work, Result>) =>
      batch.length === 0 ||
      (batch.length < most &&
        tokens + part.tokens <= this.limit.tokens &&
        rows + part.rows <= this.limit.rows);
    let giving = [leader, ...[...sharing].filter((ticket) => ticket !== leader)];
    while (giving.length > 0) {
      const next: Ticket<Work, Result>[] = [];
      for (const ticket of giving) {
        const waiting = ticket.parts(key);
        if (!fits(waiting.at(-1)!)) return batch;
        const taken = ticket.takeOne(key)!;
        batch.push(taken);
        tokens += taken.part.tokens;
        rows += taken.part.rows;
        if (waiting.length > 0) next.push(ticket);
      }
      giving = next;
    }
    return batch;
  }

  /** Seconds that the next batches take together: each request leads one of them, or shares one. */
  ahead(costOf: (kind: string) => Cost): number {
    let seconds = 0;
    for (const { kind, tokens, tickets } of this.heads.values()) {
      const { fixed, perToken } = costOf(kind);
      const batches = Math.ceil(Math.max(tokens / this.limit.tokens, tickets / this.limit.parts));
      seconds += batches * fixed + tokens * perToken;
    }
    return seconds;
  }

  private enqueue(ticket: Ticket<Work, Result>): void {
    for (const key of ticket.keys) this.index(ticket, key);
    this.setHead(ticket, this.headOf(ticket));
  }

  private index(ticket: Ticket<Work, Result>, key: string): void {
    const sharing = this.byKey.get(key) ?? new Set();
    this.byKey.set(key, sharing);
    sharing.add(ticket);
  }

  private forget(key: string, ticket: Ticket<Work, Result>): void {
    const sharing = this.byKey.get(key);
    sharing?.delete(ticket);
    if (sharing?.size === 0) this.byKey.delete(key);
  }

  private headOf(ticket: Ticket<Work, Result>): Head | undefined {
    const key = ticket.firstKey;
    if (key === undefined) return undefined;
    const own = ticket.parts(key);
    let tokens = 0;
    for (const { part } of own) {
      tokens += part.tokens;
      if (tokens >= this.limit.tokens) break;
    }
    return { key, kind: own[0]!.part.kind, tokens: Math.min(tokens, this.limit.tokens) };
  }

  /** @param toEnd whether it goes to the end of the queue */
  private setHead(ticket: Ticket<Work, Result>, head: Head | undefined, toEnd = false): void {
    const before = this.tickets.get(ticket);
    if (before !== undefined) this.sum(before, -1);
    if (head === undefined || toEnd) this.tickets.delete(ticket);
    if (head === undefined) return;
    this.tickets.set(ticket, head);
    this.sum(head, 1);
  }

  private sum({ key, kind, tokens }: Head, sign: 1 | -1): void {
    const sum = this.heads.get(key) ?? { kind, tokens: 0, tickets: 0 };
    sum.tokens += sign * tokens;
    sum.tickets += sign;
    if (sum.tickets === 0) this.heads.delete(key);
    else this.heads.set(key, sum);
  }
}
