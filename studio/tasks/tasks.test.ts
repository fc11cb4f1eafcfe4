import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { RandomStream } from "../../src/random.ts";
import { configurationOf, drawTask, isTaskName, type TaskName, taskNames, tasks } from "./index.ts";

const names = fc.constantFrom(...taskNames);
const seeds = fc.integer({ min: 0, max: 2 ** 40 });

/** What the task's tokenizer makes of a line. */
function tokensOf(name: TaskName, side: "source" | "target", line: string): string[] {
  return configurationOf(name)[side]?.tokenizer === "words" ? line.split(" ") : [...line];
}

describe.each(taskNames)("%s", (name) => {
  const task = tasks[name];

  test("its settings are valid, and its samples are lines that it has the tokens of", () => {
    parseConfiguration(configurationOf(name));
    const known = new Set(
      drawTask(name, { seed: 1, count: 3000 }).train.flatMap(({ source }) =>
        tokensOf(name, "source", source),
      ),
    );
    for (const sample of task.samples)
      for (const token of tokensOf(name, "source", sample)) expect(known).toContain(token);
  });

  test("property: each target token says a source token that is there, or none", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { source, target, alignment } = task.draw(new RandomStream(seed, "test"));
        const sourceCount = tokensOf(name, "source", source).length;
        expect(alignment).toHaveLength(tokensOf(name, "target", target).length);
        for (const position of alignment) {
          if (position === null) continue;
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThan(sourceCount);
        }
      }),
    );
  });

  test("each source line has one answer", () => {
    const answers = new Map<string, string>();
    const random = new RandomStream(3, "test");
    for (let i = 0; i < 20_000; i++) {
      const { source, target } = task.draw(random);
      expect(answers.get(source) ?? target).toBe(target);
      answers.set(source, target);
    }
  });
});

test("property: the same seed draws the same pairs, another one others", () => {
  fc.assert(
    fc.property(names, seeds, (name, seed) => {
      const drawn = drawTask(name, { seed, count: 20, devCount: 5 });
      expect(drawTask(name, { seed, count: 20, devCount: 5 })).toEqual(drawn);
      expect(drawTask(name, { seed: seed + 1, count: 20, devCount: 5 })).not.toEqual(drawn);
    }),
    { numRuns: 30 },
  );
});

test("property: no line is in train and dev, whatever the seeds, and all are distinct", () => {
  fc.assert(
    fc.property(names, seeds, seeds, (name, one, other) => {
      const { train } = drawTask(name, { seed: one, count: 300, devCount: 30 });
      const { dev } = drawTask(name, { seed: other, count: 30, devCount: 300 });
      const trained = new Set(train.map(({ source }) => source));
      expect(trained.size).toBe(train.length);
      expect(new Set(dev.map(({ source }) => source)).size).toBe(dev.length);
      expect(dev.filter(({ source }) => trained.has(source))).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test("property: source lines have as many tokens as asked", () => {
  const withLengths = taskNames.filter((name) => tasks[name].lengths !== null);
  const asked = fc.constantFrom(...withLengths).chain((name) => {
    const { shortest, longest } = tasks[name].lengths!;
    return fc.record({
      name: fc.constant(name),
      length: fc.integer({ min: shortest, max: longest }),
      seed: seeds,
    });
  });
  fc.assert(
    fc.property(asked, ({ name, length, seed }) => {
      const random = new RandomStream(seed, "test");
      const { source } = tasks[name].draw(random, { length: { shortest: length, longest: length } });
      expect(tokensOf(name, "source", source)).toHaveLength(length);
    }),
    { numRuns: 300 },
  );
});

test("there are as many pairs as asked, and fewer where the task has no more", () => {
  const { train, dev } = drawTask("number-words", {
    seed: 1,
    length: { shortest: 1, longest: 2 },
    devCount: 3,
  });
  expect(train.length + dev.length).toBeLessThanOrEqual(100);
  expect(drawTask("dates", { seed: 1, count: 700, devCount: 50 })).toMatchObject({
    train: { length: 700 },
    dev: { length: 50 },
  });
});

test("names", () => {
  expect(isTaskName("phrasebook")).toBe(true);
  expect(isTaskName("toString")).toBe(false);
});
