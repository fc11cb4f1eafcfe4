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
 * What rank 0 tells the others: JSON, in which arrays of numbers keep their kind. The messages are small beside the
 * gradients: the ids and masks of some sentences.
 */
export async function sendOrders(communicator: Communicator, orders: readonly RankOrder[]): Promise<void> {
  const sends = orders.flatMap((order, n) => block(n + 1, encode(order)));
  await communicator.exchange({ sends });
}

/** The next thing that rank 0 tells this rank. */
export async function receiveOrder(communicator: Communicator): Promise<RankOrder> {
  return decode(await receiveBlock(communicator, 0)) as RankOrder;
}

const kinds = { Int32Array, Float32Array } as const;
type Kind = keyof typeof kinds;

function encode(order: unknown): Uint8Array {
  const text = JSON.stringify(order, (_, value: unknown) => {
    const kind = (Object.keys(kinds) as Kind[]).find((one) => value instanceof kinds[one]);
    return kind === undefined ? value : { [kind]: Array.from(value as Float32Array) };
  });
  return new TextEncoder().encode(text);
}

function decode(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes), (_, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    const [kind] = Object.keys(value) as Kind[];
    return kind !== undefined && kind in kinds
      ? kinds[kind].from((value as Record<Kind, number[]>)[kind])
      : value;
  });
}
