import { type ChildProcess, spawn } from "node:child_process";

/**
 * Reads lines until nobody can write any more: "say TEXT" is what to print then, if it is not empty; "end PIDS" is to end
 * these one or two processes if one is still there after ten seconds.
 */
const script = `
trap '' HUP INT TERM
end() {
  for second in 1 2 3 4 5 6 7 8 9 10; do sleep 1; kill -0 "$1" 2>/dev/null || kill -0 "$2" 2>/dev/null || exit; done
  kill -KILL "$1" "$2"
}
last=
while IFS= read -r line; do
  case $line in
    say\\ *) last=\${line#say } ;;
    end\\ *) set -- \${line#end }; end "$1" "\${2:-$1}" </dev/null >/dev/null 2>&1 & ;;
  esac
done
[ -z "$last" ] || printf '%s\\n' "$last" >&2`;

/**
 * A shell that outlives its rank by a moment.
 *
 * It speaks when the rank is killed: MPICH's launcher ends the others by SIGKILL as soon as one is gone, and none of them
 * can print a word. The shell sees that the pipe to it has closed, and stands outside of the process group that the
 * launcher kills. And it ends what does not end: Open MPI's mpirun waits for ever for the hosts behind a cut network, even
 * after MPI_Abort.
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
    this.write(`say ${line.replaceAll("\n", " ")}`);
  }

  /** This process ends by itself, and says what there is to say. */
  readonly beQuiet = (): void => this.say("");

  /** Ends this process and the launcher, if there is one, should they still be there after ten seconds. */
  end(launcher: number | undefined): void {
    this.write(`end ${process.pid} ${launcher ?? ""}`);
  }

  close(): void {
    process.off("exit", this.beQuiet);
    this.beQuiet();
    this.shell.stdin?.end();
  }

  private write(line: string): void {
    this.shell.stdin?.write(`${line}\n`);
  }
}
