import type { Configuration } from "../../configuration/configuration.ts";
import type { Pause } from "../../training/train.ts";
import type { Checkpoint } from "./checkpoint-files.ts";
import type { CheckpointStore } from "./checkpoint-store.ts";

/** Where epochs are shorter than this, not each of them ends with a checkpoint. */
const secondsBetweenEpochs = 10;

/** Decides when a run's checkpoints are written, and has them written while training goes on. */
export class Checkpointer {
  private readonly store: CheckpointStore;
  private readonly options: Configuration["training"]["checkpoint"];
  private readonly rest: () => Omit<Checkpoint, "state">;
  private lastTime = performance.now();
  private lastUpdate: number | undefined;
  private writing: Promise<void> | undefined;
  private failure: unknown;

  /** @param rest what a checkpoint has beside the state, at the moment of the call */
  constructor(
    store: CheckpointStore,
    options: Configuration["training"]["checkpoint"],
    rest: () => Omit<Checkpoint, "state">,
  ) {
    this.store = store;
    this.options = options;
    this.rest = rest;
  }

  /**
   * To be called at every pause of the run. It waits for no longer than a copy takes, but for the last one: then until the
   * checkpoint is written.
   * @throws {DataError} where an earlier checkpoint, or this one, could not be written
   */
  async pause(pause: Pause): Promise<void> {
    this.lastUpdate ??= pause.update;
    if (this.failure !== undefined) throw this.failure;
    const isLast = pause.at === "end" || pause.at === "interruption";
    if (!isLast && !this.isDue(pause)) return;
    if (pause.at !== "update") await this.settle();
    if (this.writing !== undefined) return;
    this.lastTime = performance.now();
    this.lastUpdate = pause.update;
    this.writing = this.store
      .write({ ...this.rest(), state: pause.copyState() })
      .catch((error) => {
        this.failure = error;
      })
      .finally(() => {
        this.writing = undefined;
      });
    if (isLast) await this.settle();
  }

  /** Waits for the checkpoint that is being written. @throws {DataError} where it could not be */
  async settle(): Promise<void> {
    await this.writing;
    if (this.failure !== undefined) throw this.failure;
  }

  private isDue({ at, update }: Pause): boolean {
    const { minutes, updates } = this.options;
    const seconds = (performance.now() - this.lastTime) / 1000;
    if (at === "epoch" && seconds >= secondsBetweenEpochs) return true;
    if (updates > 0 && update - this.lastUpdate! >= updates) return true;
    return minutes > 0 && seconds >= 60 * minutes;
  }
}
