import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { mergeSettings, type Settings } from "../src/configuration/settings.ts";
import { errnoWords } from "../src/data/errno.ts";
import { parseJsonNumbers } from "../src/data/json-numbers.ts";
import { loadModel } from "../src/model-folder/model-folder.ts";
import { encodeSafetensors } from "../src/model-folder/safetensors.ts";
import { henkan } from "../test/support/fake-terminal.ts";
import { leftIn } from "../test/support/killed-runs.ts";
import { reversals } from "../test/support/reversals.ts";
import type { Bench } from "./bench.ts";

const settings: Settings = {
  runtime: { threads: 1 },
  training: { epochs: 1, batchTokens: 200, checkpoint: { updates: 2 } },
  encoder: { size: 8 },
  decoder: { size: 8 },
  data: { pairs: "pairs.tsv", dev: "dev.tsv", test: "dev.tsv" },
};

/** What may change a folder. */
const watched = [
  ...["openat", "write", "pwrite64", "writev", "fsync", "fdatasync", "ftruncate"],
  ...["rename", "renameat", "renameat2", "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir"],
];

const errors = ["ENOSPC", "EACCES", "EROFS", "EIO"] as const;

/** What stands for the process' number in a path. */
const pidMark = "{pid}";

/** Milliseconds after which a process counts as hanging. */
const patience = 60_000;

/** A system call of a training that changes its folder. */
interface Call {
  readonly name: string;
  /** The first of its paths, or its file's. */
  readonly path: string;
  /** Its number among the calls of this name on this path in its thread, from 1. */
  readonly when: number;
}

interface Workplace {
  readonly folder: string;
  /** Holds the older model at the begin of each run. */
  readonly out: string;
  /** The command without `restart`. */
  readonly args: readonly string[];
  /** The compiled command line. */
  readonly main: string;
}

/** What an undisturbed run leaves, and what a folder may hold after a disturbed one. */
interface Expected {
  readonly left: Readonly<Record<string, string>>;
  readonly identity: unknown;
  /** The weights of the older model and of the new one. */
  readonly weights: readonly Buffer[];
}

interface Traced {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly pid: number;
  readonly stderr: string;
  /** What strace wrote. */
  readonly log: readonly string[];
}

/**
 * `npm run bench -- disk`: each system call by which a training changes a folder that holds an older model fails, by way of
 * strace, with an error of the disk; in another run the process is killed there. The folder then holds the older model or the
 * new one, the process says why it ended, and the same command run again leaves what an undisturbed run leaves. Option:
 * `--rounds all`, each call with each error (default: with one of them, in turn).
 */
