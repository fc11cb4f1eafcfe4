import { describe, expect, it } from "vitest";
import { drawPairs, type SequenceTaskName, sequenceTasks } from "./sequence-tasks.ts";

const numbers = (line: string) => line.split(" ").map(Number);

describe.each(Object.entries(sequenceTasks))("%s", (_, task) => {
  const part = { pairs: 2000, longest: 7 };
  const pairs = drawPairs(task, part, "train");

  it("has lines of every length and all symbols, alike often", () => {
    const lengths = new Map<number, number>();
    const symbols = new Map<number, number>();
    const add = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const { source } of pairs) {
      add(lengths, numbers(source).length);
      for (const symbol of numbers(source)) add(symbols, symbol);
    }
    expect([...lengths.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect([...symbols.keys()].sort((a, b) => a - b)).toEqual([...Array(task.symbols).keys()]);
    for (const count of lengths.values()) expect(Math.abs(count / (2000 / 7) - 1)).toBeLessThan(0.2);
    for (const count of symbols.values())
      expect(Math.abs(count / (8000 / task.symbols) - 1)).toBeLessThan(0.35);
  });

  it("is drawn alike for the same key and unlike for another", () => {
    expect(drawPairs(task, part, "train")).toEqual(pairs);
    expect(drawPairs(task, part, "dev")).not.toEqual(pairs);
  });
});

it.each<[SequenceTaskName, number[], number[]]>([
  ["reverse", [3, 1, 2, 1], [1, 2, 1, 3]],
  ["copy", [3, 1, 2, 1], [3, 1, 2, 1]],
  ["sort", [3, 1, 2, 1], [1, 1, 2, 3]],
])("the answer of %s", (name, sequence, answer) => {
  expect(sequenceTasks[name].answer(sequence)).toEqual(answer);
});

it("the test lines of reverse are longer than those that are trained on", () => {
  const { parts } = sequenceTasks.reverse;
  expect([parts.train.longest, parts.dev.longest, parts.test.longest]).toEqual([25, 25, 30]);
});
