/** Where progress is written: `process.stderr`, or a stand-in for it. */
export interface ProgressStream {
  write(text: string): unknown;
  /** True for a terminal, where a line can be redrawn. */
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal (default 80). */
  readonly columns?: number | undefined;
}

export interface ProgressOptions {
  readonly stream: ProgressStream;
  /** Writes nothing at all. */
  readonly quiet: boolean;
  /** Clock in milliseconds (default `performance.now`). */
  readonly now?: () => number;
}

/** One state of long work, ready to be drawn. */
export interface ProgressState {
  /** Text before the bar. */
  readonly before: string;
  /** Share done so far, 0 … 1; null if the end is unknown: then there is no bar. */
  readonly share: number | null;
  /** Facts after the bar, the most important first; those that do not fit are left out. */
  readonly after: readonly string[];
}

const milliseconds = { redraw: 100, plain: 10_000 };
const clearLine = "\r\u001b[K";

/**
 * The last line of a terminal, redrawn at most ten times a second, with lines kept above it. If the stream is not a
 * terminal, the state is a plain line at most every ten seconds.
 */
export class ProgressLine {
  private readonly stream: ProgressStream;
  private readonly quiet: boolean;
  private readonly now: () => number;
  private readonly terminal: boolean;
  private lastDrawn: number;
  private shown: string | null = null;
  private pending: ProgressState | null = null;

  constructor({ stream, quiet, now = () => performance.now() }: ProgressOptions) {
    this.stream = stream;
    this.quiet = quiet;
    this.now = now;
    this.terminal = stream.isTTY === true;
    this.lastDrawn = this.terminal ? Number.NEGATIVE_INFINITY : now();
  }

  /** Draws a state, if the last one was drawn long enough ago. */
  show(state: ProgressState): void {
    if (this.quiet) return;
    this.pending = state;
    const wait = this.terminal ? milliseconds.redraw : milliseconds.plain;
    if (this.now() - this.lastDrawn >= wait) this.draw(state);
  }

  /** Writes a line that stays, above the moving one. */
  keep(text: string): void {
    if (this.quiet) return;
    const { shown } = this;
    this.stream.write(shown === null ? `${text}\n` : `${clearLine}${text}\n${shown}`);
  }

  /** Removes the moving line. */
  clear(): void {
    if (this.shown !== null) this.stream.write(clearLine);
    this.shown = null;
    this.pending = null;
  }

  /** Draws the last state, if it has not been drawn, and leaves it on a line of its own. */
  close(): void {
    if (this.pending !== null) this.draw(this.pending);
    if (this.shown !== null) this.stream.write("\n");
    this.shown = null;
  }

  private draw(state: ProgressState): void {
    this.lastDrawn = this.now();
    this.pending = null;
    if (this.terminal) {
      // The last column stays free: some terminals wrap to the next line when it is written.
      this.shown = layOut(state, (this.stream.columns ?? 80) - 1);
      this.stream.write(`${clearLine}${this.shown}`);
    } else {
      const percent = state.share === null ? [] : [percentage(state.share)];
      this.stream.write(`${[state.before, ...percent, ...state.after].join("  ")}\n`);
    }
  }
}

const bar = { least: 6, most: 40 };

/** Fits a state into `columns` columns: facts are dropped from the end, then the bar takes the remaining room. */
function layOut({ before, share, after }: ProgressState, columns: number): string {
  const room = share === null ? 0 : bar.least + "  100 %  ".length;
  let facts = [...after];
  const text = (): string => facts.map((fact) => `  ${fact}`).join("");
  while (facts.length > 0 && before.length + room + text().length > columns) facts = facts.slice(0, -1);
  if (share === null) return `${before}${text()}`.slice(0, columns);

  const free = columns - before.length - "  100 %  ".length - text().length;
  const length = Math.min(bar.most, free);
  const gauge = length < bar.least ? "" : `  ${drawBar(share, length)}`;
  return `${before}${gauge}  ${percentage(share)}${text()}`.slice(0, columns);
}

function drawBar(share: number, length: number): string {
  const done = Math.floor(Math.min(1, Math.max(0, share)) * length);
  return "━".repeat(done) + "─".repeat(length - done);
}

/** Rounded down, so that 100 % means finished. */
function percentage(share: number): string {
  return `${String(Math.floor(Math.min(1, Math.max(0, share)) * 100)).padStart(3)} %`;
}
