import type { Disk } from "./disk.ts";

/** Files in this tab's memory: for browsers without a private file system, and for tests. */
export class MemoryDisk implements Disk {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();

  async read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.files.get(path)?.slice() ?? null;
  }

  async write(path: string, pieces: readonly Uint8Array[], keep = 0): Promise<void> {
    const before = this.files.get(path) ?? new Uint8Array();
    const all = [before.subarray(0, keep), ...pieces];
    const file = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
    let offset = 0;
    for (const piece of all) {
      file.set(piece, offset);
      offset += piece.length;
    }
    this.files.set(path, file);
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
