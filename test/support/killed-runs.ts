import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { RandomStream } from "../../src/random.ts";
import { startHenkan } from "./command-process.ts";

/** When a process is killed: after some milliseconds, or at the first moment at which something is seen. */
export type Moment = { readonly after: number } | { readonly seen: keyof typeof signs };

/** What can be seen of a run in its folder. */
const signs = {
  "a checkpoint is being written": (out: string) => entries(out).some((name) => name.endsWith(".tmp")),
  "a checkpoint has just been written": (out: string) =>
    entries(out).filter((name) => /^\d+$/.test(name)).length > 2,
  "an epoch is scored": (out: string) => metrics(out).includes('"event":"evaluation"'),
  "training has ended": (out: string) => metrics(out).includes('"event":"end"'),
  "the report is there": (out: string) => existsSync(join(out, "report.html")),
} as const;

export const visibleMoments = Object.keys(signs) as (keyof typeof signs)[];

function entries(out: string): string[] {
  try {
    return readdirSync(join(out, "checkpoints"));
  } catch {
    return [];
  }
}

function metrics(out: string): string {
  try {
    return readFileSync(join(out, "metrics.jsonl"), "utf8");
  } catch {
    return "";
  }
}

/** A moment of any kind. @param most milliseconds that an undisturbed run takes */
export function drawnMoment(random: RandomStream, most: number): Moment {
  const kind = random.integer(2 * visibleMoments.length);
  const seen = visibleMoments[kind];
  return seen === undefined ? { after: random.integer(Math.ceil(most)) } : { seen };
}

export interface KilledRun {
  /** How many processes were killed before the one that came to the end. */
  readonly kills: number;
  readonly stderr: string;
}

/**
 * Runs a command again and again, each time killing it by SIGKILL at another moment; without a moment that is left it is
 * let run. A process that ends before its moment comes ends the round.
 * @param args the command, or the one of each process, counted from 0
 * @throws {Error} with its messages, where a process fails
 */
export async function runKilled(
  args: readonly string[] | ((process: number) => readonly string[]),
  out: string,
  moments: readonly Moment[],
): Promise<KilledRun> {
  let kills = 0;
  for (const [process, moment] of [...moments, null].entries()) {
    const { child, written, ended } = startHenkan(typeof args === "function" ? args(process) : args);
    const begin = performance.now();
    // What was there before says nothing of this process.
    const isThere = moment !== null && "seen" in moment && signs[moment.seen](out);
    const watch = setInterval(() => {
      if (moment === null || isThere) return;
      const isNow = "after" in moment ? performance.now() - begin >= moment.after : signs[moment.seen](out);
      if (isNow) child.kill("SIGKILL");
    }, 1);
    const exitCode = await ended;
    clearInterval(watch);
    if (exitCode === 0) return { kills, stderr: written.stderr };
    if (child.signalCode !== "SIGKILL") throw new Error(`exit code ${exitCode}: ${written.stderr}`);
    kills++;
  }
  throw new Error("the last process was not let run");
}

/** What a run leaves in its folder, by file, without times. */
export async function leftIn(out: string): Promise<Readonly<Record<string, string>>> {
  const left: Record<string, string> = {};
  const names = (await readdir(out)).sort();
  for (const name of names.filter((one) => one !== "checkpoints"))
    left[name] = timeless(await bytes(out, name), out);
  const [last] = entries(out)
    .filter((name) => /^\d+$/.test(name))
    .sort()
    .reverse();
  for (const name of ["state.json", "state.safetensors"]) {
    left[`checkpoints/${name}`] = timeless(await bytes(out, "checkpoints", last!, name), out);
  }
  left.checkpoints = entries(out)
    .map((name) => name.replace(/^\d+$/, "N"))
    .join();
  return left;
}

async function bytes(...path: string[]): Promise<string> {
  return (await readFile(join(...path))).toString("latin1");
}

function timeless(text: string, out: string): string {
  return text
    .replaceAll(out, "OUT")
    .replaceAll(`<title>${basename(out)}</title>`, "")
    .replaceAll(`<h1>${basename(out)}</h1>`, "")
    .replaceAll(
      /"(started|seconds|time|secondsLeft|tokensPerSecond|runSeconds|lastUpdate|metricsBytes)": ?[^,}\n]+/g,
      "",
    )
    .replaceAll(/\b[\d.,]+ (s|min|h)\b/g, "T");
}
