import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The environment that `.ci/run` makes of `test/python/requirements.txt`; another Python may have the modules, too. */
const environment = process.env.HENKAN_JUDGES;

export const python = environment === undefined ? "python3" : join(environment, "bin/python");

/** The path of a script in `test/python`. */
export function pythonScript(name: string): string {
  return fileURLToPath(new URL(`../python/${name}`, import.meta.url));
}

/**
 * What the name of a suite tells where Python or its modules are missing: "" where they are there, else
 * ` (skipped: …)`.
 */
export function withoutModules(...modules: readonly string[]): string {
  const { status } = spawnSync(python, ["-c", `import ${modules.join(", ")}`]);
  const wanted = `${python} with ${modules.join(" and ")}, from test/python/requirements.txt`;
  return status === 0 ? "" : ` (skipped: needs ${wanted})`;
}

/**
 * Runs Python and gives what it prints.
 * @throws {Error} with what it says on standard error, where it fails
 */
export function runPython(args: readonly string[], { input = "", cwd = "." } = {}): string {
  const options = { input, cwd, encoding: "utf8", maxBuffer: 2 ** 30 } as const;
  const { status, stdout, stderr, error } = spawnSync(python, args, options);
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Asks a script of `test/python`: JSON in, JSON out. */
export function askPython<Answer>(script: string, question: unknown, args: readonly string[] = []): Answer {
  return JSON.parse(
    runPython([pythonScript(script), ...args], { input: JSON.stringify(question) }),
  ) as Answer;
}
