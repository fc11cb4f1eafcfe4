/**
 * Begins to train over a token cache, in a process of its own as `henkan train` does, and prints when the first update was
 * done and the most memory in use, as JSON. `prepare.ts` runs it.
 *
 * Usage: tsx bench/training-start.ts CONFIGURATION.json UPDATES
 */
import { readConfiguration, trainFromFiles } from "../src/jobs/index.ts";

const [file, updates] = process.argv.slice(2);
const stop = new AbortController();
const seconds: number[] = [];
await trainFromFiles(await readConfiguration(file!), {
  signal: stop.signal,
  onEvent: ({ event }) => {
    if (event !== "update") return;
    seconds.push(performance.now() / 1000); // since the process began
    if (seconds.length === Number(updates)) stop.abort();
  },
});
console.log(JSON.stringify({ first: seconds[0], peak: process.resourceUsage().maxRSS * 1024 }));
