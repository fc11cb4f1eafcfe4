import { describe, expect, test } from "vitest";
import { learningCurves } from "./learning-curves.ts";
import { evaluationEvent, start, updateEvent } from "./sample-run.fixture.ts";

const lines = (svg: string): string[][] =>
  [...svg.matchAll(/<polyline class="line [^"]*" points="([^"]*)"/g)].map(([, points]) => points!.split(" "));

describe("learningCurves", () => {
  test("loss and errors, a point an epoch, labelled at their ends, the best epoch marked", () => {
    const events = [
      start,
      evaluationEvent(1, { trainLoss: 4 }),
      evaluationEvent(2, { trainLoss: 2 }),
      evaluationEvent(3, { trainLoss: 1, best: false }),
    ];
    const [loss, errors] = learningCurves(events);
    expect(lines(loss!).map(({ length }) => length)).toEqual([3, 3]);
    // The axes go from (40, 232) to (352, 52): 3 epochs, a loss of 4.
    expect(lines(loss!)[0]).toEqual(["144,52", "248,142", "352,187"]);
    expect(loss).toContain('training <tspan class="value">1.000</tspan>');
    expect(loss).toContain('dev <tspan class="value">3.900</tspan>');
    expect(loss).toContain("best: epoch 2");
    expect(loss).toContain("<title>epoch 2: training 2.000</title>");
    expect(errors).toContain('sequence <tspan class="value">97.7</tspan>');
    expect(errors).toContain('token <tspan class="value">45.6</tspan>');
  });

  test("without the points that are not finite", () => {
    const infinite = { ...evaluationEvent(2).dev, loss: Number.POSITIVE_INFINITY };
    const [loss] = learningCurves([start, evaluationEvent(1), evaluationEvent(2, { dev: infinite })]);
    expect(lines(loss!).map(({ length }) => length)).toEqual([2, 1]);
    expect(loss).not.toMatch(/Infinity|NaN/);
  });

  test("labels of lines that end together are pushed apart", () => {
    const [loss] = learningCurves([start, evaluationEvent(1, { trainLoss: 3.9 })]);
    const ends = [...loss!.matchAll(/class="end [^"]*" x="[^"]*" y="([^"]*)"/g)].map(([, y]) => Number(y));
    expect(ends).toHaveLength(2);
    expect(Math.abs(ends[0]! - ends[1]!)).toBeGreaterThanOrEqual(17);
  });

  test("the fine line is averaged down, at the updates' share of the run", () => {
    const updates = Array.from({ length: 200 }, (_, i) => updateEvent(i + 1));
    const many = Array.from({ length: 1000 }, (_, i) =>
      updateEvent(i + 1, { progress: i / 999, loss: i % 2 }),
    );
    const fine = (events: Parameters<typeof learningCurves>[0]): string[] =>
      /class="behind" points="([^"]*)"/.exec(learningCurves(events)[0]!)![1]!.split(" ");
    expect(fine([start, ...updates])).toHaveLength(200);
    expect(fine([start, ...updates]).at(-1)).toMatch(/^352,/);
    expect(fine([start, ...many])).toHaveLength(200);
  });

  test("a resumed run's second telling of an epoch replaces the first", () => {
    const events = [
      start,
      evaluationEvent(1),
      evaluationEvent(2),
      evaluationEvent(3),
      start,
      evaluationEvent(2),
    ];
    expect(lines(learningCurves(events)[0]!)[0]).toHaveLength(2);
  });

  test("before the first evaluation there is the loss alone, before the first updates nothing", () => {
    expect(learningCurves([start, updateEvent(1), updateEvent(2)])).toHaveLength(1);
    expect(learningCurves([start, updateEvent(1)])).toEqual([]);
    expect(learningCurves([])).toEqual([]);
  });

  test("no coordinate is ever NaN, not even where everything is 0", () => {
    const { dev } = evaluationEvent(1);
    const charts = learningCurves([
      start,
      evaluationEvent(1, {
        trainLoss: 0,
        dev: { ...dev, loss: 0, sequence_error_rate: 0, token_error_rate: 0 },
      }),
    ]);
    expect(charts.join("")).not.toMatch(/NaN|Infinity|undefined/);
  });
});
