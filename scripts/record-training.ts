/**
 * Records the training that the studio's first view plays: studio/home/recorded-training.json.
 *
 * npx tsx scripts/record-training.ts
 */
import { writeFile } from "node:fs/promises";
import { parseConfiguration } from "../src/configuration/configuration.ts";
import { startReplicaThread } from "../src/jobs/replicas/replica-thread.ts";
import { inOrder, updateCurve } from "../src/report/learning-curves.ts";
import { openRuntime } from "../src/runtime/index.ts";
import { encodeCorpus } from "../src/training/encoded-corpus.ts";
import type { EndEvent, StartEvent, TrainingEvent } from "../src/training/events.ts";
import { type Pause, train } from "../src/training/train.ts";
import { henkanVersion } from "../src/version.ts";
import type { Frame, Recording } from "../studio/home/recording.ts";
import { configurationOf, drawTask, tasks } from "../studio/tasks/index.ts";
import { LiveTranslations } from "../studio/worker/live-translations.ts";

const task = "phrasebook";
/** Frames of the film; they are close to each other where much changes, at the beginning. */
const frameCount = 48;

const { train: pairs, dev } = drawTask(task, { seed: 1 });
const configuration = parseConfiguration(configurationOf(task));
const runtime = await openRuntime({ threads: 2 });
const live = new LiveTranslations(runtime, 0);
const sources = tasks[task].samples;
const events: TrainingEvent[] = [];
const frames: Frame[] = [];
let sourceTokens: readonly string[] = [];

async function record(pause: Pause): Promise<void> {
  const { update } = pause;
  const start = events.find((event): event is StartEvent => event.event === "start")!;
  const total = start.epochs * start.updatesPerEpoch;
  const next = Math.ceil(total * (frames.length / frameCount) ** 1.6);
  if (pause.at !== "end" && (pause.at !== "update" || update < Math.max(1, next))) return;
  const translations = await live.translate(pause.model(), sources);
  const [first] = translations;
  sourceTokens = first!.sourceTokens;
  frames.push({
    update,
    at: Math.min(start.epochs, update / start.updatesPerEpoch),
    seconds: Number((events.findLast((event) => "seconds" in event)?.seconds ?? 0).toFixed(1)),
    texts: translations.map(({ text }) => text),
    tokens: first!.tokens,
    attention: first!.attention!.map((row) => row.map((weight) => Math.round(100 * weight))),
  });
}

await train({
  ...{
    corpus: encodeCorpus(configuration, pairs),
    dev,
    configuration,
    runtime,
    startReplica: startReplicaThread,
  },
  onEvent: (event) => {
    events.push(event);
    if (event.event === "evaluation") {
      console.log(`epoch ${event.epoch}: exact ${(100 - event.dev.sequence_error_rate).toFixed(1)} %`);
    }
  },
  onPause: record,
});

const start = events.find((event): event is StartEvent => event.event === "start")!;
const end = events.find((event): event is EndEvent => event.event === "end")!;
const round = (value: number, digits: number) => Number(value.toFixed(digits));
const recording: Recording = {
  about: {
    ...{
      version: henkanVersion,
      runtime: start.runtime,
      threads: start.threads,
      seconds: round(end.seconds, 1),
    },
    ...{ pairs: start.pairs, parameters: start.parameters, updates: end.updates },
  },
  epochs: start.epochs,
  losses: updateCurve(events, ({ loss }) => loss).map(([at, loss]) => [round(at, 3), round(loss, 4)]),
  exact: inOrder(events.filter((event) => event.event === "evaluation")).map(({ epoch, dev }) => [
    epoch,
    round(100 - dev.sequence_error_rate, 2),
  ]),
  sources,
  sourceTokens,
  frames: frames.map((frame) => ({ ...frame, at: round(frame.at, 3) })),
};
await writeFile("studio/home/recorded-training.json", `${JSON.stringify(recording)}\n`);
