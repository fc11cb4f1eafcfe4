/** A thread of its own, which answers requests one after the other. */
export interface Thread {
  /**
   * Answers come in the order of the requests.
   * @param transfer buffers of the request that are given away instead of copied
   * @throws what the thread threw while it answered, or what ended it
   */
  ask<Answer>(request: unknown, transfer?: readonly ArrayBuffer[]): Promise<Answer>;
  /** Ends it at once; what it was asked is not answered any more. */
  stop(): Promise<void>;
}

/** Threads that are asked the same kinds of things: of this process or of others. */
export interface Crew {
  /** Each of them as often as it may have a request in hand. */
  readonly places: readonly Pick<Thread, "ask">[];
  /** Asks each of them the same, and gives what one has answered, once all have. */
  askAll<Answer>(request: unknown): Promise<Answer>;
  /** Tells each of them the same at some opportunity. */
  tellLater(request: unknown): void;
}
