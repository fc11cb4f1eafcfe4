import { HenkanError, messageOf } from "../errors.ts";
import { OutputError, type Terminal } from "./terminal.ts";

/**
 * Writes why a command failed: the message alone, or with `debug` the stack.
 * @returns the exit code: 2 for errors that the user can fix, 1 for bugs in henkan and for output that was not written
 */
export function explainFailure(
  error: unknown,
  { terminal, debug }: { terminal: Terminal; debug: boolean },
): number {
  const stack = error instanceof Error ? stackOf(error) : String(error);
  if (error instanceof HenkanError) {
    terminal.stderr.write(`${debug ? stack : error.message}\n`);
    return 2;
  }
  if (error instanceof OutputError) {
    terminal.stderr.write(`${debug ? stack : error.message}\n`);
    return 1;
  }
  const message = messageOf(error);
  const hint = "This is a fault of henkan. Please report it with what --debug shows.";
  terminal.stderr.write(`${debug ? stack : `${message}\n${hint}`}\n`);
  return 1;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
