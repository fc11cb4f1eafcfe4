import { z } from "zod";
import { sha256 } from "../../../src/model-folder/sha256.ts";
import type { Disk } from "./disk.ts";

/** A small value as JSON, in two files by turns: one of them is whole, whenever the tab is closed. */
const turns = ["a", "b"] as const;

const seal = z.object({
  /** Rises with every write: the sound one with the higher number holds. */
  number: z.int().positive(),
  sha256: z.string(),
  /** JSON. */
  value: z.string(),
});

interface Sealed {
  readonly turn: (typeof turns)[number];
  readonly number: number;
  readonly value: unknown;
}

/**
 * @param path without the turn: `PATH.a.json`
 * @returns null where it was never written, or not to the end of the first time; undefined where it is damaged
 */
export async function readSealed(disk: Disk, path: string): Promise<unknown | null | undefined> {
  const sealed = await newest(disk, path);
  if (sealed !== undefined) return sealed.value;
  const second = await disk.read(pathOf(path, "b"));
  return second === null ? null : undefined;
}

/** Writes a value for the first time, into both files: damage to one of them does no harm. */
export async function createSealed(disk: Disk, path: string, value: unknown): Promise<void> {
  for (const _ of turns) await writeSealed(disk, path, value);
}

/** @throws what the disk throws; the value that was there stays */
export async function writeSealed(disk: Disk, path: string, value: unknown): Promise<void> {
  const before = await newest(disk, path);
  const turn = before?.turn === "a" ? "b" : "a";
  const text = JSON.stringify(value);
  const sealed = { number: (before?.number ?? 0) + 1, sha256: await digest(text), value: text };
  await disk.write(pathOf(path, turn), [new TextEncoder().encode(JSON.stringify(sealed))]);
}

async function newest(disk: Disk, path: string): Promise<Sealed | undefined> {
  const sound = await Promise.all(turns.map((turn) => readTurn(disk, path, turn)));
  return sound.filter((one) => one !== null).sort((a, b) => b.number - a.number)[0];
}

async function readTurn(disk: Disk, path: string, turn: Sealed["turn"]): Promise<Sealed | null> {
  const bytes = await disk.read(pathOf(path, turn));
  if (bytes === null) return null;
  try {
    const parsed = seal.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    if ((await digest(parsed.value)) !== parsed.sha256) return null;
    return { turn, number: parsed.number, value: JSON.parse(parsed.value) };
  } catch {
    return null; // as a closed tab may leave it
  }
}

function pathOf(path: string, turn: Sealed["turn"]): string {
  return `${path}.${turn}.json`;
}

function digest(text: string): Promise<string> {
  return sha256(new TextEncoder().encode(text));
}
