import type { Configuration } from "../configuration/configuration.ts";
import { block, receiveBlock } from "../distributed/collectives.ts";
import type { Communicator } from "../distributed/communicator.ts";
import { decodeMessage, encodeMessage } from "../distributed/message.ts";
import type { ServiceOrder } from "../distributed/services.ts";
import type { Runtime } from "../runtime/index.ts";
import type { VocabularySizes } from "../seq2seq/model.ts";
import type { UpdateOrder } from "./rank-update.ts";

/** What rank 0 tells the others: that a training begins, of each of its updates, or of something else to compute. */
export type RankOrder =
  | { readonly train: TrainingSetup }
  | { readonly update: UpdateOrder }
  | { readonly end: "training" | "job" }
  | ServiceOrder;

export interface TrainingSetup {
  readonly configuration: Configuration;
  readonly sizes: VocabularySizes;
  readonly runtime: Runtime["name"];
  /** The most parts of an update. */
  readonly parts: number;
  readonly replicasOf: readonly number[];
}

/** Tells each of the other ranks something: of an update, the ids and masks of some sentences. */
export async function sendOrders(communicator: Communicator, orders: readonly RankOrder[]): Promise<void> {
  const sends = orders.flatMap((order, n) => block(n + 1, encodeMessage(order)));
  await communicator.exchange({ sends });
}

/** The next thing that rank 0 tells this rank. */
export async function receiveOrder(communicator: Communicator): Promise<RankOrder> {
  return decodeMessage(await receiveBlock(communicator, 0));
}
