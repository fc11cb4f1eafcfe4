import { openRuntime, type Runtime } from "../../src/runtime/index.ts";
import { availableThreads } from "../../src/runtime/threads.ts";
import { StudioError } from "../problems/studio-problem.ts";
import { openRunStore } from "../runs/run-store.ts";
import { drawTask, isTaskName, tasks } from "../tasks/index.ts";
import { type ArmData, beginArm, type OpenedArm, resumeArm } from "./arm.ts";
import { pairsOfReading } from "./data.ts";
import type { CallContext } from "./handler.ts";
import type { Outcome, SessionEvent, TrainingData, TrainingOrder, Wish } from "./training-order.ts";
import { TrainingSession } from "./training-session.ts";

/** Each takes memory, some 60 MB. */
const mostThreads = 4;

let session: TrainingSession | "opening" | undefined;

/** Calls that train. */
export const trainingHandlers = {
  /**
   * Trains to the end, and tells what happens.
   * @throws {StudioError} where another training runs
   * @throws {ConfigError} where a configuration is wrong
   * @throws {DataError} where there is nothing to train on
   * @throws {RunProblem} where a run cannot be taken up
   */
  async "train.begin"(order: TrainingOrder, context: CallContext<SessionEvent>): Promise<Outcome[]> {
    if (session !== undefined) {
      const text = "a training goes on in this tab: stop it first";
      throw new StudioError({ kind: "trainingGoesOn", text });
    }
    session = "opening";
    try {
      const [runtime, arms] = await Promise.all([openSessionRuntime(), openArms(order, context)]);
      const { sentences, held = false, seconds = 2 } = order;
      const opened = new TrainingSession({
        ...{ arms, runtime, threads: threads(), samples: samplesOf(arms[0]!), sentences, held, seconds },
        emit: context.emit,
      });
      session = opened;
      context.signal.addEventListener("abort", () => opened.wish("stop"));
      return await opened.run();
    } finally {
      session = undefined;
    }
  },

  /** What a person asks of the training; nothing where there is none. */
  "train.wish"(wish: Wish): void {
    if (session instanceof TrainingSession) session.wish(wish);
  },

  /** Changes the sentences that are translated anew. */
  async "train.watch"(sentences: readonly string[]): Promise<void> {
    if (session instanceof TrainingSession) await session.watch(sentences);
  },
};

/** The runtime that all handlers of this worker compute with: one thread, see `arm.ts`. */
export function openSessionRuntime(): Promise<Runtime> {
  return openRuntime({ threads: 1, replicas: 1 });
}

/** How many threads compute parts of batches: one where the page may not share memory. */
function threads(): number {
  return globalThis.crossOriginIsolated === true ? Math.min(availableThreads(), mostThreads) : 1;
}

async function openArms(
  order: TrainingOrder,
  { emit }: CallContext<SessionEvent>,
): Promise<readonly OpenedArm[]> {
  const store = await openRunStore();
  const onNotice = (notice: Extract<SessionEvent, { kind: "notice" }>["notice"]) =>
    emit({ kind: "notice", notice });
  const opened: OpenedArm[] = [];
  try {
    if ("runs" in order) {
      for (const id of order.runs) opened.push(await resumeArm(id, store, onNotice));
    } else {
      const data = dataOf(order.data);
      for (const arm of order.arms) opened.push(await beginArm(arm, data, threads(), store, onNotice));
    }
    return opened;
  } catch (error) {
    await Promise.all(opened.map(({ keeper }) => keeper.close()));
    throw error;
  }
}

/** What is translated as training goes: the task's samples, or the first of the pairs that are not trained on. */
function samplesOf({ setup: { task, dev } }: OpenedArm): readonly string[] {
  return task !== null && isTaskName(task)
    ? tasks[task].samples
    : dev.slice(0, 4).map(({ source }) => source);
}

function dataOf(data: TrainingData): ArmData {
  if (!("task" in data)) {
    const { train, dev } = pairsOfReading(data.reading);
    return { task: null, pairs: train, dev };
  }
  const { task, seed, count, length } = data;
  const { train, dev } = drawTask(task, { seed, length, ...(count !== undefined && { count }) });
  return { task, pairs: train, dev };
}
