import { StudioError } from "../../problems/studio-problem.ts";
import { type Disk, DiskFullError } from "./disk.ts";

/** In a dedicated worker; TypeScript's types of a page lack it. */
interface SyncAccessHandle {
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

type FileHandle = FileSystemFileHandle & { createSyncAccessHandle?(): Promise<SyncAccessHandle> };

/** The names and handles of a folder: TypeScript's types of a page lack them. */
type FolderHandle = FileSystemDirectoryHandle & {
  entries(): AsyncIterable<readonly [string, FileSystemFileHandle | FileSystemDirectoryHandle]>;
};

/** The origin's private file system: a folder of it. */
export class OriginDisk implements Disk {
  private readonly root: FolderHandle;

  /** @throws {StudioError} where there is no private file system, or what the browser says of it */
  static async open(folder: string): Promise<OriginDisk> {
    if (globalThis.navigator?.storage?.getDirectory === undefined) {
      const text = "this browser, or this address, offers no private file system";
      throw new StudioError({ kind: "noPrivateFiles", text });
    }
    const origin = await navigator.storage.getDirectory();
    const disk = new OriginDisk(await origin.getDirectoryHandle(folder, { create: true }));
    // Some browsers have the folder and refuse files, in private windows: better known now.
    const probe = `probe-${crypto.randomUUID()}`;
    await disk.write(probe, [new Uint8Array([1])]);
    await disk.remove(probe);
    return disk;
  }

  private constructor(root: FileSystemDirectoryHandle) {
    this.root = root as FolderHandle;
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const file = await (await this.file(path))?.getFile();
    return file === undefined ? null : new Uint8Array(await file.arrayBuffer());
  }

  async write(path: string, pieces: readonly Uint8Array[], keep = 0): Promise<void> {
    try {
      const folder = await this.folder(path, { create: true });
      const file: FileHandle = await folder!.getFileHandle(nameIn(path), { create: true });
      if (file.createSyncAccessHandle === undefined) await writeByStream(file, pieces, keep);
      else await writeInPlace(file, pieces, keep);
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "QuotaExceededError") {
        throw new DiskFullError(`${path}: no room`, { cause });
      }
      throw cause;
    }
  }

  async names(folder: string): Promise<readonly string[]> {
    const handle = await this.folder(`${folder}/`);
    const names: string[] = [];
    if (handle !== null) for await (const [name] of handle.entries()) names.push(name);
    return names.sort();
  }

  async size(path: string): Promise<number> {
    const file = await this.file(path);
    if (file !== null) return (await file.getFile()).size;
    const folder = await this.folder(`${path}/`);
    return folder === null ? 0 : sizeOf(folder);
  }

  async remove(path: string): Promise<void> {
    const folder = await this.folder(path);
    await folder?.removeEntry(nameIn(path), { recursive: true }).catch(ignoreMissing);
  }

  private async file(path: string): Promise<FileSystemFileHandle | null> {
    const folder = await this.folder(path);
    return (await folder?.getFileHandle(nameIn(path)).catch(ignoreMissing)) ?? null;
  }

  /** The folder that a path lies in; null where it is not there. */
  private async folder(path: string, { create = false } = {}): Promise<FolderHandle | null> {
    let folder: FolderHandle = this.root;
    for (const name of path.split("/").slice(0, -1)) {
      const next = await folder.getDirectoryHandle(name, { create }).catch(ignoreMissing);
      if (next === null) return null;
      folder = next as FolderHandle;
    }
    return folder;
  }
}

async function writeInPlace(file: FileHandle, pieces: readonly Uint8Array[], keep: number): Promise<void> {
  const access = await file.createSyncAccessHandle!();
  try {
    access.truncate(keep);
    let at = keep;
    for (const piece of pieces) {
      const written = access.write(piece, { at });
      if (written < piece.length)
        throw new DiskFullError(`${file.name}: ${written} of ${piece.length} bytes`);
      at += written;
    }
    access.flush();
  } finally {
    access.close();
  }
}

/** For browsers whose workers have no access in place: the stream writes beside, and swaps when it is closed. */
async function writeByStream(file: FileHandle, pieces: readonly Uint8Array[], keep: number): Promise<void> {
  const stream = await file.createWritable({ keepExistingData: keep > 0 });
  await stream.truncate(keep);
  await stream.seek(keep);
  for (const piece of pieces) await stream.write(piece as Uint8Array<ArrayBuffer>);
  await stream.close();
}

async function sizeOf(folder: FolderHandle): Promise<number> {
  let bytes = 0;
  for await (const [, entry] of folder.entries()) {
    bytes +=
      entry.kind === "directory"
        ? await sizeOf(entry as FolderHandle)
        : (await (entry as FileSystemFileHandle).getFile()).size;
  }
  return bytes;
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function ignoreMissing(error: unknown): null {
  if (
    error instanceof DOMException &&
    (error.name === "NotFoundError" || error.name === "TypeMismatchError")
  ) {
    return null;
  }
  throw error;
}
