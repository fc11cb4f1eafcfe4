import { TextHash } from "../../src/data/hash.ts";
import { RandomStream } from "../../src/random.ts";
import { type TaskName, tasks } from "./registry.ts";
import type { LengthRange, TaskPair } from "./task.ts";

interface DrawTaskOptions {
  /** Training pairs (default: as many as the task needs). */
  readonly count?: number;
  /** Dev pairs (default 200). */
  readonly devCount?: number;
  /** Any integer: the same seed draws the same pairs. */
  readonly seed: number;
  /** Tokens of the source lines (default: what is usual for the task). */
  readonly length?: LengthRange | undefined;
}

interface DrawnTask {
  readonly train: readonly TaskPair[];
  readonly dev: readonly TaskPair[];
}

/**
 * Draws distinct pairs to train on and others to score on. Which of the two a source line can be in is decided by its
 * hash, so that no line that is ever trained on is ever scored, whatever the seeds, counts and lengths.
 * There are fewer pairs than asked for where the task has no more of that length.
 */
export function drawTask(name: TaskName, options: DrawTaskOptions): DrawnTask {
  const task = tasks[name];
  const { count = task.pairs, devCount = 200, seed, length } = options;
  const random = new RandomStream(seed, `task ${name}`);
  const seen = new Set<string>();
  const train: TaskPair[] = [];
  const dev: TaskPair[] = [];
  const tries = 100 * (count + devCount);
  for (let i = 0; i < tries && (train.length < count || dev.length < devCount); i++) {
    const pair = task.draw(random, { length });
    const [part, wanted] = isHeldOut(pair.source) ? [dev, devCount] : [train, count];
    if (part.length >= wanted || seen.has(pair.source)) continue;
    seen.add(pair.source);
    part.push(pair);
  }
  return { train, dev };
}

/** Every twelfth source line is kept from training. */
function isHeldOut(source: string): boolean {
  return new TextHash().add(source).uniform() < 1 / 12;
}
