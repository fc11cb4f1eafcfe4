/** What a service accepts. Every limit has a default; none can be switched off, only raised. */
export interface Limits {
  /** Bytes of a request's body (default 1 MiB). */
  readonly bodyBytes: number;
  /** Characters of a text or a prefix (default 5,000); a phrase has 200 at most. */
  readonly characters: number;
  /** Texts of a request, or pairs to score (default 1,000). */
  readonly texts: number;
  /** Phrases to include, and to exclude, of a text (default 32). */
  readonly phrases: number;
  /** Hypotheses kept side by side, or drawn (default 16). */
  readonly beam: number;
  /** Tokens of an output, and of a target to score (default 500). */
  readonly outputTokens: number;
  /** Streams that are written at the same time (default 64). */
  readonly streams: number;
  /** Seconds that a request may have to wait before it is computed: longer, and it is refused at once (default 5). */
  readonly wait: number;
  /** Seconds from a request's arrival to its answer (default 30). */
  readonly timeout: number;
  /** Requests a second of one client, on average; in a burst ten times as many (default 100). */
  readonly rate: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 2 ** 20,
  characters: 5000,
  texts: 1000,
  phrases: 32,
  beam: 16,
  outputTokens: 500,
  streams: 64,
  wait: 5,
  timeout: 30,
  rate: 100,
};
