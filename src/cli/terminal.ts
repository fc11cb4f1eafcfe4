import { writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { errnoWords } from "../data/errno.ts";
import type { ProgressStream } from "./progress/progress-line.ts";

/** Where a command reads and writes: the process' own streams, or a test's. */
export interface Terminal {
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean | undefined };
  readonly stdout: OutputStream;
  readonly stderr: ProgressStream;
  /** Calls back at Ctrl-C and SIGTERM instead of ending the process. Returns a function that undoes this. */
  onInterrupt(callback: () => void): () => void;
}

interface OutputStream {
  /** @param taken called when the text has been handed to the reader */
  write(text: string, taken: (error?: Error | null) => void): unknown;
  readonly isTTY?: boolean | undefined;
}

/**
 * The streams of this process.
 * @param onLostMessage called when a message did not reach standard error; not called if its reader has left
 */
export function processTerminal(onLostMessage: () => void): Terminal {
  const stderr = completeStream(process.stderr, 2);
  const onError = (error?: Error | null) => {
    if (error && !isClosedPipe(error)) onLostMessage();
  };
  return {
    stdin: process.stdin,
    stdout: completeStream(process.stdout, 1),
    stderr: {
      write: (text) => stderr.write(text, onError),
      isTTY: stderr.isTTY,
      get columns() {
        return process.stderr.columns;
      },
    },
    onInterrupt(callback) {
      for (const signal of endingSignals) process.on(signal, callback);
      return () => {
        for (const signal of endingSignals) process.off(signal, callback);
      };
    },
  };
}

const endingSignals = ["SIGINT", "SIGTERM"] as const;

/** Node's stream, if it writes all of a text or fails. On files it drops the rest after a short write. */
function completeStream(stream: NodeJS.WriteStream, descriptor: number): OutputStream {
  if (!(stream instanceof Socket)) return fileOutput(descriptor);
  // The callback of a write reports its error. The event has nothing to add.
  stream.on("error", () => {});
  return stream;
}

function fileOutput(descriptor: number): OutputStream {
  return {
    write(text, taken) {
      try {
        writeFileSync(descriptor, text);
      } catch (error) {
        taken(error as Error);
        return;
      }
      taken();
    },
  };
}

/**
 * Writes to standard output, and waits until the text is taken: a slow reader slows the writer down.
 * @throws {OutputError} where not all of it can be written
 */
export function print({ stdout }: Terminal, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(text, (error) => (error ? reject(new OutputError(error)) : resolve()));
  });
}

/** Standard output did not take all that was written to it. */
export class OutputError extends Error {
  override readonly name = "OutputError";

  constructor(cause: Error) {
    const code = "code" in cause ? ` (${cause.code})` : "";
    super(
      `standard output: ${errnoWords(cause)}${code}; what was written is not complete: make room or write to another ` +
        "place, and run it again",
      { cause },
    );
  }
}

/** The reader of a pipe may leave early, as `head` does: that is no error. */
export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && "code" in error && error.code === "EPIPE";
}
