import { describe, expect, it } from "vitest";
import { parseConfiguration } from "../configuration/configuration.ts";
import { type LearningRateOptions, learningRateAt, type RunPosition, schedules } from "./learning-rate.ts";

/** The rate at each of some places, with 8 at the peak. */
function rates(options: Partial<LearningRateOptions>, places: readonly Partial<RunPosition>[]): number[] {
  const { training } = parseConfiguration({ training: { learningRate: 8, ...options } });
  const start = { epoch: 1, update: 1000, progress: 0, halvings: 0 };
  return places.map((place) => learningRateAt(training, { ...start, ...place }));
}

const halvings = [{ halvings: 0 }, { halvings: 1 }, { halvings: 3 }];
const updates = [1, 3, 4, 5, 16, 64].map((update) => ({ update }));

describe("the learning rate", () => {
  it("is constant", () => {
    expect(rates({ schedule: "constant" }, [{ update: 1 }, { epoch: 9, progress: 1 }, ...halvings])).toEqual([
      8, 8, 8, 8, 8,
    ]);
  });

  it("is halved as often as dev has stalled", () => {
    expect(rates({ schedule: "halving" }, halvings)).toEqual([8, 4, 1]);
  });

  it("falls along a cosine from the start to the end of the run", () => {
    const [start, third, half, end] = rates({ schedule: "cosine" }, [
      { progress: 0 },
      { progress: 1 / 3 },
      { progress: 1 / 2 },
      { progress: 1 },
    ]);
    expect([start, end]).toEqual([8, 0]);
    expect(third).toBeCloseTo(6, 12);
    expect(half).toBeCloseTo(4, 12);
  });

  it("falls with the root of the update after its peak at the end of the warm-up", () => {
    expect(rates({ schedule: "inverse-sqrt", warmup: 4 }, updates)).toEqual([
      2,
      6,
      8,
      8 * Math.sqrt(4 / 5),
      4,
      2,
    ]);
    expect(rates({ schedule: "inverse-sqrt" }, updates)).toEqual(
      [1, 3, 4, 5, 16, 64].map((update) => 8 * Math.sqrt(1 / update)),
    );
  });

  it("steps down every few epochs", () => {
    const epochs = [1, 2, 3, 4, 5, 6, 7].map((epoch) => ({ epoch }));
    expect(rates({ schedule: "step" }, epochs)).toEqual([8, 4, 2, 1, 0.5, 0.25, 0.125]);
    expect(rates({ schedule: "step", decayEvery: 3, decayFactor: 0.25 }, epochs)).toEqual([
      8, 8, 8, 2, 2, 2, 0.5,
    ]);
  });

  it("rises linearly over the warm-up, under any schedule", () => {
    expect(rates({ schedule: "constant", warmup: 4 }, updates)).toEqual([2, 6, 8, 8, 8, 8]);
    expect(rates({ schedule: "halving", warmup: 10 }, [{ update: 5, halvings: 1 }])).toEqual([2]);
    expect(rates({ schedule: "cosine", warmup: 2 }, [{ update: 1, progress: 0 }])).toEqual([4]);
    expect(rates({ schedule: "step", warmup: 2 }, [{ update: 1, epoch: 2 }])).toEqual([2]);
  });
});

it.each(Object.entries(schedules))(
  "%s reads the settings that it says, by its factor or the plateau",
  (name, { factor, reads }) => {
    const read = new Set<string>(name === "halving" ? ["patience", "halvings"] : []);
    const settings = new Proxy({}, { get: (_target, key) => void read.add(String(key)) });
    factor({ epoch: 1, update: 1, progress: 0, halvings: 0, warmup: 1 }, settings);
    expect([...read].sort()).toEqual([...reads].sort());
  },
);