export const disk: Bench = async ({ options, say }) => {
  if (!(await hasStrace())) {
    say("disk: strace is not installed: run apt-get install strace as root");
    process.exitCode = 1;
    return [];
  }
  const folder = await mkdtemp(join(tmpdir(), "henkan-disk-"));
  const errorRuns = { tried: 0, failed: 0 };
  const stops = { tried: 0, failed: 0 };
  let [calls, elsewhere] = [0, 0];
  try {
    const place = await prepare(folder);
    const { found, expected } = await record(place);
    calls = found.length;
    say(`disk: ${calls} calls change the folder`);
    for (const [index, call] of found.entries()) {
      const tried = options.rounds === "all" ? errors : [errors[index % errors.length]!];
      for (const error of [...tried, "KILL"] as const) {
        const traced = await disturb(place, call, error);
        const counts = error === "KILL" ? stops : errorRuns;
        if (!isHit(traced, error)) {
          elsewhere++;
          say(`disk: ${nameOf(place, call)}, ${error}: did not come there`);
          continue;
        }
        counts.tried++;
        const why = await failureOf(place, expected, traced, error);
        if (why === null) continue;
        counts.failed++;
        say(`disk: ${nameOf(place, call)}, ${error}: ${why}`);
      }
      if ((index + 1) % 20 === 0)
        say(
          `disk: ${index + 1} calls, ${errorRuns.failed} errors failed, ${stops.failed} stopped processes failed`,
        );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const none = { unit: "", target: 0, better: "below" } as const;
  return [
    { name: "disk: calls that change the folder", value: calls, unit: "" },
    { name: "disk: errors, failed", value: errorRuns.failed, ...none, note: `of ${errorRuns.tried}` },
    { name: "disk: stopped processes, failed", value: stops.failed, ...none, note: `of ${stops.tried}` },
    { name: "disk: runs that were not disturbed", value: elsewhere, unit: "", note: "elsewhere" },
  ];
};

function hasStrace(): Promise<boolean> {
  const child = spawn("sh", ["-c", "command -v strace"], { stdio: "ignore" });
  return new Promise((resolve) => child.on("close", (exitCode) => resolve(exitCode === 0)));
}

/** Compiles henkan, which then starts faster than by tsx, and trains the older model. */
async function prepare(folder: string): Promise<Workplace> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const compiled = join(folder, "henkan");
  await mkdir(compiled);
  await cp(join(root, "package.json"), join(compiled, "package.json"));
  await symlink(join(root, "node_modules"), join(compiled, "node_modules"));
  const tsc = [join(root, "node_modules", ".bin", "tsc"), "-p", join(root, "tsconfig.build.json")];
  const compiler = spawn(tsc[0]!, [...tsc.slice(1), "--outDir", join(compiled, "dist")], {
    stdio: "inherit",
  });
  const exitCode = await new Promise((resolve) => compiler.on("close", resolve));
  if (exitCode !== 0) throw new Error(`disk: henkan cannot be compiled: exit code ${exitCode}`);

  const tsv = (count: number, seed: number) =>
    reversals(count, seed)
      .map(({ source, target }) => `${source}\t${target}\n`)
      .join("");
  await writeFile(join(folder, "pairs.tsv"), tsv(200, 1));
  await writeFile(join(folder, "dev.tsv"), tsv(8, 2));
  const older = mergeSettings(settings, { training: { seed: 2 } });
  await writeFile(join(folder, "older.json"), JSON.stringify(older));
  await writeFile(join(folder, "run.json"), JSON.stringify(settings));
  await mustRun(["train", join(folder, "older.json"), "--out", join(folder, "older")]);
  const out = join(folder, "out");
  const args = ["train", join(folder, "run.json"), "--out", out];
  return { folder, out, args, main: join(compiled, "dist", "cli", "main.js") };
}

async function mustRun(args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await henkan(args);
  if (exitCode !== 0) throw new Error(`disk: exit code ${exitCode}: ${stderr}`);
}

/** An undisturbed run: its calls, and what it leaves. */
async function record(place: Workplace): Promise<{ found: readonly Call[]; expected: Expected }> {
  const { folder, out } = place;
  const { exitCode, stderr, pid, log } = await trace(place, [
    "--seccomp-bpf",
    "-e",
    `trace=${watched.join()}`,
  ]);
  if (exitCode !== 0) throw new Error(`disk: exit code ${exitCode} without a disturbance: ${stderr}`);
  const identity = parseJsonNumbers(await readFile(join(out, "checkpoints", "finished.json"), "utf8"));
  const weights = [await weightsIn(join(folder, "older")), await weightsIn(out)];
  return { found: callsIn(log, out, pid), expected: { left: await leftIn(out), identity, weights } };
}

/** The calls that change a folder, in their order. */
function callsIn(log: readonly string[], out: string, pid: number): Call[] {
  const counts = new Map<string, number>();
  const found: Call[] = [];
  for (const line of log) {
    const entered = /^(\d+) +(\w+)\((.*)$/.exec(line);
    if (entered === null) continue;
    const [, thread, name, rest] = entered as unknown as [string, string, string, string];
    const given = rest.replace(/\) += .*$/, "");
    // A file's path behind its number, a path as it was given; not what was written.
    const paths = [...given.matchAll(/^\d+<([^>]*)>|"([^"]*)"(?!\.)/g)]
      .map(([, ofFile, path]) => ofFile ?? path ?? "")
      .filter((path) => path === out || path.startsWith(`${out}/`))
      .map((path) => path.replaceAll(`.${pid}.`, `.${pidMark}.`));
    for (const path of new Set(paths)) {
      const key = [thread, name, path].join(" ");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const path = paths[0];
    if (path === undefined || (name === "openat" && !/O_WRONLY|O_RDWR|O_CREAT/.test(given))) continue;
    found.push({ name, path, when: counts.get([thread, name, path].join(" "))! });
  }
  return found;
}

function disturb(place: Workplace, { name, path, when }: Call, error: string): Promise<Traced> {
  const how = error === "KILL" ? "signal=KILL" : `error=${error}`;
  // Faster, but strace 6.1 then sends no signals.
  const fast = error === "KILL" ? [] : ["--seccomp-bpf"];
  return trace(place, [...fast, "-P", path, "-e", `trace=${name}`, `--inject=${name}:${how}:when=${when}`]);
}

/**
 * Trains anew in a folder with the older model, watched by strace. Libuv has one thread for files, since strace counts calls
 * by thread. Strace is the process' grandchild, so that a shell knows its number.
 */
async function trace({ folder, out, args, main }: Workplace, how: readonly string[]): Promise<Traced> {
  await rm(out, { recursive: true, force: true });
  await cp(join(folder, "older"), out, { recursive: true });
  const logPath = join(folder, "strace.log");
  const quoted = how.map((one) => `"${one.replaceAll(pidMark, () => "$$")}"`).join(" ");
  const script = `exec strace -D -f -y -s 0 -o "${logPath}" ${quoted} "$@"`;
  const child = spawn("sh", ["-c", script, "sh", process.execPath, main, ...args, "--restart"], {
    env: { ...process.env, UV_THREADPOOL_SIZE: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const timer = setTimeout(() => child.kill("SIGTERM"), patience);
  // Its streams are closed when strace has ended, too.
  await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  const log = (await readFile(logPath, "utf8")).split("\n");
  return { exitCode: child.exitCode, signal: child.signalCode, pid: child.pid!, stderr, log };
}

/** Whether the process came to the call, and met there what it was to meet. */
function isHit({ signal, log }: Traced, error: string): boolean {
  return error === "KILL" ? signal === "SIGKILL" : log.some((line) => line.includes("(INJECTED)"));
}

/** What is wrong after a disturbed run; null where all is as it has to be. */
async function failureOf(
  place: Workplace,
  expected: Expected,
  traced: Traced,
  error: string,
): Promise<string | null> {
  const { out, args } = place;
  const why = [error === "KILL" ? null : wrongEnd(traced, out, error), await wrongModel(out, expected)];
  const held = (await namesIn(out)).join(", ");
  const again = (await holdsRun(out, expected.identity)) ? args : [...args, "--restart"];
  const { exitCode, stderr } = await henkan(again);
  if (exitCode !== 0) why.push(`run again: exit code ${exitCode}: ${lastLine(stderr)}`);
  else why.push(await wrongRest(out, expected));
  const said = why.filter((one) => one !== null);
  return said.length === 0 ? null : `${said.join("; ")}; the folder held ${held}`;
}

/** What is wrong with how a process ended. */
function wrongEnd({ exitCode, signal, stderr }: Traced, out: string, error: string): string | null {
  if (exitCode === null) return `ended by ${signal}: ${lastLine(stderr)}`;
  if (/^\s+at /m.test(stderr)) return `a stack trace: ${stderr}`;
  if (exitCode === 0) return null;
  const words = errnoWords(Object.assign(new Error(error), { code: error }));
  const isSaid = stderr.split("\n").some((line) => line.includes(out) && line.includes(words));
  if (isSaid && (exitCode === 1 || exitCode === 2)) return null;
  return `exit code ${exitCode}, without the path and "${words}": ${lastLine(stderr)}`;
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1)!;
}

async function wrongModel(out: string, { weights }: Expected): Promise<string | null> {
  try {
    const found = await weightsIn(out);
    return weights.some((one) => one.equals(found)) ? null : "neither the older model nor the new one";
  } catch (error) {
    return `the model cannot be loaded: ${error}`;
  }
}

/** What differs from what an undisturbed run leaves. */
async function wrongRest(out: string, { left }: Expected): Promise<string | null> {
  const remains = (await namesIn(out)).filter((name) => name.endsWith(".tmp"));
  if (remains.length > 0) return `run again, it left ${remains.join(", ")}`;
  const found = await leftIn(out);
  const names = [...new Set([...Object.keys(left), ...Object.keys(found)])];
  const differing = names.filter((name) => left[name] !== found[name]);
  return differing.length === 0 ? null : `run again, it left other than undisturbed: ${differing.join(", ")}`;
}

/** Whether there is a checkpoint of the new run to go on from. */
async function holdsRun(out: string, identity: unknown): Promise<boolean> {
  const names = (await namesIn(out)).filter((name) => /^checkpoints\/\d+\/state\.json$/.test(name));
  for (const name of names) {
    const state = parseJsonNumbers(await readFile(join(out, name), "utf8")) as { identity: unknown };
    if (isDeepStrictEqual(state.identity, identity)) return true;
  }
  return false;
}

async function weightsIn(folder: string): Promise<Buffer> {
  const { model } = await loadModel(folder);
  return Buffer.concat(encodeSafetensors(model.weights));
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

function nameOf({ out }: Workplace, { name, path, when }: Call): string {
  return `${name} ${path.replace(out, "OUT")} (${when})`;
}
