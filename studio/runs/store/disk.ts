/** A place for files by path, with "/". The origin's private file system, or this tab's memory. */
export interface Disk {
  /** Null where there is no such file. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * Writes a file, which a closed tab may leave half written: whoever reads it needs a checksum.
   * @param keep how many bytes of what is there stay; what is behind them is replaced (default 0: all of it)
   * @throws {DiskFullError} where there is no room
   */
  write(path: string, pieces: readonly Uint8Array[], keep?: number): Promise<void>;
  /** The names in a folder; none where there is no such folder. */
  names(folder: string): Promise<readonly string[]>;
  /** The bytes of all files in a folder, or of one file; 0 where it is not there. */
  size(path: string): Promise<number>;
  /** Removes a file or a folder with all that is in it; nothing where it is not there. */
  remove(path: string): Promise<void>;
}

/** There is no room for what was to be written. */
export class DiskFullError extends Error {
  override readonly name = "DiskFullError";
}
