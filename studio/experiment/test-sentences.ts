import { drawTask, type TaskName, type TaskPair, tasks } from "../tasks/index.ts";
import { bucketBounds } from "./length-scores.ts";

/** Sentences of a bucket in one round. */
const perBucket = 8;

/** One sentence of exactly that many words that no model was trained on; undefined where the task has none. */
export function sentenceOfLength(task: TaskName, length: number, seed: number): TaskPair | undefined {
  return drawTask(task, {
    seed: seed * 1000 + length,
    count: 0,
    devCount: 1,
    length: { shortest: length, longest: length },
  }).dev[0];
}

/** Rounds of sentences of all lengths that no model was trained on, none of them twice. */
export class TestSentences {
  private readonly task: TaskName;
  private readonly seed: number;
  private readonly seen = new Set<string>();
  private round = 0;

  constructor(task: TaskName, seed: number) {
    this.task = task;
    this.seed = seed;
  }

  next(): TaskPair[] {
    this.round++;
    const { shortest, longest } = tasks[this.task].lengths!;
    const pairs = bucketBounds.flatMap((bound, i) => {
      const range = {
        shortest: Math.max(shortest, (bucketBounds[i - 1] ?? 0) + 1),
        longest: Math.min(longest, bound),
      };
      if (range.shortest > range.longest) return [];
      const seed = (this.seed * 1000 + this.round) * 100 + i;
      return drawTask(this.task, { seed, count: 0, devCount: perBucket, length: range }).dev;
    });
    return pairs.filter(({ source }) => {
      if (this.seen.has(source)) return false;
      this.seen.add(source);
      return true;
    });
  }
}
