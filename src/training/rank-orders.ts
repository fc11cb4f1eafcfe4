import type { Configuration } from "../configuration/configuration.ts";
import { block, receiveBlock } from "../distributed/collectives.ts";
import type { Communicator } from "../distributed/communicator.ts";
import type { Runtime } from "../runtime/index.ts";
import type { VocabularySizes } from "../seq2seq/model.ts";
import type { UpdateOrder } from "./rank-update.ts";

/** What rank 0 tells the others when a training begins, and then for each update. */
export type RankOrder =
  | { readonly train: TrainingSetup }
  | { readonly update: UpdateOrder }
  | { readonly end: "training" | "job" };

export interface TrainingSetup {
  readonly configuration: Configuration;
  readonly sizes: VocabularySizes;
  readonly runtime: Runtime["name"];
  /** The most parts of an update. */
  readonly parts: number;
  readonly replicasOf: readonly number[];
}

/**
 * What rank 0 tells the others: JSON and arrays. The messages are small beside the gradients: the ids and masks of some
 * sentences.
 */
export async function sendOrders(communicator: Communicator, orders: readonly RankOrder[]): Promise<void> {
  const sends = orders.flatMap((order, n) => block(n + 1, encode(order)));
  await communicator.exchange({ sends });
}

/** The next thing that rank 0 tells this rank. */
export async function receiveOrder(communicator: Communicator): Promise<RankOrder> {
  return decode(await receiveBlock(communicator, 0));
}

const kinds = { Int32Array, Float32Array } as const;
type Kind = keyof typeof kinds;

/** The length of the JSON in bytes, the JSON, and the arrays, of which the JSON has kinds and lengths, one after the other. */
function encode(order: RankOrder): Uint8Array {
  const arrays: (Int32Array | Float32Array)[] = [];
  const text = JSON.stringify(order, (_, value: unknown) => {
    const kind = (Object.keys(kinds) as Kind[]).find((one) => value instanceof kinds[one]);
    if (kind === undefined) return value;
    arrays.push(value as Int32Array);
    return { [kind]: (value as Int32Array).length };
  });
  const json = new TextEncoder().encode(text);
  const start = 4 + 4 * Math.ceil(json.length / 4); // numbers lie on multiples of their size
  const bytes = new Uint8Array(arrays.reduce((end, { byteLength }) => end + byteLength, start));
  new Uint32Array(bytes.buffer, 0, 1)[0] = json.length;
  bytes.set(json, 4);
  let end = start;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), end);
    end += byteLength;
  }
  return bytes;
}

function decode(bytes: Uint8Array<ArrayBuffer>): RankOrder {
  const { buffer } = bytes; // of its own
  const length = new Uint32Array(buffer, 0, 1)[0]!;
  let end = 4 + 4 * Math.ceil(length / 4);
  return JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)), (_, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    const [kind] = Object.keys(value) as Kind[];
    if (kind === undefined || !(kind in kinds)) return value;
    const array = new kinds[kind](buffer, end, (value as Record<Kind, number>)[kind]);
    end += array.byteLength;
    return array;
  }) as RankOrder;
}
