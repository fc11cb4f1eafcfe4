import { describe, expect, it } from "vitest";
import type { TrainingEvent } from "../../src/training/events.ts";
import type { SessionEvent } from "../worker/training-order.ts";
import { activityAfter, noProgress, withEvents, withOutcomes } from "./progress.ts";

const facts = { epoch: 1, progress: 0.1, learningRate: 0.01, gradientNorm: 2, tokensPerSecond: 700 };
const update = (number: number, event: "update" | "progress"): TrainingEvent => ({
  ...{ event, ...facts, update: number, loss: 3 / number, seconds: number, secondsLeft: 9 },
});
const begin = (arm: number): SessionEvent => ({
  ...{ kind: "begin", arm, run: `r${arm}`, name: `m${arm}`, task: "copy", lasting: true, threads: 2 },
  before: [],
});

describe("the progress of a training", () => {
  it("keeps the events of each model, and the last of those of the moment", () => {
    const told: SessionEvent[] = [
      begin(0),
      begin(1),
      { kind: "training", arm: 1, event: update(1, "update") },
      { kind: "training", arm: 1, event: update(2, "progress") },
      { kind: "translations", arm: 0, update: 2, translations: [] },
      { kind: "held", update: 2 },
    ];
    const { arms, held } = withEvents(noProgress, told);
    expect(held).toBe(true);
    expect(arms.map(({ name }) => name)).toEqual(["m0", "m1"]);
    expect(arms.map(({ events }) => events.length)).toEqual([0, 1]);
    expect(arms[1]!.latest).toMatchObject({ update: 2, loss: 1.5 });
    expect(arms[0]!.translated).toBe(2);
  });

  it("leaves what was shown before as it was", () => {
    const first = withEvents(noProgress, [
      begin(0),
      { kind: "training", arm: 0, event: update(1, "update") },
    ]);
    withEvents(first, [{ kind: "training", arm: 0, event: update(2, "update") }]);
    expect(first.arms[0]!.events.length).toBe(1);
  });

  it("has not begun with a notice: what a person wishes is heard only after the first model's beginning", () => {
    const noticed = withEvents(noProgress, [{ kind: "notice", notice: { kind: "full", update: 0 } }]);
    expect(activityAfter("opening", noticed, false)).toBe("opening");
    const begun = withEvents(noticed, [begin(0)]);
    expect(activityAfter("opening", begun, false)).toBe("running");
    expect(activityAfter("opening", begun, true)).toBe("holding");
    const held = withEvents(begun, [{ kind: "held", update: 1 }]);
    expect([activityAfter("holding", held, true), activityAfter("running", held, true)]).toEqual([
      "held",
      "running",
    ]);
  });

  it("says how it ended", () => {
    const ended = withOutcomes(withEvents(noProgress, [begin(0), { kind: "held", update: 1 }]), [
      { run: "r0", reason: "epochs" },
    ]);
    expect(ended).toMatchObject({ held: false, arms: [{ outcome: { reason: "epochs" } }] });
  });
});
