import type { Batch } from "../data/index.ts";
import type { Communicator } from "../distributed/communicator.ts";
import { type RankOrder, sendOrders } from "./rank-orders.ts";
import { type RankSetup, RankUpdate, type UpdateOrder } from "./rank-update.ts";

/** What one update found. */
export interface StepResult {
  /** −log P per target token, nats. */
  readonly loss: number;
  /** ‖gradient‖₂, before clipping. */
  readonly gradientNorm: number;
  readonly targetTokens: number;
}

/** Which update it is. */
export interface UpdateMoment extends Pick<UpdateOrder, "update" | "learningRate"> {
  /** The share of the run that is done, 0 … 1 (default 0). */
  readonly progress?: number;
}

/**
 * Makes updates of the gradients of several batches, averaged over the target tokens of all: to rounding the update of
 * one batch which holds them all. The batches are shared among the replicas of all ranks.
 */
export class Accumulator {
  /** Seconds spent in the runtime so far, by the replica that needed most in each update. */
  runSeconds = 0;
  /** Seconds that each rank has spent in the runtime. */
  readonly rankSeconds: number[];
  private readonly work: RankUpdate;
  private readonly communicator: Communicator | undefined;
  private readonly most: number;

  /**
   * @param setup of rank 0
   * @param most the most batches in an update
   */
  constructor(setup: RankSetup, most: number) {
    this.work = new RankUpdate(setup);
    this.communicator = setup.communicator;
    this.most = most;
    this.rankSeconds = setup.replicasOf.map(() => 0);
  }

  /** Leaves the gradient in the optimizer. The update's number, with a batch's place in it, is the key of what is drawn. */
  async run(
    batches: readonly Batch[],
    { update, learningRate, progress = 0 }: UpdateMoment,
  ): Promise<StepResult> {
    const tokens = batches.reduce((sum, batch) => sum + batch.targetTokens, 0);
    const parts = batches.map((batch, n) => ({ batch, draw: (update - 1) * this.most + n + 1 }));
    const [own, ...others] = this.work.plan(parts.length).ranks.map(({ shares }): UpdateOrder => {
      const [begin, end] = [shares[0]!.start, shares.at(-1)!.start + shares.at(-1)!.size];
      const microBatches = parts.slice(begin, end);
      return { update, learningRate, progress, tokens, parts: parts.length, microBatches };
    });
    if (this.communicator) {
      await sendOrders(
        this.communicator,
        others.map((order): RankOrder => ({ update: order })),
      );
    }
    const found = await this.work.gradient(own!);
    found.forEach(({ seconds }, rank) => {
      this.rankSeconds[rank]! += seconds;
    });
    this.runSeconds += Math.max(...found.map(({ seconds }) => seconds));
    return {
      loss: found.flatMap(({ losses }) => losses).reduce((sum, loss) => sum + loss, 0),
      gradientNorm: this.work.optimizer.gradientNorm(),
      targetTokens: tokens,
    };
  }

  /** Updates the parameters by the gradient that `run` has left, which is finite. */
  async update(): Promise<void> {
    await this.work.update();
  }
}
