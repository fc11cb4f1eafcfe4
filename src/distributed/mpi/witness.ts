import { type ChildProcess, spawn } from "node:child_process";

/** Reads lines until nobody can write any more, and prints the last one if it is not empty. */
const script = `trap '' HUP INT TERM; last=; while IFS= read -r line; do last=$line; done; [ -z "$last" ] || printf '%s\\n' "$last" >&2`;

/**
 * Speaks when this process is killed. MPICH's launcher ends the other ranks by SIGKILL as soon as one is gone, and none of
 * them can print a word: a shell that outlives its rank by a moment does it. It sees that the pipe to it has closed, and
 * stands outside of the process group that the launcher kills.
 */
export class Witness {
  private readonly shell: ChildProcess;

  constructor() {
    this.shell = spawn("/bin/sh", ["-c", script], { stdio: ["pipe", "ignore", "inherit"], detached: true });
    this.shell.on("error", () => {}); // no shell, no line
    this.shell.stdin?.on("error", () => {});
    this.shell.unref();
    (this.shell.stdin as { unref?: () => void } | null)?.unref?.();
    process.on("exit", this.beQuiet);
  }

  /** What is printed if this process is killed. */
  say(line: string): void {
    this.shell.stdin?.write(`${line.replaceAll("\n", " ")}\n`);
  }

  /** This process ends by itself, and says what there is to say. */
  readonly beQuiet = (): void => this.say("");

  close(): void {
    process.off("exit", this.beQuiet);
    this.beQuiet();
    this.shell.stdin?.end();
  }
}
