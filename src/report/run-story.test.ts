import { expect, test } from "vitest";
import type { AverageEvent } from "../training/events.ts";
import { runStory } from "./run-story.ts";
import { evaluationEvent, start } from "./sample-run.fixture.ts";

const given = "Trained on 50,000 pairs, with 500 more held out to choose the best epoch.";
const end = { event: "end", bestEpoch: 14, updates: 170, seconds: 1083, runSeconds: 900 } as const;

test("tells what was trained, for how long and why it ended", () => {
  expect(runStory([start, evaluationEvent(20), { ...end, reason: "epochs" }])).toBe(
    `${given} 20 of 20 epochs in 18 min 03 s. The weights kept are those of epoch 14.`,
  );
  expect(runStory([start, evaluationEvent(17), { ...end, reason: "stalled" }])).toBe(
    `${given} 17 of 20 epochs in 18 min 03 s. It stopped because dev no longer got better. ` +
      "The weights kept are those of epoch 14.",
  );
});

test("tells of an average of epochs where it was kept", () => {
  const { dev } = evaluationEvent(20);
  const average = (best: boolean): AverageEvent => {
    return { event: "average", epochs: [14, 20, 12], dev, best, seconds: 1080 };
  };
  const ended = { ...end, reason: "epochs" } as const;
  expect(runStory([start, evaluationEvent(20), average(true), ended])).toContain(
    " The weights kept are the average of those of epochs 12, 14, 20.",
  );
  expect(runStory([start, evaluationEvent(20), average(false), ended])).toContain(
    " The weights kept are those of epoch 14.",
  );
});

test("tells of a run that has not ended, of one without an epoch, and nothing of none", () => {
  expect(runStory([start, evaluationEvent(3)])).toBe(`${given} 3 of 20 epochs. The run has not ended.`);
  expect(runStory([start, { ...end, bestEpoch: 0, reason: "interrupted" }])).toBe(
    `${given} No epoch was finished in 18 min 03 s. It was interrupted.`,
  );
  expect(runStory([])).toBe("");
});
