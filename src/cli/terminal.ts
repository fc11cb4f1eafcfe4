import type { ProgressStream } from "./progress/progress-line.ts";

/** Where a command reads and writes: the process' own streams, or a test's. */
export interface Terminal {
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean | undefined };
  readonly stdout: OutputStream;
  readonly stderr: ProgressStream;
  /** Calls back at Ctrl-C, in place of the process' end. Gives the function that undoes this. */
  onInterrupt(callback: () => void): () => void;
}

interface OutputStream {
  /** @param taken called when the text has left for the reader */
  write(text: string, taken: (error?: Error | null) => void): unknown;
  readonly isTTY?: boolean | undefined;
}

/** The streams of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  return {
    stdin,
    stdout,
    stderr,
    onInterrupt(callback) {
      process.on("SIGINT", callback);
      return () => process.off("SIGINT", callback);
    },
  };
}

/** Writes to standard output, and waits until the text is taken: a slow reader slows the writer down. */
export function print({ stdout }: Terminal, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
