import type { Communicator } from "../distributed/communicator.ts";
import { type Addition, additionsOf } from "../optimization/tree-sum.ts";
import type { Optimizer, Share, SumPlan } from "./optimizer.ts";
import { RankExchange, type RankFindings, shareOf } from "./rank-exchange.ts";
import { planRanks, type RankPlan } from "./rank-plan.ts";
import type { MicroBatch, Replica } from "./replica.ts";

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
  /** Those of this rank: each has as many of the optimizer's buffers for sums as the others, one after the other. */
  readonly replicas: readonly Replica[];
  readonly optimizer: Optimizer;
  /** Between the ranks, where there are several. */
  readonly communicator?: Communicator | undefined;
  /** How many replicas each rank has. */
  readonly replicasOf: readonly number[];
}

/**
 * One rank's work on the updates that all ranks make together: the gradients of its parts, their sum with those of the
 * others, and the update, which every rank makes. Each number of the sum is added up by one replica in the order of
 * `TreeSum`, so the bits are the same for any number of ranks and replicas.
 */
export class RankUpdate {
  readonly optimizer: Optimizer;
  private readonly replicas: readonly Replica[];
  private readonly replicasOf: readonly number[];
  private readonly rank: number;
  private readonly exchange: RankExchange | undefined;
  private readonly plans = new Map<number, readonly RankPlan[]>();

  constructor({ replicas, optimizer, communicator, replicasOf }: RankSetup) {
    this.replicas = replicas;
    this.optimizer = optimizer;
    this.replicasOf = replicasOf;
    this.rank = communicator?.rank ?? 0;
    this.exchange = communicator && new RankExchange(communicator, optimizer, replicasOf);
  }

  /** What each rank does in an update with so many parts. */
  plan(parts: number): readonly RankPlan[] {
    const sumsEach = this.optimizer.sums.length / this.replicas.length;
    const plan = this.plans.get(parts) ?? planRanks(parts, this.replicasOf, sumsEach);
    this.plans.set(parts, plan);
    return plan;
  }

  /**
   * Leaves the gradient of all parts in the optimizer of each rank.
   * @returns at rank 0, what was found by each rank
   */
  async gradient({ parts, microBatches, tokens, progress }: UpdateOrder): Promise<RankFindings[]> {
    const plans = this.plan(parts);
    const { shares, additions, sums } = plans[this.rank]!;
    const begin = shares[0]!.start;
    const answers = await this.all((replica, n) => {
      const { start, size } = shares[n]!;
      const given = microBatches.slice(start - begin, start - begin + size);
      return replica.gradient({ microBatches: given, first: start, tokens, progress });
    });
    const found: RankFindings = {
      losses: answers.flatMap(({ losses }) => losses),
      seconds: Math.max(...answers.map(({ seconds }) => seconds)),
    };
    const { exchange } = this;
    if (exchange === undefined) {
      await this.sumUp(this.planOf([...additions, ...additionsOf(sums)]));
      return [found];
    }
    if (additions.length > 0) await this.sumUp(this.planOf(additions));
    const received = await exchange.exchangeSums(plans);
    await this.sumUp({ additions: additionsOf(received), total: received[0]!.buffer }, (n) =>
      shareOf(this.replicasOf, this.rank, n),
    );
    return exchange.exchangeResults(plans, found);
  }

  /** Updates the parameters by the gradient. */
  async update({ update, learningRate }: Pick<UpdateOrder, "update" | "learningRate">): Promise<void> {
    await this.all((replica, n) => replica.update(update, learningRate, this.localShare(n)));
  }

  /** Additions among this rank's own buffers, which are given by their positions. */
  private planOf(additions: readonly Addition[]): SumPlan {
    const address = (buffer: number) => this.optimizer.sums[buffer]!.byteOffset;
    return {
      additions: additions.map(([to, from]) => [address(to), address(from)]),
      total: address(0),
    };
  }

  private async sumUp(plan: SumPlan, shareOf = (n: number) => this.localShare(n)): Promise<void> {
    await this.all((replica, n) => replica.sumUp(plan, shareOf(n)));
  }

  private localShare(part: number): Share {
    return { part, of: this.replicas.length };
  }

  private all<Answer>(ask: (replica: Replica, n: number) => Promise<Answer>): Promise<Answer[]> {
    return Promise.all(this.replicas.map(ask));
  }
}
