import { DiskFullError } from "./disk.ts";
import { MemoryDisk } from "./memory-disk.ts";

/** A tab that is closed in the middle of a write: half of the file is there, and no later write takes place. */
export class ClosingDisk extends MemoryDisk {
  private left: number;

  /** @param writes how many writes succeed */
  constructor(writes: number) {
    super();
    this.left = writes;
  }

  override async write(path: string, pieces: readonly Uint8Array[], keep = 0): Promise<void> {
    if (this.left-- > 0) return super.write(path, pieces, keep);
    if (this.left === -1) {
      await super.write(
        path,
        pieces.map((piece) => piece.subarray(0, piece.length >> 1)),
        keep,
      );
    }
    throw new Error("the tab is closed");
  }

  override async remove(path: string): Promise<void> {
    if (this.left >= 0) await super.remove(path);
  }

  /** What the next tab finds. */
  leftBehind(): MemoryDisk {
    const disk = new MemoryDisk();
    for (const [path, bytes] of this.files) disk.files.set(path, bytes);
    return disk;
  }
}

/** A disk with so much room. */
export class SmallDisk extends MemoryDisk {
  room = Number.POSITIVE_INFINITY;

  override async write(path: string, pieces: readonly Uint8Array[], keep = 0): Promise<void> {
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    const others = (await this.total()) - (this.files.get(path)?.length ?? 0);
    if (others + keep + bytes > this.room) {
      await super.write(path, [], keep);
      throw new DiskFullError(`${path}: no room`);
    }
    await super.write(path, pieces, keep);
  }

  async total(): Promise<number> {
    return [...this.files.values()].reduce((sum, { length }) => sum + length, 0);
  }
}
