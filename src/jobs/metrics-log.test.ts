import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluationEvent, progressEvent, start, updateEvent } from "../report/sample-run.fixture.ts";
import { MetricsLog, readMetrics } from "./metrics-log.ts";

describe("MetricsLog", () => {
  it("writes every event but those that depend on the machine's speed, or on how often a run stopped", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "henkan-")), "metrics.jsonl");
    const log = new MetricsLog(path);
    const logged = [start, updateEvent(1), updateEvent(2), evaluationEvent(1)];
    const { event: _, time: __, ...run } = start;
    const all = [
      ...logged.slice(0, 2),
      progressEvent(2),
      { event: "resume", epoch: 1, update: 1, ...run } as const,
    ];
    for (const event of [...all, ...logged.slice(2)]) log.append(event);
    log.close();
    expect(await readMetrics(path)).toEqual(logged);
  });

  it("goes on behind what a checkpoint counts, and writes the rest anew", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "henkan-")), "metrics.jsonl");
    const before = new MetricsLog(path);
    before.append(start);
    before.append(updateEvent(1));
    const bytes = before.sync();
    before.append(updateEvent(2));
    before.close();
    const after = new MetricsLog(path, bytes);
    after.append(evaluationEvent(1));
    expect(after.sync()).toBeGreaterThan(bytes);
    after.close();
    expect(await readMetrics(path)).toEqual([start, updateEvent(1), evaluationEvent(1)]);
    expect(() => new MetricsLog(path, 1e6)).toThrow(
      /metrics.jsonl: \d+ bytes, expected 1000000 by the run's checkpoint/,
    );
  });

  it("keeps numbers that JSON lacks", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "henkan-")), "metrics.jsonl");
    const log = new MetricsLog(path);
    const dev = { ...evaluationEvent(1).dev, perplexity: Number.POSITIVE_INFINITY };
    log.append(evaluationEvent(1, { dev }));
    log.close();
    expect(await readMetrics(path)).toEqual([evaluationEvent(1, { dev })]);
  });
});
