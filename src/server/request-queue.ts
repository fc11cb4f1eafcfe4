import type { Cost } from "./cost-model.ts";
import type { BatchLimit, Part } from "./part.ts";

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
  /** When the last part that is computed was begun. */
  begun: number;
  /** How much of a batch it has had by leading since it came to its turn. */
  used = 0;
  private readonly waiting = new Map<string, Taken<Work, Result>[]>();
  private readonly results: Result[];
  private missing: number;
  private ended = false;
  private resolve!: (results: Result[]) => void;
  private reject!: (error: unknown) => void;

  constructor(parts: readonly Part<Work>[], since: number) {
    this.since = since;
    this.begun = since;
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

/** What a request asks of the next batches: its parts of a key, no more in all than fill a batch. */
interface Head {
  readonly key: string;
  readonly kind: string;
  readonly tokens: number;
  readonly parts: number;
}

/**
 * Requests that wait, those first that have waited longest. One leads a batch for each of its keys; then, or where that would
 * be more than a batch in all, it goes to the end with the parts that it still has.
 */
export class RequestQueue<Work, Result> {
  private readonly limit: BatchLimit;
  /** In order, with what each asks of the next batches. */
  private readonly tickets = new Map<Ticket<Work, Result>, readonly Head[]>();
  private readonly byKey = new Map<string, Set<Ticket<Work, Result>>>();
  /** Sums of the heads, by key. */
  private readonly heads = new Map<string, { kind: string; tokens: number; parts: number }>();
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
    this.setHeads(ticket, []);
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
    leader.used += this.share(batch.filter(({ ticket }) => ticket === leader).map(({ part }) => part));
    for (const ticket of new Set(batch.map(({ ticket }) => ticket))) {
      if (ticket.parts(key).length === 0) this.forget(key, ticket);
      const hasLed = ticket === leader && (ticket.parts(key).length > 0 || ticket.used >= 1);
      if (hasLed) ticket.used = 0;
      this.setHeads(ticket, this.headsOf(ticket), hasLed);
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

  /** Seconds that the next batches take together: what requests ask of them, and no more than a batch of each. */
  ahead(costOf: (kind: string) => Cost): number {
    let seconds = 0;
    for (const { kind, tokens, parts } of this.heads.values()) {
      const { fixed, perToken } = costOf(kind);
      const batches = Math.ceil(Math.max(tokens / this.limit.tokens, parts / this.limit.parts));
      seconds += batches * fixed + tokens * perToken;
    }
    return seconds;
  }

  private enqueue(ticket: Ticket<Work, Result>): void {
    for (const key of ticket.keys) this.index(ticket, key);
    this.setHeads(ticket, this.headsOf(ticket));
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

  /** How much of a batch parts are. */
  private share(parts: readonly Part<Work>[]): number {
    const { limit } = this;
    const sum = (of: (part: Part<Work>) => number) => parts.reduce((total, part) => total + of(part), 0);
    return Math.max(
      parts.length / limit.parts,
      sum(({ tokens }) => tokens) / limit.tokens,
      sum(({ rows }) => rows) / limit.rows,
    );
  }

  private headsOf(ticket: Ticket<Work, Result>): Head[] {
    const heads: Head[] = [];
    let [left, room] = [this.limit.tokens, this.limit.parts];
    for (const key of ticket.keys) {
      const own = ticket.parts(key);
      const parts = own.slice(0, room);
      const tokens = Math.min(
        left,
        parts.reduce((sum, { part }) => sum + part.tokens, 0),
      );
      heads.push({ key, kind: own[0]!.part.kind, tokens, parts: parts.length });
      left -= tokens;
      room -= parts.length;
      if (left <= 0 || room <= 0) break;
    }
    return heads;
  }

  /**
   * @param heads none: it is taken out of the queue
   * @param toEnd whether it goes to the end of the queue
   */
  private setHeads(ticket: Ticket<Work, Result>, heads: readonly Head[], toEnd = false): void {
    for (const head of this.tickets.get(ticket) ?? []) this.sum(head, -1);
    if (heads.length === 0 || toEnd) this.tickets.delete(ticket);
    if (heads.length === 0) return;
    this.tickets.set(ticket, heads);
    for (const head of heads) this.sum(head, 1);
  }

  private sum({ key, kind, tokens, parts }: Head, sign: 1 | -1): void {
    const sum = this.heads.get(key) ?? { kind, tokens: 0, parts: 0 };
    sum.tokens += sign * tokens;
    sum.parts += sign * parts;
    if (sum.parts === 0) this.heads.delete(key);
    else this.heads.set(key, sum);
  }
}
