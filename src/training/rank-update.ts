import type { Communicator } from "../distributed/communicator.ts";
import { type Addition, additionsOf } from "../optimization/tree-sum.ts";
import type { Optimizer, SumPlan } from "./optimizer.ts";
import { RankExchange, type RankFindings, type SumExchange, shareOf } from "./rank-exchange.ts";
import { planRanks, type RankPlan } from "./rank-plan.ts";
import type { LocalReplica, MicroBatch, Replica, ReplicaOrder } from "./replica.ts";
import { BrokenBarrierError, type ReplicaBoard } from "./replica-board.ts";

/** What a rank has to know of an update. */
export interface UpdateOrder {
  /** Which update it is, counted from 1. */
  readonly update: number;
  readonly learningRate: number;
  /** The share of the run that is done, 0 … 1. */
  readonly progress: number;
  /** How many parts the update has, on all ranks. */
  readonly parts: number;
  /** Target tokens of all parts. */
  readonly tokens: number;
  /** The parts of this rank, which are neighbours. */
  readonly microBatches: readonly MicroBatch[];
}

export interface RankSetup {
  /** The replica on this thread, and those in threads of their own. */
  readonly local: LocalReplica;
  readonly others: readonly Replica[];
  readonly board: ReplicaBoard;
  readonly optimizer: Optimizer;
  /** Between the ranks, where there are several. */
  readonly communicator?: Communicator | undefined;
  /** How many replicas each rank has. */
  readonly replicasOf: readonly number[];
}

/** How an update with some number of parts is made: it is the same for all of them. */
interface UpdatePlan {
  /** What each rank does. */
  readonly ranks: readonly RankPlan[];
  readonly exchanged: SumExchange | undefined;
  /** See `ReplicaOrder`. */
  readonly merging: SumPlan | null;
  readonly summing: SumPlan;
}

/**
 * One rank's work on the updates that all ranks make together: the gradients of its parts, their sum with those of the
 * others, and the update, which every rank makes. Each number of the sum is added up by one replica in the order of
 * `TreeSum`, so the bits are the same for any number of ranks and replicas.
 */
export class RankUpdate {
  readonly optimizer: Optimizer;
  private readonly setup: RankSetup;
  private readonly rank: number;
  private readonly exchange: RankExchange | undefined;
  private readonly plans = new Map<number, UpdatePlan>();
  private readonly failures: unknown[] = [];
  private own: ReplicaOrder | undefined;

  constructor(setup: RankSetup) {
    const { optimizer, communicator, replicasOf } = setup;
    this.setup = setup;
    this.optimizer = optimizer;
    this.rank = communicator?.rank ?? 0;
    this.exchange = communicator && new RankExchange(communicator, optimizer, replicasOf);
  }

  /** How an update with so many parts is made. */
  plan(parts: number): UpdatePlan {
    const plan = this.plans.get(parts) ?? this.makePlan(parts);
    this.plans.set(parts, plan);
    return plan;
  }

  private makePlan(parts: number): UpdatePlan {
    const { optimizer, others, replicasOf } = this.setup;
    const sumsEach = optimizer.sums.length / (1 + others.length);
    const ranks = planRanks(parts, replicasOf, sumsEach);
    const { additions, sums } = ranks[this.rank]!;
    const exchanged = this.exchange?.planSums(ranks);
    if (exchanged === undefined) {
      return { ranks, exchanged, merging: null, summing: this.sumPlan([...additions, ...additionsOf(sums)]) };
    }
    return {
      ranks,
      exchanged,
      merging: additions.length > 0 ? this.sumPlan(additions) : null,
      summing: { additions: additionsOf(exchanged.sums), total: exchanged.sums[0]!.buffer },
    };
  }

  /**
   * Leaves the gradient of all parts in the optimizer of each rank.
   * @returns at rank 0, what was found by each rank
   */
  async gradient(order: UpdateOrder): Promise<RankFindings[]> {
    const { local, others, board } = this.setup;
    const plan = this.plan(order.parts);
    const { ranks, exchanged } = plan;
    const [own, ...orders] = this.replicaOrders(order, plan);
    this.own = own!;
    for (const [n, replica] of others.entries()) {
      replica.makeUpdate(orders[n]!).catch((error) => {
        this.failures.push(error);
        board.break(); // its thread may have ended before it could say so
      });
    }
    let findings: RankFindings[] = [];
    const { exchange } = this;
    await local
      .makeGradient(
        own!,
        exchange && {
          sums: () => exchange.exchangeSums(exchanged!),
          results: async () => {
            findings = await exchange.exchangeResults(ranks, this.findings(ranks));
          },
        },
      )
      .catch((error) => this.explain(error));
    return exchange ? findings : [this.findings(ranks)];
  }

  /** Updates the parameters by the gradient, which is finite: replicas in other threads have begun already. */
  async update(): Promise<void> {
    await this.setup.local.update(this.own!).catch((error) => this.explain(error));
  }

  private replicaOrders(order: UpdateOrder, { ranks, merging, summing }: UpdatePlan): ReplicaOrder[] {
    const { tokens, progress, update, learningRate, microBatches } = order;
    const { shares } = ranks[this.rank]!;
    const { replicasOf } = this.setup;
    const begin = shares[0]!.start;
    return shares.map(
      ({ start, size }, n): ReplicaOrder => ({
        microBatches: microBatches.slice(start - begin, start - begin + size),
        first: start,
        tokens,
        progress,
        acrossRanks: this.exchange !== undefined,
        merging,
        summing,
        summed: shareOf(replicasOf, this.rank, n),
        update,
        learningRate,
        updated: { part: n, of: shares.length },
      }),
    );
  }

  /** Additions among this rank's own buffers, which are given by their positions. */
  private sumPlan(additions: readonly Addition[]): SumPlan {
    const address = (buffer: number) => this.optimizer.sums[buffer]!.byteOffset;
    return { additions: additions.map(([to, from]) => [address(to), address(from)]), total: address(0) };
  }

  /** What this rank's replicas have found. */
  private findings(ranks: readonly RankPlan[]): RankFindings {
    const { board } = this.setup;
    const { shares } = ranks[this.rank]!;
    const last = shares.at(-1)!;
    return {
      losses: [...board.losses.subarray(shares[0]!.start, last.start + last.size)],
      seconds: Math.max(...board.seconds),
    };
  }

  /** @throws what a replica in another thread has thrown, where that is why this one failed */
  private async explain(error: unknown): Promise<never> {
    if (!(error instanceof BrokenBarrierError)) throw error;
    while (this.failures.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    throw this.failures.find((failure) => (failure as Error).name !== error.name) ?? error;
  }
}
