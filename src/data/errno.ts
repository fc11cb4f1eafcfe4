import { messageOf } from "../errors.ts";

const WORDS: Record<string, string> = {
  EACCES: "no permission",
  EADDRINUSE: "another program has the port",
  EADDRNOTAVAIL: "the address is not one of this machine",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be larger than is allowed",
  EIO: "the device reports an input or output error",
  EISDIR: "it is a folder, not a file",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "no such file or folder",
  ENOSPC: "no space left on the device",
  ENOTFOUND: "there is no such host",
  ENOTDIR: "a part of the path is not a folder",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
};

/** The cause of a failed system call in words. */
export function errnoWords(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return WORDS[code] ?? messageOf(error);
}
