import type { Runtime } from "../../src/runtime/index.ts";
import { type Pause, train } from "../../src/training/train.ts";
import type { OpenedArm } from "./arm.ts";
import { Gate } from "./gate.ts";
import { failureOf } from "./handler.ts";
import { LiveTranslations } from "./live-translations.ts";
import { startReplicaThread } from "./replica-thread.ts";
import type { Outcome, SessionEvent, Wish } from "./training-order.ts";

export interface SessionOptions {
  readonly arms: readonly OpenedArm[];
  /** Of one thread. */
  readonly runtime: Runtime;
  /** Parts of batches that are computed at the same time, each in a thread of its own. */
  readonly threads: number;
  /** What is translated in any case, and what the reader wants translated. */
  readonly samples: readonly string[];
  readonly sentences: readonly string[];
  /** Whether it waits for the person after its first update. */
  readonly held: boolean;
  /** Between two translations. */
  readonly seconds: number;
  readonly emit: (event: SessionEvent) => void;
}

/** A training that a person holds, steps, lets run and stops: of one model, or of several in step with each other. */
export class TrainingSession {
  private readonly options: SessionOptions;
  private readonly gate: Gate;
  private readonly live: readonly LiveTranslations[];
  private readonly pauses = new Map<number, Pause>();
  private readonly stopping = new AbortController();
  private sentences: readonly string[];
  private isHeld = false;

  constructor(options: SessionOptions) {
    const { arms, runtime, seconds, sentences } = options;
    this.options = options;
    this.gate = new Gate(arms.map((_, arm) => String(arm)));
    this.live = arms.map(() => new LiveTranslations(runtime, seconds));
    this.sentences = sentences;
    if (options.held) this.wish("hold");
  }

  /** Trains to the end. */
  run(): Promise<Outcome[]> {
    return Promise.all(this.options.arms.map((_, arm) => this.trainArm(arm)));
  }

  wish(wish: Wish): void {
    const { keepers } = this;
    if (wish === "hold" || wish === "save" || wish === "step")
      for (const keeper of keepers) keeper.saveSoon();
    if (wish === "hold") this.gate.close();
    if (wish === "step") this.gate.step();
    if (wish === "run" || wish === "stop") this.gate.open();
    if (wish === "stop") this.stopping.abort();
    this.isHeld = wish === "hold" || wish === "step" || (wish === "save" && this.isHeld);
  }

  /** Changes what is translated; at once where the training is held. */
  async watch(sentences: readonly string[]): Promise<void> {
    this.sentences = sentences;
    if (this.gate.isHolding) for (const [arm, pause] of this.pauses) await this.translate(arm, pause);
  }

  private get keepers() {
    return this.options.arms.map(({ keeper }) => keeper);
  }

  private async trainArm(arm: number): Promise<Outcome> {
    const { runtime, threads, emit } = this.options;
    const { setup, corpus, keeper, state, before } = this.options.arms[arm]!;
    const { id: run, lasting } = keeper;
    const { name, task, configuration, dev, from } = setup;
    emit({ kind: "begin", arm, run, name, task, lasting, threads, before });
    try {
      const result = await train({
        ...{ corpus, dev, configuration, state, runtime: { ...runtime, threads } },
        ...(from && { from: from.model }),
        ...(threads > 1 && { startReplica: startReplicaThread }),
        signal: this.stopping.signal,
        onEvent: (event) => {
          keeper.onEvent(event);
          emit({ kind: "training", arm, event });
        },
        onPause: (pause) => this.pause(arm, pause),
      });
      await keeper.finish(result);
      return { run, reason: result.reason };
    } catch (error) {
      return { run, failure: failureOf(error) };
    } finally {
      this.gate.leave(String(arm));
      this.pauses.delete(arm);
      await keeper.close();
    }
  }

  private async pause(arm: number, pause: Pause): Promise<void> {
    this.pauses.set(arm, pause);
    await this.options.arms[arm]!.keeper.onPause(pause);
    const isLast = pause.at === "end" || pause.at === "interruption";
    if (this.live[arm]!.isDue || this.isHeld || isLast) await this.translate(arm, pause);
    if (pause.at !== "update") return;
    const since = performance.now();
    const passing = this.gate.pass(String(arm));
    if (this.gate.isHolding) {
      for (const held of this.pauses.values()) held.tellProgress();
      this.options.emit({ kind: "held", update: pause.update });
    }
    const held = this.isHeld;
    await passing;
    if (held) pause.leaveOut(performance.now() - since);
  }

  private async translate(arm: number, pause: Pause): Promise<void> {
    const sentences = [...new Set([...this.sentences, ...this.options.samples])];
    if (sentences.length === 0) return;
    const { update } = pause;
    const translations = await this.live[arm]!.translate(pause.model(), sentences);
    this.options.emit({ kind: "translations", arm, update, translations });
  }
}
