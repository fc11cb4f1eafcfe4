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
