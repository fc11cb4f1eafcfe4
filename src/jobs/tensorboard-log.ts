import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { errnoWords } from "../data/errno.ts";
import { DataError } from "../errors.ts";
import type { TrainingEvent } from "../training/events.ts";

/** The folder of event files in a model folder: `tensorboard --logdir runs/mine`. */
export const tensorboardFolder = "tensorboard";

/** One name for all processes of a run, each of which writes the file anew: TensorBoard shows each event once. */
const eventFile = "events.out.tfevents.0.henkan";

/**
 * Writes a run's events for TensorBoard: a file of TFRecords, each the protocol buffer `Event` with scalars by name. What
 * the names hold is in `scalarsOf`.
 */
export class TensorBoardLog {
  private readonly path: string;
  private readonly descriptor: number;
  /** When training began, seconds since 1970. */
  private begin = 0;

  /**
   * @param folder the model folder
   * @param before the events that the run has had
   * @throws {DataError} where the file cannot be written
   */
  constructor(folder: string, before: readonly TrainingEvent[]) {
    this.path = join(folder, tensorboardFolder, eventFile);
    this.descriptor = this.attempt(() => {
      if (!existsSync(dirname(this.path))) mkdirSync(dirname(this.path));
      return openSync(this.path, "w");
    });
    this.write(record([double(1, 0), text(3, "brain.Event:2")]));
    for (const event of before) this.append(event);
  }

  append(event: TrainingEvent): void {
    if (event.event === "start") this.begin = Date.parse(event.time) / 1000;
    const scalars = scalarsOf(event);
    if (scalars === null || !("seconds" in event)) return;
    const values = Object.entries(scalars.values).map(([name, value]) =>
      message(1, [text(1, name), float(2, value)]),
    );
    this.write(record([double(1, this.begin + event.seconds), integer(2, scalars.step), message(5, values)]));
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private write(bytes: Uint8Array): void {
    this.attempt(() => writeFileSync(this.descriptor, bytes));
  }

  private attempt<T>(action: () => T): T {
    try {
      return action();
    } catch (cause) {
      throw new DataError(`${this.path}: cannot be written: ${errnoWords(cause)}`, { cause });
    }
  }
}

/** The scalars of an event and the update that they are of; null for an event without any. */
function scalarsOf(event: TrainingEvent): { step: number; values: Record<string, number> } | null {
  switch (event.event) {
    case "update": {
      const { update: step, loss, learningRate, gradientNorm } = event;
      return {
        step,
        values: {
          "train/loss": loss,
          "train/learning_rate": learningRate,
          "train/gradient_norm": gradientNorm,
        },
      };
    }
    case "evaluation": {
      const dev = Object.entries(event.dev).map(([name, value]) => [`dev/${name}`, value]);
      return {
        step: event.update,
        values: { "epoch/train_loss": event.trainLoss, ...Object.fromEntries(dev) },
      };
    }
    default:
      return null;
  }
}

/** A TFRecord: the length, its checksum, the data, its checksum, all little-endian. */
function record(fields: readonly Uint8Array[]): Uint8Array {
  const data = Buffer.concat(fields);
  const bytes = Buffer.alloc(data.length + 16);
  bytes.writeBigUInt64LE(BigInt(data.length), 0);
  bytes.writeUInt32LE(maskedChecksum(bytes.subarray(0, 8)), 8);
  data.copy(bytes, 12);
  bytes.writeUInt32LE(maskedChecksum(data), 12 + data.length);
  return bytes;
}

// Fields of protocol buffers: their number and type, then the value.
function double(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint((field << 3) | 1), bytes]);
}

function float(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), bytes]);
}

function integer(field: number, value: number): Uint8Array {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

function text(field: number, value: string): Uint8Array {
  return message(field, [Buffer.from(value)]);
}

function message(field: number, parts: readonly Uint8Array[]): Uint8Array {
  const bytes = Buffer.concat(parts);
  return Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.of(...bytes, rest);
    bytes.push((rest % 128) | 128);
  }
}

/** CRC-32C (Castagnoli, reflected polynomial 0x82f63b78), one byte at a time. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
  return remainder;
});

/** The checksum as TFRecords have it: rotated, and with a constant added. */
function maskedChecksum(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ table[(remainder ^ byte) & 255]!;
  const checksum = ~remainder >>> 0;
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}
