import type * as promises from "node:fs/promises";

/** Counts the calls that change the disk; the one with the number `at` fails, and after it all do where `forGood`. */
export class Disk {
  calls = 0;
  at = Number.POSITIVE_INFINITY;
  code = "";
  forGood = false;

  call(): void {
    this.calls++;
    if (this.calls === this.at || (this.forGood && this.calls > this.at)) {
      throw Object.assign(new Error(`${this.code}: drawn`), { code: this.code, syscall: "drawn" });
    }
  }

  /** From now on none fails. */
  mend(): void {
    Object.assign(this, { calls: 0, at: Number.POSITIVE_INFINITY, forGood: false });
  }
}

/** `node:fs/promises` whose calls that change the disk can be made to fail. */
export function failingDisk(real: typeof promises, disk: Disk): typeof promises {
  const counted =
    (name: "mkdir" | "rename" | "rm" | "rmdir") =>
    async (...args: unknown[]) => {
      disk.call();
      return (real[name] as (...given: unknown[]) => Promise<unknown>)(...args);
    };
  return {
    ...real,
    ...Object.fromEntries((["mkdir", "rename", "rm", "rmdir"] as const).map((name) => [name, counted(name)])),
    async open(...args: Parameters<typeof real.open>) {
      disk.call();
      const file = await real.open(...args);
      for (const name of ["writeFile", "sync"] as const) {
        const method = file[name].bind(file) as (...given: unknown[]) => Promise<unknown>;
        file[name] = (async (...given: unknown[]) => {
          disk.call();
          return method(...given);
        }) as never;
      }
      return file;
    },
  } as typeof promises;
}
