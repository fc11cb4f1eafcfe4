#!/usr/bin/env node
import { run } from "./program.ts";
import { processTerminal } from "./terminal.ts";

let messagesLost = false;
const terminal = processTerminal(() => {
  messagesLost = true;
});
const exitCode = await run(process.argv.slice(2), terminal);
process.exitCode = exitCode === 0 && messagesLost ? 1 : exitCode;
// A command may end while standard input is still open, and the process would wait for it to close.
process.stdin.destroy();
