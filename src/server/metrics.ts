import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { BatchReport } from "./batcher.ts";
import { problems } from "./problem.ts";
import type { ModelsAnswer } from "./schema.ts";
import type { Translated, Work } from "./worker-messages.ts";

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What gauges show at the time of being asked. */
export interface Observed {
  readonly queued: () => number;
  readonly estimatedWait: () => number;
  readonly workers: () => number;
  readonly inHand: () => number;
  readonly models: () => ModelsAnswer["models"];
}

/** Metrics of Prometheus, in base units. */
export class ServiceMetrics {
  private readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly requests = new Counter({
    name: "henkan_requests_total",
    help: "Answered requests.",
    labelNames: ["route", "status"],
    registers: this.registers,
  });
  private readonly duration = new Histogram({
    name: "henkan_request_seconds",
    help: "From a request's arrival to its answer; for streams, to its end.",
    labelNames: ["route"],
    buckets: seconds,
    registers: this.registers,
  });
  private readonly problems = new Counter({
    name: "henkan_problems_total",
    help: "Requests that were refused or have failed, by problem.",
    labelNames: ["problem"],
    registers: this.registers,
  });
  private readonly waits = new Histogram({
    name: "henkan_queue_wait_seconds",
    help: "How long texts have waited before they were computed.",
    buckets: seconds,
    registers: this.registers,
  });
  private readonly batchSize = new Histogram({
    name: "henkan_batch_texts",
    help: "Texts computed together.",
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers: this.registers,
  });
  private readonly batchSeconds = new Histogram({
    name: "henkan_batch_seconds",
    help: "How long batches have taken.",
    buckets: seconds,
    registers: this.registers,
  });
  private readonly compute = new Counter({
    name: "henkan_compute_seconds_total",
    help: "Seconds of all workers in which they computed.",
    registers: this.registers,
  });
  private readonly padding = new Counter({
    name: "henkan_source_positions_total",
    help: "Positions of batches' sources: tokens, and padding.",
    labelNames: ["kind"],
    registers: this.registers,
  });
  private readonly tokens = new Counter({
    name: "henkan_tokens_total",
    help: "Tokens read and written.",
    labelNames: ["model", "direction"],
    registers: this.registers,
  });
  private readonly lost = new Counter({
    name: "henkan_worker_restarts_total",
    help: "Threads that have ended and were replaced.",
    registers: this.registers,
  });
  private readonly replaced = new Counter({
    name: "henkan_model_replacements_total",
    help: "Models that were to be replaced.",
    labelNames: ["model", "result"],
    registers: this.registers,
  });

  constructor({ queued, estimatedWait, workers, inHand, models }: Observed) {
    collectDefaultMetrics({ register: this.registry });
    // From 0 on: what appears with its first count has no rate.
    for (const problem of [...Object.keys(problems), "client-gone"]) this.problems.inc({ problem }, 0);
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers: this.registers,
        collect() {
          this.set(value());
        },
      });
    gauge("henkan_queue_texts", "Texts that wait.", queued);
    gauge("henkan_estimated_wait_seconds", "How long a text that comes now is expected to wait.", () => {
      const wait = estimatedWait();
      return Number.isFinite(wait) ? wait : -1;
    });
    gauge("henkan_workers", "Threads that compute.", workers);
    gauge("henkan_requests_in_hand", "Requests that are not answered yet.", inHand);
    new Gauge({
      name: "henkan_model_generation",
      help: "Rises by one when a model is replaced.",
      labelNames: ["model"],
      registers: this.registers,
      collect() {
        for (const { name, generation } of models()) this.set({ model: name }, generation);
      },
    });
  }

  answered(route: string, status: number, seconds: number): void {
    this.requests.inc({ route, status });
    this.duration.observe({ route }, seconds);
  }

  refused(problem: string): void {
    this.problems.inc({ problem });
  }

  batch({ works, seconds, waits }: BatchReport<Work>): void {
    for (const wait of waits) this.waits.observe(wait);
    this.batchSize.observe(works.length);
    this.batchSeconds.observe(seconds);
    this.compute.inc(seconds);
    for (const work of works) {
      if (work.kind !== "translate") continue;
      this.padding.inc({ kind: "token" }, work.line.ids.length);
      this.padding.inc({ kind: "padding" }, work.sourceLength - work.line.ids.length);
    }
  }

  translated(model: string, read: number, answers: readonly Translated[]): void {
    this.tokens.inc({ model, direction: "in" }, read);
    this.tokens.inc(
      { model, direction: "out" },
      answers.reduce((sum, { written }) => sum + written, 0),
    );
  }

  workerLost(): void {
    this.lost.inc();
  }

  /** From 0 on, as above. */
  expectReplacements(models: readonly string[]): void {
    for (const model of models)
      for (const result of ["replaced", "refused"]) this.replaced.inc({ model, result }, 0);
  }

  replacement(model: string, result: "replaced" | "refused"): void {
    this.replaced.inc({ model, result });
  }

  /** In the text format. */
  async text(): Promise<{ readonly type: string; readonly body: string }> {
    return { type: this.registry.contentType, body: await this.registry.metrics() };
  }
}
