import { createHash } from "node:crypto";
import { open, readFile, rm, stat } from "node:fs/promises";
import { z } from "zod";
import { errnoWords } from "../data/errno.ts";
import { writeFileAtomically } from "../data/write-file.ts";
import { ConfigError, DataError } from "../errors.ts";
import type { FoundOutput } from "../training/evaluator.ts";
import { henkanVersion } from "../version.ts";
import { attempt } from "./attempt.ts";
import { withLock } from "./folder-lock.ts";

/** A model's outputs, kept as they are found. */
export interface KeptOutputs {
  /** What an earlier evaluation of the same had found when it was stopped, for the first sources. */
  readonly found: readonly FoundOutput[];
  /** Keeps the outputs of the next sources. */
  keep(outputs: readonly FoundOutput[]): Promise<void>;
}

const foundSchema = z.array(z.object({ text: z.string(), atLimit: z.boolean() }));

/**
 * Finds a model's outputs and writes them to a file, one a line. Until all are found they are kept beside it, in
 * `FILE.partial`: what is stopped or killed goes on from there, if it is the same.
 * @param path the file
 * @param of what the outputs depend on: the model, its sources and the search
 * @param find finds the outputs that are not found yet, and keeps them
 * @throws {ConfigError} where the path is no regular file, another process writes it, or what was found is of something else
 * @throws {DataError} where the files cannot be read or written
 */
export async function withKeptOutputs<T>(
  path: string,
  of: unknown,
  find: (kept: KeptOutputs) => Promise<T>,
): Promise<T> {
  const existing = await stat(path).catch(() => undefined);
  if (existing?.isFile() === false) {
    throw new ConfigError(
      `${path}: no regular file: expected the path of a file that outputs can be kept beside`,
    );
  }
  return withLock(`${path}.lock`, "evaluation", async () => {
    const partial = `${path}.partial`;
    const header = line({ henkan: henkanVersion, of: sha256(JSON.stringify(of)) });
    const { found, bytes } = await readPartial(partial, header);
    const file = await open(partial, "a").catch((cause) => {
      throw new DataError(`${partial}: cannot be written: ${errnoWords(cause)}`, { cause });
    });
    const all = [...found];
    try {
      await attempt(partial, "written", file.truncate(bytes));
      const append = (text: string) => attempt(partial, "written", file.writeFile(text));
      if (bytes === 0) await append(header);
      const result = await find({
        found,
        async keep(outputs) {
          await append(line(outputs));
          all.push(...outputs);
        },
      });
      await writeFileAtomically(
        path,
        all.map(({ text }) => `${text.replaceAll(/[\r\n]+/g, " ")}\n`),
      );
      await rm(partial, { force: true });
      return result;
    } finally {
      await file.close();
    }
  });
}

/** What can be taken of a partial file, up to the first line that is not as it was written. */
async function readPartial(path: string, header: string): Promise<{ found: FoundOutput[]; bytes: number }> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return "";
    throw new DataError(`${path}: cannot be read: ${errnoWords(cause)}`, { cause });
  });
  const found: FoundOutput[] = [];
  if (header.startsWith(text)) return { found, bytes: 0 };
  if (!text.startsWith(header)) {
    throw new ConfigError(
      `${path}: it holds the outputs of another model, for other sources, or by another search, as far as they were ` +
        "found: give the same again, name another file, or remove this one",
    );
  }
  let bytes = header.length;
  for (const one of text.slice(header.length).split(/(?<=\n)/)) {
    const outputs = one.slice(one.indexOf(" ") + 1);
    if (!one.endsWith("\n") || !one.startsWith(`${sha256(outputs.slice(0, -1))} `)) break;
    found.push(...foundSchema.parse(JSON.parse(outputs)));
    bytes += Buffer.byteLength(one);
  }
  return { found, bytes };
}

/** A value on a line, behind its checksum. */
function line(value: unknown): string {
  const json = JSON.stringify(value);
  return `${sha256(json)} ${json}\n`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
