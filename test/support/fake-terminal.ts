import { run } from "../../src/cli/program.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, with the given standard input. */
export async function henkan(
  args: readonly string[],
  {
    stdin = [],
    isTTY = false,
    onNotice = () => {},
    onOutput = () => {},
  }: {
    stdin?: AsyncIterable<Uint8Array> | readonly (string | Uint8Array)[];
    /** Whether standard error is a terminal, where progress is drawn over (default false). */
    isTTY?: boolean;
    /** Told of what is written to standard error. */
    onNotice?: (text: string, interrupt: () => void) => void;
    /** Told of each text that leaves by standard output; a reader that is slow, with a promise. */
    onOutput?: (text: string, interrupt: () => void) => Promise<void> | void;
  } = {},
): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  let interrupt = () => {};
  const terminal: Terminal = {
    stdin: Symbol.asyncIterator in stdin ? stdin : bytes(stdin),
    stdout: {
      write(text, taken) {
        written.stdout += text;
        const slow = onOutput(text, () => interrupt());
        if (slow === undefined) taken();
        else slow.then(() => taken());
      },
    },
    stderr: {
      isTTY,
      write(text) {
        written.stderr += text;
        onNotice(text, () => interrupt());
      },
    },
    onInterrupt(callback) {
      interrupt = () => {
        interrupt = () => {}; // a second one would end the process, and what a test waits for may be written twice
        callback();
      };
      return () => {
        interrupt = () => {};
      };
    },
  };
  const exitCode = await run(args, terminal);
  return { exitCode, ...written };
}

async function* bytes(pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield typeof piece === "string" ? Buffer.from(piece) : piece;
}
