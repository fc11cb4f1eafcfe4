import type { Configuration } from "../configuration/configuration.ts";
import type { Batch } from "../data/index.ts";
import { Weights } from "../nn/index.ts";
import { TreeSum } from "../optimization/tree-sum.ts";
import type { Runtime } from "../runtime/index.ts";
import type { VocabularySizes } from "../seq2seq/model.ts";
import { Optimizer, type OptimizerPlace, type Share, type SumPlan } from "./optimizer.ts";
import { TrainingStep } from "./training-step.ts";

/**
 * Computes gradients and updates, of an optimizer that several replicas share. They work in steps: when all have done one,
 * they may be asked for the next.
 */
export interface Replica {
  /** Leaves sums of the gradients of some parts of an update in its own buffers: see `sumsOf`. */
  gradient(request: GradientRequest): Promise<GradientAnswer>;
  /** See `Optimizer.sumUp`. */
  sumUp(plan: SumPlan, share: Share): Promise<void>;
  /** See `Optimizer.update`. */
  update(update: number, learningRate: number, share: Share): Promise<void>;
  /** Gives its memory back. */
  release(): Promise<void>;
}

/** A part of an update whose gradient is computed by itself. */
export interface MicroBatch {
  readonly batch: Batch;
  /** Which draw of random numbers it is: see `TrainingStep.run`. */
  readonly draw: number;
}

export interface GradientRequest {
  /** Parts of the update that are neighbours. */
  readonly microBatches: readonly MicroBatch[];
  /** The number of the first of them in the update, counted from 0. */
  readonly first: number;
  /** Target tokens of the whole update: what the sums over target tokens are divided by. */
  readonly tokens: number;
  /** The share of the run that is done, 0 … 1. */
  readonly progress: number;
}

export interface GradientAnswer {
  /** −log P per target token of the whole update in nats, of each part. */
  readonly losses: readonly number[];
  /** Seconds spent in the runtime. */
  readonly seconds: number;
}

/** What a replica is made of, as data that threads can be given. */
export interface ReplicaSetup {
  readonly configuration: Configuration;
  readonly sizes: VocabularySizes;
  readonly runtime: Runtime["name"];
  /** The optimizer's memory, and how many buffers for sums are in it. */
  readonly place: OptimizerPlace;
  /** The first of the buffers that are this replica's. */
  readonly firstSum: number;
}

/** A replica that computes on this thread. */
export class LocalReplica implements Replica {
  private readonly step: TrainingStep;
  private readonly optimizer: Optimizer;
  private readonly firstSum: number;
  /** What the graph reads; and what it writes, for each buffer. */
  private readonly weights: Weights;
  private readonly gradients: readonly Weights[];

  /** @param optimizer of the step's parameters */
  constructor(step: TrainingStep, optimizer: Optimizer, firstSum = 0) {
    this.step = step;
    this.optimizer = optimizer;
    this.firstSum = firstSum;
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

  /** A replica beside others, whose optimizer's memory it shares. */
  static async create(
    { configuration, sizes, place, firstSum }: Omit<ReplicaSetup, "runtime">,
    runtime: Runtime,
  ): Promise<LocalReplica> {
    const step = await TrainingStep.compile(configuration, sizes, runtime);
    return new LocalReplica(step, new Optimizer(configuration.training, step.specs, place), firstSum);
  }

  async gradient({ microBatches, first, tokens, progress }: GradientRequest): Promise<GradientAnswer> {
    const { step, optimizer, weights, gradients, firstSum } = this;
    if (optimizer.isShared) weights.values.set(optimizer.values);
    const before = step.runSeconds;
    const losses: number[] = [];
    const tree = new TreeSum();
    for (const [n, { batch, draw }] of microBatches.entries()) {
      const buffer = firstSum + tree.sums.length;
      const gradient = gradients[buffer]!;
      losses.push(await step.run(batch, weights, gradient, draw, { tokens, progress }));
      if (optimizer.isShared) optimizer.sums[buffer]!.set(gradient.values);
      for (const addition of tree.take({ start: first + n, size: 1, buffer })) optimizer.add(addition);
    }
    return { losses, seconds: step.runSeconds - before };
  }

  async sumUp(plan: SumPlan, share: Share): Promise<void> {
    this.optimizer.sumUp(plan, share);
  }

  async update(update: number, learningRate: number, share: Share): Promise<void> {
    this.optimizer.update(update, learningRate, share);
  }

  async release(): Promise<void> {
    await this.step.release();
  }
}
