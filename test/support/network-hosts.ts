import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Finished, type Mpi, type RunOptions, runRanks } from "./mpi.ts";
import { pythonScript } from "./python.ts";

/** What a launcher calls to start a command on a host. */
const runOnHost = fileURLToPath(new URL("run-on-host.sh", import.meta.url));

/** Hosts of one machine: network namespaces with addresses of their own, and a switch between them. */
export interface NetworkHosts {
  readonly addresses: readonly string[];
  /** Of processes that are to find the hosts. */
  readonly env: Readonly<Record<string, string>>;
  /** Unplugs a host: what is sent to it and by it is lost. */
  cut(host: number): Promise<void>;
  /** The commands that run on a host. */
  processes(host: number): readonly string[];
  /** Kills what runs there, and removes all. */
  close(): Promise<void>;
}

const run = (command: string, ...args: string[]) => spawnSync(command, args, { encoding: "utf8" });

/** "" where namespaces can be made, else ` (skipped: …)`. */
export function withoutNetworkHosts(): string {
  const name = `henkan-try-${process.pid}`;
  const tried = run("ip", "netns", "add", name);
  if (tried.error === undefined && tried.status === 0) {
    const tap = run("ip", "-n", name, "tuntap", "add", "dev", "eth0", "mode", "tap");
    run("ip", "netns", "del", name);
    if (tap.status === 0 && run("python3", "--version").status === 0) return "";
  }
  return " (skipped: needs root, iproute2, python3 and a kernel with network namespaces and /dev/net/tun)";
}

/** @param delay milliseconds that a message takes from one host to another */
export async function networkHosts(count: number, delay: number): Promise<NetworkHosts> {
  const prefix = `henkan-${process.pid}-${made++}`;
  const names = Array.from({ length: count }, (_, host) => `${prefix}-${host + 1}`);
  for (const name of names) must("ip", "netns", "add", name);
  const network = spawn("python3", [pythonScript("delaying_switch.py"), String(delay), ...names], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(network.stdout)[Symbol.asyncIterator]();
  await lines.next();
  const addresses = names.map((_, host) => `10.77.0.${host + 1}`);
  for (const [host, name] of names.entries()) {
    must("ip", "-n", name, "link", "set", "dev", "lo", "up");
    must("ip", "-n", name, "addr", "add", `${addresses[host]}/24`, "dev", "eth0");
    must("ip", "-n", name, "link", "set", "dev", "eth0", "up");
  }
  const pids = (host: number) => run("ip", "netns", "pids", names[host]!).stdout.split("\n").filter(Boolean);
  return {
    addresses,
    env: { HENKAN_TEST_HOSTS: prefix },
    async cut(host) {
      network.stdin.write(`cut ${host}\n`);
      await lines.next();
    },
    processes: (host) => pids(host).map((pid) => run("ps", "-o", "args=", "-p", pid).stdout.trim()),
    async close() {
      for (const host of names.keys()) for (const pid of pids(host)) kill(Number(pid));
      network.stdin.end();
      await new Promise((resolve) => network.on("close", resolve));
      for (const name of names) run("ip", "netns", "del", name);
    },
  };
}
let made = 0;

/** Starts one rank of a program on each host; the launcher is on the first. */
export function runOnHosts(
  { addresses, env }: NetworkHosts,
  mpi: Mpi,
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const settings = mpi.onHosts(addresses, runOnHost);
  return runRanks(mpi, addresses.length, program, args, {
    ...options,
    prefix: [runOnHost, addresses[0]!],
    launcherOptions: settings.options,
    env: { ...env, ...settings.env, ...options.env },
  });
}

function must(command: string, ...args: string[]): void {
  const { status, stderr } = run(command, ...args);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {} // it has ended by itself
}
