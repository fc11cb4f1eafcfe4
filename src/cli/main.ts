#!/usr/bin/env node
import { run } from "./program.ts";
import { processTerminal } from "./terminal.ts";

// The reader of a pipe may leave early, as `head` does: no fault of anybody. Who waits for a write is told of it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await run(process.argv.slice(2), processTerminal());
// A command may end while standard input is still open, and the process would wait for its end.
process.stdin.destroy();
