import type { Communicator, Messages } from "../distributed/communicator.ts";
import type { PartialSum } from "../optimization/tree-sum.ts";
import type { Optimizer, Share } from "./optimizer.ts";
import type { RankPlan } from "./rank-plan.ts";
import { sum } from "./sum.ts";

/** What a rank's replicas have found in their parts of an update. */
export interface RankFindings {
  /** −log P per target token of the whole update in nats, of each of the rank's parts. */
  readonly losses: readonly number[];
  /** Seconds spent in the runtime by the replica that needed most. */
  readonly seconds: number;
}

/** How ranks give each other sums of an update. */
export interface SumExchange {
  readonly messages: Messages;
  /**
   * The sums of all ranks, from left to right. Of each, this rank's range is in a buffer that would begin at the given
   * address: of its own sums it is there already, and of the others' once messages are exchanged.
   */
  readonly sums: readonly PartialSum[];
}

/**
 * The range that a rank adds up, or one of its replicas.
 * @param replicasOf how many replicas each rank has
 */
export function shareOf(replicasOf: readonly number[], rank: number, replica?: number): Share {
  const before = sum(replicasOf.slice(0, rank));
  const of = sum(replicasOf);
  return replica === undefined
    ? { part: before, parts: replicasOf[rank]!, of }
    : { part: before + replica, of };
}

/**
 * How ranks make the sum of their gradients: each rank gets its range of all sums and adds it up, and gives the result to
 * all. So each number is added up once, in an order that depends on no timing, and a rank sends and receives about twice
 * as many numbers as there are parameters, whatever the number of ranks (the bandwidth-optimal reduce-scatter and
 * all-gather of Rabenseifner 2004).
 */
export class RankExchange {
  private readonly communicator: Communicator;
  private readonly optimizer: Optimizer;
  /** By rank, where its range lies in the flat buffers, and what of the whole sum it gives to all. */
  private readonly ranges: readonly { readonly from: number; readonly to: number }[];
  private readonly results: readonly (readonly Numbers[])[];

  /** @param replicasOf how many replicas each rank has */
  constructor(communicator: Communicator, optimizer: Optimizer, replicasOf: readonly number[]) {
    this.communicator = communicator;
    this.optimizer = optimizer;
    const shares = replicasOf.map((_, rank) => shareOf(replicasOf, rank));
    this.ranges = shares.map((share) => optimizer.range(share));
    this.results = shares.map((share) => optimizer.summed(share));
  }

  /** How each rank gets its range of the sums that are left on the others. */
  planSums(plans: readonly RankPlan[]): SumExchange {
    const { rank: own } = this.communicator;
    const { sums: buffers, inbox } = this.optimizer;
    const { from, to } = this.ranges[own]!;
    const messages = new Mailbag();
    const sums: PartialSum[] = [];
    let room = 0;
    for (const [rank, plan] of plans.entries()) {
      if (rank === own) {
        sums.push(...plan.sums.map((held) => ({ ...held, buffer: buffers[held.buffer]!.byteOffset })));
        continue;
      }
      const theirs = this.ranges[rank]!;
      for (const { buffer } of plans[own]!.sums) {
        messages.send(rank, buffers[buffer]!.subarray(theirs.from, theirs.to));
      }
      for (const held of plan.sums) {
        const into = inbox.subarray(room, room + to - from);
        room += to - from;
        messages.receive(rank, into);
        sums.push({ ...held, buffer: into.byteOffset - 4 * from });
      }
    }
    return { messages, sums };
  }

  async exchangeSums({ messages }: SumExchange): Promise<void> {
    await this.communicator.exchange(messages);
  }

  /**
   * Gives all ranks this rank's range of the whole sum, and takes theirs.
   * @returns at rank 0, what was found by each rank
   */
  async exchangeResults(
    plans: readonly RankPlan[],
    { losses, seconds }: RankFindings,
  ): Promise<RankFindings[]> {
    const { communicator, results } = this;
    const { rank: own } = communicator;
    const messages = new Mailbag();
    const found = plans.map(({ shares }) => new Float64Array(1 + sum(shares.map(({ size }) => size))));
    found[own]!.set([seconds, ...losses]);
    for (const rank of plans.keys()) {
      if (rank === own) continue;
      for (const data of results[own]!) messages.send(rank, data);
      for (const into of results[rank]!) messages.receive(rank, into);
      if (rank === 0) messages.send(0, found[own]!);
      if (own === 0) messages.receive(rank, found[rank]!);
    }
    await communicator.exchange(messages);
    return found.map(([rankSeconds = 0, ...rankLosses]) => ({ seconds: rankSeconds, losses: rankLosses }));
  }
}

type Numbers = Float32Array | Float64Array;

/** Messages that go together; nothing is sent of what is empty. */
class Mailbag implements Messages {
  readonly sends: { to: number; data: Numbers }[] = [];
  readonly receives: { from: number; into: Numbers }[] = [];

  send(to: number, data: Numbers): void {
    if (data.length > 0) this.sends.push({ to, data });
  }

  receive(from: number, into: Numbers): void {
    if (into.length > 0) this.receives.push({ from, into });
  }
}
