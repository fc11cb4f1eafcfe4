import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Runs a process with a witness that ends in this way; gives what is printed by it and by what it leaves. */
async function end(how: string): Promise<string> {
  const program = `
    import { Witness } from ${JSON.stringify(fileURLToPath(new URL("witness.ts", import.meta.url)))};
    const witness = new Witness();
    witness.say("a first line");
    witness.say("rank 1\\nis gone");
    setTimeout(() => { ${how} }, 100);
    setTimeout(() => {}, 10_000);`;
  const tsx = fileURLToPath(import.meta.resolve("tsx"));
  const child = spawn(process.execPath, ["--import", tsx, "--input-type=module", "-e", program]);
  let printed = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  await new Promise((resolve) => child.on("close", resolve));
  return printed;
}

test.each(["SIGKILL", "SIGTERM", "SIGSEGV"])("a process that %s ends has a witness", async (signal) => {
  expect(await end(`process.kill(process.pid, "${signal}")`)).toBe("rank 1 is gone\n");
});

test("a witness ends what does not end", async () => {
  const other = spawn("sleep", ["60"]);
  const signal = new Promise((resolve) => other.on("close", (_, name) => resolve(name)));
  const start = performance.now();
  await end(`witness.beQuiet(); witness.end(${other.pid}); for (;;) ;`);
  expect(await signal).toBe("SIGKILL");
  expect(performance.now() - start).toBeGreaterThan(9000);
});

test.each(["process.exit(1)", "process.exit(0)", "witness.close(); process.exitCode = 0; process.exit()"])(
  "a process that ends by itself has none: %s",
  async (how) => {
    expect(await end(how)).toBe("");
  },
);
