import type { Configuration } from "../configuration/configuration.ts";
import type { Batch } from "../data/index.ts";
import { Weights } from "../nn/index.ts";
import { TreeSum } from "../optimization/tree-sum.ts";
import type { Runtime } from "../runtime/index.ts";
import type { VocabularySizes } from "../seq2seq/model.ts";
import { Optimizer, type OptimizerPlace, type Share, type SumPlan } from "./optimizer.ts";
import { ReplicaBoard } from "./replica-board.ts";
import { TrainingStep } from "./training-step.ts";

/** Computes its share of updates, in step with the other replicas of its rank. */
export interface Replica {
  /** Makes an update. Resolves when its share is done. */
  makeUpdate(order: ReplicaOrder): Promise<void>;
  /** Gives its memory back. */
  release(): Promise<void>;
}

/** A part of an update whose gradient is computed by itself. */
export interface MicroBatch {
  readonly batch: Batch;
  /** Which draw of random numbers it is: see `TrainingStep.run`. */
  readonly draw: number;
}

/** What a replica has to know of an update. */
export interface ReplicaOrder {
  /** Parts of the update that are neighbours. */
  readonly microBatches: readonly MicroBatch[];
  /** The number of the first of them in the update, counted from 0. */
  readonly first: number;
  /** Target tokens of the whole update: what the sums over target tokens are divided by. */
  readonly tokens: number;
  /** The share of the run that is done, 0 … 1. */
  readonly progress: number;
  /** Whether other ranks have parts of the update, too. */
  readonly acrossRanks: boolean;
  /** The additions that this rank can make before it knows the sums of others, where there are some. */
  readonly merging: SumPlan | null;
  /** How the gradient is then made of sums, and which share of it is this replica's. */
  readonly summing: SumPlan;
  readonly summed: Share;
  /** Which update it is, counted from 1, and which share of it is this replica's. */
  readonly update: number;
  readonly learningRate: number;
  readonly updated: Share;
}

/** What a replica is made of, as data that threads can be given. */
export interface ReplicaSetup {
  readonly configuration: Configuration;
  readonly sizes: VocabularySizes;
  readonly runtime: Runtime["name"];
  /** The memory that the rank's optimizers share. */
  readonly place: OptimizerPlace;
  readonly board: ArrayBufferLike;
  /** The most parts of an update. */
  readonly parts: number;
  /** Which of the rank's replicas it is, counted from 0, and of how many. */
  readonly index: number;
  readonly replicas: number;
}

/** Where ranks give each other sums, while their replicas wait: see `RankExchange`. */
export interface Exchange {
  sums(): Promise<void>;
  results(): Promise<void>;
}

/** A replica that computes on this thread. */
export class LocalReplica implements Replica {
  private readonly step: TrainingStep;
  private readonly optimizer: Optimizer;
  private readonly board: ReplicaBoard;
  private readonly index: number;
  private readonly firstSum: number;
  /** What the graph reads; and what it writes, for each buffer. */
  private readonly weights: Weights;
  private readonly gradients: readonly Weights[];

  /**
   * @param optimizer of the step's parameters; each replica has as many of its buffers for sums as the others, one after
   * the other
   */
  constructor(
    step: TrainingStep,
    optimizer: Optimizer,
    board: ReplicaBoard,
    { index, replicas }: Pick<ReplicaSetup, "index" | "replicas"> = { index: 0, replicas: 1 },
  ) {
    this.step = step;
    this.optimizer = optimizer;
    this.board = board;
    this.index = index;
    this.firstSum = (index * optimizer.sums.length) / replicas;
    if (optimizer.isShared) {
      // Native code is kept from shared memory, so the graph has memory of its own, and buffers are copied.
      this.weights = new Weights(step.specs);
      const gradient = new Weights(step.specs);
      this.gradients = optimizer.sums.map(() => gradient);
    } else {
      this.weights = new Weights(step.specs, optimizer.values);
      this.gradients = optimizer.sums.map((sum) => new Weights(step.specs, sum));
    }
  }

  /** A replica beside others, whose optimizer's memory and board it shares. */
  static async create(setup: Omit<ReplicaSetup, "runtime">, runtime: Runtime): Promise<LocalReplica> {
    const { configuration, sizes, place, board, parts, replicas } = setup;
    const step = await TrainingStep.compile(configuration, sizes, runtime);
    const optimizer = new Optimizer(configuration.training, step.specs, place);
    return new LocalReplica(step, optimizer, new ReplicaBoard(parts, replicas, board), setup);
  }

  async makeUpdate(order: ReplicaOrder): Promise<void> {
    await this.makeGradient(order);
    if (Number.isFinite(this.optimizer.gradientNorm())) await this.update(order);
  }

  /** The part of an update after which the gradient is whole. @param exchange of the one replica that speaks for the rank */
  async makeGradient(order: ReplicaOrder, exchange?: Exchange): Promise<void> {
    const { optimizer, board } = this;
    const { merging, summing, summed, updated } = order;
    try {
      await this.computeSums(order);
      await board.wait();
      if (merging !== null) {
        optimizer.sumUp(merging, updated);
        await board.wait();
      }
      if (order.acrossRanks) {
        await exchange?.sums();
        await board.wait();
      }
      optimizer.sumUp(summing, summed);
      await board.wait();
      if (order.acrossRanks) {
        await exchange?.results();
        await board.wait();
      }
    } catch (error) {
      board.break();
      throw error;
    }
  }

  /** The update itself, by the whole gradient. */
  async update({ update, learningRate, updated }: ReplicaOrder): Promise<void> {
    this.optimizer.update(update, learningRate, updated);
    await this.board.wait();
  }

  async release(): Promise<void> {
    await this.step.release();
  }

  /** Leaves sums of the gradients of this replica's parts in its own buffers: see `sumsOf`. */
  private async computeSums({ microBatches, first, tokens, progress }: ReplicaOrder): Promise<void> {
    const { step, optimizer, board, weights, gradients, firstSum } = this;
    if (optimizer.isShared) weights.values.set(optimizer.values);
    const before = step.runSeconds;
    const tree = new TreeSum();
    for (const [n, { batch, draw }] of microBatches.entries()) {
      const buffer = firstSum + tree.sums.length;
      const gradient = gradients[buffer]!;
      board.losses[first + n] = await step.run(batch, weights, gradient, draw, { tokens, progress });
      if (optimizer.isShared) optimizer.sums[buffer]!.set(gradient.values);
      for (const addition of tree.take({ start: first + n, size: 1, buffer })) optimizer.add(addition);
    }
    board.seconds[this.index] = step.runSeconds - before;
  }
}
