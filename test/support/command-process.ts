import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Starts the command line as it is installed: a process with streams of its own. It does not outlive this one. */
export function startHenkan(args: readonly string[]) {
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", main, ...args]);
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
    });
  }
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  void ended.then(() => process.off("exit", kill));
  return { child, written, ended };
}
