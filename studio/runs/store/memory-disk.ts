import type { Disk } from "./disk.ts";
import { joined } from "./joined.ts";

/** Files in this tab's memory: for browsers without a private file system, and for tests. */
export class MemoryDisk implements Disk {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();

  async read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.files.get(path)?.slice() ?? null;
  }

  async write(path: string, pieces: readonly Uint8Array[], keep = 0): Promise<void> {
    const before = this.files.get(path) ?? new Uint8Array();
    this.files.set(path, joined([before.subarray(0, keep), ...pieces]));
  }

  async names(folder: string): Promise<readonly string[]> {
    const inside = this.within(folder).map((path) => path.slice(folder.length + 1).split("/")[0]!);
    return [...new Set(inside)];
  }

  async size(path: string): Promise<number> {
    const paths = this.files.has(path) ? [path] : this.within(path);
    return paths.reduce((sum, one) => sum + this.files.get(one)!.length, 0);
  }

  async remove(path: string): Promise<void> {
    for (const one of [path, ...this.within(path)]) this.files.delete(one);
  }

  private within(folder: string): string[] {
    return [...this.files.keys()].filter((path) => path.startsWith(`${folder}/`));
  }
}
