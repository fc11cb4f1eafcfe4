import { expect, test } from "vitest";
import { evaluationEvent } from "../report/sample-run.fixture.ts";
import type { AverageEvent } from "../training/events.ts";
import { nextHistory, startOfHistory } from "./run-history.ts";

const begun = startOfHistory({
  pairs: [],
  dev: [],
  heldOut: false,
  test: null,
  skipped: { blank: 0, empty: 0 },
});

test("the best epoch counts, and in its place an average of epochs that is better", () => {
  const scores = (rate: number) => ({ ...evaluationEvent(1).dev, token_error_rate: rate });
  const best = nextHistory(begun, evaluationEvent(5, { dev: scores(20) }), 100);
  expect(best.training).toMatchObject({
    bestEpoch: 5,
    dev: { sentences: 100, metrics: { token_error_rate: 20 } },
  });

  const average: AverageEvent = {
    event: "average",
    epochs: [5, 3],
    dev: scores(10),
    best: true,
    seconds: 900,
  };
  const averaged = nextHistory(best, average, 100).training;
  expect(averaged).toMatchObject({
    bestEpoch: 5,
    averagedEpochs: [5, 3],
    dev: { metrics: { token_error_rate: 10 } },
    seconds: 900,
  });
  expect(averaged.dev?.metrics).not.toHaveProperty("loss");

  const worse = nextHistory(best, { ...average, best: false }, 100).training;
  expect(worse).toEqual({ ...best.training, seconds: 900 });
});
