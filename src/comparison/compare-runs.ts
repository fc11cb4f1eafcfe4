import { join } from "node:path";
import { readMetrics } from "../jobs/metrics-log.ts";
import {
  evaluateOutputs,
  evaluationMetrics,
  type LengthBucket,
  lengthBuckets,
  type Metric,
  referenceCount,
  referenceLength,
  type Segment,
  scoreInterval,
  seedSpread,
  selectRows,
  sumRows,
} from "../metrics/index.ts";
import { loadModel, modelFiles } from "../model-folder/model-folder.ts";
import type { ModelRecord } from "../model-folder/record.ts";
import type { TrainingEvent } from "../training/events.ts";
import { henkanVersion } from "../version.ts";
import { type Arm, armsNamed } from "./arms.ts";
import type { ComparisonData } from "./comparison-data.ts";
import { runFolder } from "./comparison-folder.ts";
import type { ArmResult, ArmRun, ComparisonResult, CurvePoint } from "./comparison-result.ts";
import type { ComparisonDefinition } from "./definition.ts";
import { readHypotheses } from "./hypotheses.ts";
import type { ComparisonPlan, PlannedRun } from "./plan.ts";
import { seedCounts, seedMetric } from "./seed-counts.ts";
import { type AssessedArm, findVerdict } from "./verdict.ts";

/** What a run left in its folder. */
export interface KeptRun {
  readonly run: PlannedRun;
  readonly training: ModelRecord["training"];
  readonly events: readonly TrainingEvent[];
  readonly segments: readonly Segment[];
}

/** Reads what the runs of a comparison left: scores are computed from these files, whenever they were written. */
export function readRuns(out: string, { runs }: ComparisonPlan, beam: number): Promise<KeptRun[]> {
  return Promise.all(
    runs.map(async (run) => {
      const folder = runFolder(out, run);
      const { record } = await loadModel(folder);
      const events = await readMetrics(join(folder, modelFiles.metrics));
      return { run, training: record.training, events, segments: await readHypotheses(folder, beam) };
    }),
  );
}

/** Scores the outputs of all runs and compares them. Nothing in it depends on the clock or the machine. */
export function comparisonResult(
  definition: ComparisonDefinition,
  data: ComparisonData,
  plan: ComparisonPlan,
  kept: readonly KeptRun[],
  beam: number,
): ComparisonResult {
  const metric = evaluationMetrics[definition.metric];
  const { segments } = kept[0]!;
  const lengths = segments.map(({ source }) => source!.tokens.length);
  const buckets = lengthBuckets(lengths, definition.bounds);
  const assessed = armsNamed(definition.arms).map((arm) => {
    const own = kept.filter(({ run }) => run.arm === arm);
    return assessArm(arm, own, { metric, buckets, devMetric: plan.base.training.metric });
  });
  const seeds = definition.seeds.length;
  return {
    format: 1,
    henkan: henkanVersion,
    name: definition.name,
    metric: {
      name: metric.name,
      definition: metric.definition,
      higherIsBetter: metric.higherIsBetter,
      signature: metric.signature(referenceCount(segments)),
    },
    data: {
      fingerprint: data.fingerprint,
      pairs: data.pairs.length,
      dev: data.dev.length,
      test: data.test.length,
      sentences: segments.length,
    },
    chosenBy: plan.base.training.metric,
    beam,
    seeds: definition.seeds,
    parameters: plan.parameters,
    arms: assessed.map(({ result }) => result),
    verdict: findVerdict(
      metric,
      seeds,
      assessed.map(({ forVerdict }) => forVerdict),
      buckets,
    ),
  };
}

interface AssessmentOfArms {
  readonly metric: Metric;
  readonly buckets: readonly LengthBucket[];
  /** The metric that chose the checkpoints. */
  readonly devMetric: ComparisonPlan["base"]["training"]["metric"];
}

function assessArm(
  arm: Arm,
  kept: readonly KeptRun[],
  { metric, buckets, devMetric }: AssessmentOfArms,
): { result: ArmResult; forVerdict: AssessedArm } {
  const { configuration, parameters, residual } = kept[0]!.run;
  const outputs = kept.map(({ segments }) => segments);
  const counts = seedCounts(metric, outputs);
  const scored = seedMetric(metric, kept.length);
  const scoreOf = (rows: readonly number[]) => {
    const own = selectRows(counts, rows);
    return {
      score: scored.score(sumRows(own)),
      interval: scoreInterval(scored, own, { seed: 1 }),
      brevityRatio: brevityRatio(outputs, rows),
    };
  };
  const runs = kept.map((one) => runResult(one, metric, devMetric));
  const dev = kept.reduce((sum, one, i) => sum + devScore(one, runs[i]!, devMetric), 0) / kept.length;
  const result: ArmResult = {
    name: arm.name,
    family: arm.family,
    label: arm.label,
    encoderSize: configuration.encoder.size,
    decoderSize: configuration.decoder.size,
    parameters,
    residual,
    dev,
    ...scoreOf([...outputs[0]!.keys()]),
    deviation: seedSpread(runs.map(({ score }) => score)).deviation,
    buckets: buckets.map(({ from, to, rows }) => ({ from, to, sentences: rows.length, ...scoreOf(rows) })),
    runs,
  };
  const goodness = devMetric !== "loss" && evaluationMetrics[devMetric].higherIsBetter ? dev : -dev;
  return { result, forVerdict: { name: arm.name, family: arm.family, goodness, counts } };
}

function runResult(
  { run, training, events, segments }: KeptRun,
  metric: Metric,
  devMetric: AssessmentOfArms["devMetric"],
): ArmRun {
  const { metrics } = evaluateOutputs(segments);
  const curve = events
    .filter((event) => event.event === "evaluation")
    .map(
      ({ epoch, update, trainLoss, dev }): CurvePoint => ({
        epoch,
        update,
        trainLoss,
        devLoss: dev.loss,
        dev: dev[devMetric],
      }),
    );
  return {
    seed: run.seed,
    updates: training.updates,
    bestEpoch: training.bestEpoch,
    score: metrics[metric.name as keyof typeof metrics],
    metrics,
    curve,
  };
}

/** The dev score of the weights that were kept, which may be an average over several epochs. */
function devScore(
  { training }: KeptRun,
  { curve, bestEpoch }: ArmRun,
  devMetric: AssessmentOfArms["devMetric"],
): number {
  if (devMetric !== "loss") return training.dev!.metrics[devMetric]!;
  return curve.find(({ epoch }) => epoch === bestEpoch)!.devLoss;
}

/** The ratio over the outputs of all seeds. */
function brevityRatio(outputs: readonly (readonly Segment[])[], rows: readonly number[]): number | null {
  let written = 0;
  let expected = 0;
  for (const segments of outputs) {
    for (const row of rows) {
      const segment = segments[row]!;
      written += segment.hypothesis.tokens.length;
      expected += referenceLength(segment);
    }
  }
  return expected === 0 ? null : written / expected;
}
