import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluationEvent, start, updateEvent } from "../report/sample-run.fixture.ts";
import { MetricsLog, readMetrics } from "./metrics-log.ts";

describe("MetricsLog", () => {
  it("writes every event but updates that follow within a second", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "henkan-")), "metrics.jsonl");
    const log = new MetricsLog(path);
    const [first, soon, later] = [1, 1.9, 2].map((seconds, index) => updateEvent(index + 1, { seconds }));
    const evaluation = evaluationEvent(1);
    for (const event of [start, first!, soon!, later!, evaluation]) log.append(event);
    log.close();
    expect(await readMetrics(path)).toEqual([start, first, later, evaluation]);
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
