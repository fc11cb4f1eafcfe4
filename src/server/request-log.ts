/** What writes the log: pino's loggers, and others like them. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** An id that a client or proxy may give. */
const usable = /^[\w.:-]{1,64}$/;

/** The request's own id, if it has one that can be used, else a drawn one. */
export function requestIdOf(given: string | undefined): string {
  return given !== undefined && usable.test(given) ? given : crypto.randomUUID();
}

/** Milliseconds that a line may wait for others. */
const mostDelay = 50;

/**
 * Hands the lines of a log on together: a write by itself wakes whoever reads them, and takes longer than all else that is
 * done for a request that is refused.
 * @returns `write` for a line, and `flush`, which must be called in the end
 */
export function collectLines(handOn: (lines: string) => void): {
  readonly write: (line: string) => void;
  readonly flush: () => void;
} {
  let lines = "";
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (lines !== "") handOn(lines);
    lines = "";
  };
  const write = (line: string) => {
    lines += line;
    timer ??= setTimeout(flush, mostDelay).unref();
  };
  return { write, flush };
}
