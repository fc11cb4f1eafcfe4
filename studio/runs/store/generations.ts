import { CheckpointError } from "../../../src/errors.ts";
import {
  type Checkpoint,
  type CheckpointCounters,
  type CheckpointSource,
  checkpointFiles,
  decodeCheckpoint,
  decodeCounters,
  encodeCheckpoint,
} from "../../../src/jobs/checkpoint/checkpoint-files.ts";
import type { Disk } from "./disk.ts";

/** How many are kept: where the newest is damaged, the run goes on from the one before. */
const kept = 2;

/**
 * The checkpoints of a run, in the format of the command line. There is no renaming of folders here: a checkpoint is there
 * once its manifest is, which is written last and has the checksums of the rest.
 */
export class Generations {
  private readonly disk: Disk;
  private readonly path: string;

  constructor(disk: Disk, path: string) {
    this.disk = disk;
    this.path = path;
  }

  /**
   * The newest checkpoint that is sound; null where there is none.
   * @param onDamaged told of each that was written whole and is not sound, and why
   */
  newest(onDamaged: (why: CheckpointError) => void): Promise<Checkpoint | null> {
    return this.newestBy(decodeCheckpoint, onDamaged);
  }

  /** The same without its tensors: much less is read. */
  newestCounters(onDamaged: (why: CheckpointError) => void): Promise<CheckpointCounters | null> {
    return this.newestBy(decodeCounters, onDamaged);
  }

  /** Writes a checkpoint, then takes away the older ones but for the last. @throws what the disk throws; then all is as before */
  async write(checkpoint: Checkpoint): Promise<void> {
    const before = await this.numbers();
    const place = this.placeOf((before.at(-1) ?? 0) + 1);
    try {
      for (const [name, bytes] of await encodeCheckpoint(checkpoint)) {
        await this.disk.write(`${place}/${name}`, [bytes]);
      }
    } catch (error) {
      await this.disk.remove(place).catch(() => {}); // the error is thrown already
      throw error;
    }
    const whole = (await this.whole()).toReversed();
    const retained = new Set(whole.slice(0, kept));
    for (const number of await this.numbers()) {
      if (!retained.has(number)) await this.disk.remove(this.placeOf(number));
    }
  }

  async clear(): Promise<void> {
    await this.disk.remove(this.path);
  }

  private async newestBy<T>(
    decode: (source: CheckpointSource) => Promise<T>,
    onDamaged: (why: CheckpointError) => void,
  ): Promise<T | null> {
    for (const number of (await this.whole()).toReversed()) {
      try {
        return await decode(this.sourceOf(number));
      } catch (error) {
        if (!(error instanceof CheckpointError)) throw error;
        onDamaged(error);
      }
    }
    return null;
  }

  private sourceOf(number: number): CheckpointSource {
    const nameOf = (file: string) => `${checkpointFolderOf(number)}/${file}`;
    const read = async (file: string) => {
      const bytes = await this.disk.read(`${this.path}/${nameOf(file)}`);
      if (bytes !== null) return bytes;
      throw missing(nameOf(file));
    };
    return { nameOf, read };
  }

  /** Those that were written to the end, rising: a closed tab leaves one without a manifest. */
  private async whole(): Promise<number[]> {
    const numbers = await this.numbers();
    const manifests = await Promise.all(
      numbers.map((number) => this.disk.read(`${this.placeOf(number)}/${checkpointFiles.manifest}`)),
    );
    return numbers.filter((_, i) => manifests[i]?.at(-1) === lineFeed);
  }

  private async numbers(): Promise<number[]> {
    const names = await this.disk.names(this.path);
    return names
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  private placeOf(number: number): string {
    return `${this.path}/${checkpointFolderOf(number)}`;
  }
}

/** A manifest ends with one. */
const lineFeed = 0x0a;

function checkpointFolderOf(number: number): string {
  return String(number).padStart(6, "0");
}

/** The error of a file that is to be there. */
export function missing(file: string): CheckpointError {
  return new CheckpointError({ kind: "missingFile", text: `${file}: it is missing`, file });
}
