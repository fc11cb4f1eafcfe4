import { expect, it } from "vitest";
import { EpochPlan } from "../data/index.ts";
import { countEpochs, countUpdates, epochUpdates } from "./epoch-updates.ts";

/** Seven examples, each a batch by itself. */
const plan = (window: number) =>
  new EpochPlan(
    { count: 7, sourceLength: () => 1, targetLength: () => 1 },
    { seed: 1, epoch: 1, batchTokens: 1, window },
  );

it("groups an epoch's batches, the last group with what is left", () => {
  const updates = [...epochUpdates(plan(7), 3)];
  expect(updates.map(({ batches }) => batches.length)).toEqual([3, 3, 1]);
  expect(updates.flatMap(({ batches }) => batches)).toEqual(plan(7).batches(0));
  expect(updates.map(({ before, after }) => [before, after])).toEqual([
    [0, 1 / 3],
    [1 / 3, 2 / 3],
    [2 / 3, 1],
  ]);
  expect(countUpdates(plan(7), 3)).toBe(3);
});

it("counts windows alike", () => {
  const updates = [...epochUpdates(plan(4), 2)];
  expect(updates.map(({ batches }) => batches.length)).toEqual([2, 1, 2, 2]);
  expect(updates.map(({ after }) => after)).toEqual([0.25, 0.5, 0.75, 1]);
  expect(countUpdates(plan(4), 2)).toBe(4);
});

it("takes as many epochs as asked for, or as hold 5,000 updates, within bounds", () => {
  const byDefault = [1, 40, 41, 627, 1600, 90_000].map((updates) => countEpochs({}, updates));
  expect(byDefault).toEqual([200, 125, 122, 8, 5, 5]);
  expect(countEpochs({ epochs: 3 }, 40)).toBe(3);
});
