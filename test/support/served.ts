import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Caller, caller } from "./http-calls.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const killer = new URL("./kill-workers.mjs", import.meta.url).href;

/** A service in a process of its own. */
export interface Served {
  readonly child: ChildProcess;
  readonly address: string;
  readonly call: Caller;
  /** What it has written to standard error and output. */
  readonly written: () => string;
  /** Resident megabytes of the process, workers included. */
  readonly memory: () => number;
  /** The values of a metric, by its labels as written, such as `{status="200"}`; "" without labels. */
  readonly metric: (name: string) => Promise<ReadonlyMap<string, number>>;
  /** Lets a computing thread die, where that was allowed. */
  readonly killWorker: () => void;
  /** Ends it by SIGTERM and gives its exit code. */
  readonly stop: () => Promise<number | null>;
}

/**
 * Starts `henkan serve` with the given arguments on a free port, and waits until it is ready.
 * @param mortal whether its computing threads can be killed (default false)
 * @param prefix what is before its paths
 */
export async function startServed(
  args: readonly string[],
  { mortal = false, prefix = "" } = {},
): Promise<Served> {
  const loaded = ["--import", "tsx", ...(mortal ? ["--import", killer] : [])];
  const child = spawn(process.execPath, [...loaded, main, "serve", ...args, "--port", "0"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Only kept: whoever reads much in a process that also sends requests takes time from both.
  const chunks: Buffer[] = [];
  const written = () => Buffer.concat(chunks).toString();
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const address = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /http:\/\/[\w.]+:\d+/.exec(written());
      if (found === null) return;
      child.stdout.off("data", look);
      resolve(found[0]);
    };
    child.stdout.on("data", look);
    ended.then((code) => reject(new Error(`henkan serve ended with ${code}: ${written()}`)));
  });
  const { call, close } = caller(address);
  while ((await call({ path: `${prefix}/readyz` })).status !== 200)
    await new Promise((wake) => setTimeout(wake, 50));
  return {
    child,
    address,
    call,
    written,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))![1]) / 1024,
    metric: async (name) => metricValues((await call({ path: `${prefix}/metrics` })).body, name),
    killWorker: () => void child.kill("SIGUSR2"),
    async stop() {
      close();
      child.kill("SIGTERM");
      return await ended;
    },
  };
}

/** Reads Prometheus' text format. */
export function metricValues(exposition: string, name: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of exposition.split("\n")) {
    const found = /^([\w:]+)(\{.*\})? (\S+)$/.exec(line);
    if (found?.[1] === name) values.set(found[2] ?? "", Number(found[3]));
  }
  return values;
}
