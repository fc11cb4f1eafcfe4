import { describe, expect, it } from "vitest";
import { RandomStream } from "../random.ts";
import { part, Simulation } from "./simulated-workers.fixture.ts";

/** Seconds that a request may have to wait. */
const most = 1;

/** A batch: 4 ms, and 0.1 ms a token. */
const cost = (tokens: number) => 0.004 + tokens * 1e-4;

interface Load {
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly workers: number;
  /** How much slower the machine is at times. */
  readonly slowness?: (now: number) => number;
}

/** Requests of one to four texts of drawn lengths that come whether others are answered or not. */
async function underLoad({ rate, seconds, workers, slowness = () => 1 }: Load) {
  const random = new RandomStream(1, "arrivals");
  const uniform = () => (random.uint32() + 1) / (2 ** 32 + 1);
  const simulation: Simulation = new Simulation(
    workers,
    { parts: 64, tokens: 12_288, rows: 320 },
    (tokens) => cost(tokens) * slowness(simulation.now),
  );
  const { batcher } = simulation;
  const latencies: number[] = [];
  let [texts, refused, arrived] = [0, 0, 0];
  const draw = () => {
    // Lengths of sentences: some are common, some rare.
    const length = "abbbccccdde"[random.integer(11)]!;
    return part(`${length}${arrived}`, { tokens: 10 });
  };
  while (simulation.now < seconds) {
    await simulation.run(simulation.now - Math.log(uniform()) / rate);
    arrived++;
    const parts = Array.from({ length: 1 + random.integer(4) }, draw);
    if (batcher.estimatedWait > most) {
      refused++;
      continue;
    }
    const start = simulation.now;
    void batcher.submit(parts).then(() => {
      if (start < seconds / 5) return; // it has yet to learn
      latencies.push(simulation.now - start);
      texts += parts.length;
    });
  }
  const perSecond = texts / (seconds * 0.8);
  await simulation.run();
  latencies.sort((a, b) => a - b);
  const longest = Math.max(...simulation.reports.map((report) => report.seconds));
  return {
    perSecond,
    refused: refused / arrived,
    p50: latencies[Math.floor(latencies.length / 2)]!,
    p99: latencies[Math.floor(latencies.length * 0.99)]!,
    longest,
    idle: batcher.estimatedWait,
  };
}

/** Texts a second of a worker whose batches are full. */
const capacity = 64 / cost(640);
const requests = capacity / 2.5;

describe("a batcher under open-loop load", () => {
  for (const workers of [1, 3]) {
    it(`refuses nothing below its capacity, with workers: ${workers}`, async () => {
      for (const load of [0.5, 0.8]) {
        const { refused, p99 } = await underLoad({ rate: load * workers * requests, seconds: 20, workers });
        expect(refused).toBe(0);
        expect(p99).toBeLessThan(most);
      }
    });

    it(`keeps its word above its capacity and delivers it, with workers: ${workers}`, async () => {
      for (const load of [2, 4]) {
        const found = await underLoad({ rate: load * workers * requests, seconds: 20, workers });
        expect(found.p99).toBeLessThan(most + found.longest);
        expect(found.perSecond).toBeGreaterThan(0.93 * workers * capacity); // rare lengths fill no batch
        expect(found.refused).toBeGreaterThan(0.3);
      }
    });
  }

  it("keeps it all but where the machine halves its speed at times", async () => {
    const slowness = (now: number) => (Math.floor(now / 2) % 2 === 0 ? 1 : 2);
    const found = await underLoad({ rate: 4 * requests, seconds: 60, workers: 1, slowness });
    // What it slows down after they were accepted, it cannot know.
    expect(found.p99).toBeLessThan(1.35 * most);
    expect(found.perSecond).toBeGreaterThan(0.65 * capacity); // three quarters, on average, is what there is
  });
});
