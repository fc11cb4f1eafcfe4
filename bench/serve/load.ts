import { metricValues, type Served, startServed } from "../../test/support/served.ts";
import type { Figure } from "../figure.ts";
import { median } from "../interleave.ts";
import { closedLoop, openLoop, percentile } from "./open-loop.ts";
import { drawnRequest, textsIn } from "./requests.ts";

/** Arrivals a second over what the service can do. */
const loads = [0.5, 0.8, 1, 2, 4] as const;

/** Seconds that the service lets a request wait, as it states. */
const statedWait = 1;

export interface LoadCase {
  readonly folder: string;
  readonly lines: readonly string[];
  readonly beam: number;
  /** Of each load. */
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** Limits far above what one client of a bench may send. */
export const forBenches = ["--rate", "1000000"];

/** What the service does with open-loop load from below its capacity to four times as much. */
export async function loadFigures({ folder, lines, beam, seconds, say }: LoadCase): Promise<Figure[]> {
  const args = ["--workers", "1", "--max-wait", String(statedWait), ...forBenches];
  const served = await startServed([folder, ...args]);
  const figures: Figure[] = [];
  try {
    const make = (n: number) => drawnRequest(lines, beam, n);
    await closedLoop(served.call, { clients: 32, seconds: seconds / 4, make }); // warm-up
    const before = await capacity(served, make, seconds);
    say(`serve: capacity ${before.texts.toFixed(0)} sentences/s, ${before.requests.toFixed(0)} requests/s`);
    const idle = served.memory();
    for (const load of loads) {
      figures.push(...(await underLoad(served, { load, make, seconds, say })));
    }
    const after = await capacity(served, make, seconds);
    figures.unshift({
      name: "serve: capacity, one worker",
      value: median([before.texts, after.texts].sort((a, b) => a - b).slice(0, 1)),
      unit: "sentences/s",
      note: `beam ${beam}, 1 to 4 sentences a request, 32 clients at once; at the end ${after.texts.toFixed(0)}`,
    });
    figures.push({
      name: "serve: memory after all loads over before",
      value: served.memory() / idle,
      unit: "",
      note: `${idle.toFixed(0)} MB before`,
    });
  } finally {
    const code = await served.stop();
    if (code !== 0) say(`serve: ended with ${code}: ${served.written()}`);
  }
  return figures;
}

interface Capacity {
  readonly texts: number;
  readonly requests: number;
}

async function capacity(
  { call }: Served,
  make: (n: number) => ReturnType<typeof drawnRequest>,
  seconds: number,
): Promise<Capacity> {
  const done = await closedLoop(call, { clients: 32, seconds, make });
  const bodies = done.replies.filter(({ status }) => status === 200).map(({ body }) => body);
  const texts = bodies.reduce((sum, body) => sum + textsIn(body), 0);
  return { texts: texts / done.seconds, requests: bodies.length / done.seconds };
}

async function underLoad(
  served: Served,
  given: {
    load: number;
    make: (n: number) => ReturnType<typeof drawnRequest>;
    seconds: number;
    say: (line: string) => void;
  },
): Promise<Figure[]> {
  const { load, make, seconds, say } = given;
  // The machine may slow down or speed up: capacity is measured right before and right after.
  const able = await capacity(served, make, seconds / 2);
  const before = await computeSeconds(served);
  let memory = 0;
  const watch = setInterval(() => {
    memory = Math.max(memory, served.memory());
  }, 200);
  const start = performance.now();
  const arrivals = await openLoop(served.call, {
    rate: load * able.requests,
    seconds,
    make,
    seed: load * 10,
  });
  const elapsed = (performance.now() - start) / 1000;
  const busy = ((await computeSeconds(served)) - before) / elapsed;
  clearInterval(watch);
  const then = await capacity(served, make, seconds / 2);
  const accepted = arrivals.filter(({ reply }) => reply.status === 200);
  const refused = arrivals.filter(({ reply }) => reply.status === 503 && "retry-after" in reply.headers);
  const lost = arrivals.length - accepted.length - refused.length;
  const latencies = accepted.map(({ latency }) => latency);
  const texts = accepted.reduce((sum, { reply }) => sum + textsIn(reply.body), 0);
  const batch = await longestBatch(served);
  const late = percentile(
    arrivals.map((one) => one.late),
    0.99,
  );
  const milliseconds = (share: number) => percentile(latencies, share);
  const offered = `${(load * able.requests).toFixed(0)} requests/s, ${arrivals.length} in all`;
  say(
    `serve: ${load} × capacity: ${offered}, ${accepted.length} answered, ${refused.length} refused, ${lost} other; ` +
      `the generator was late by ${late.toFixed(0)} ms at p99`,
  );
  const name = (what: string) => `serve, ${load} × capacity: ${what}`;
  return [
    {
      name: name("delivered, of the capacity"),
      value: texts / elapsed / ((able.texts + then.texts) / 2),
      unit: "%",
      ...(load === 4 && { target: 0.95 }),
      note: `${offered}; capacity before and after: ${able.texts.toFixed(0)} and ${then.texts.toFixed(0)} sentences/s`,
    },
    {
      name: name("share of the time in which the worker computed"),
      value: busy,
      unit: "%",
      ...(load === 4 && { target: 0.95 }),
    },
    { name: name("refused"), value: refused.length / arrivals.length, unit: "%" },
    { name: name("p50"), value: milliseconds(0.5), unit: "ms" },
    {
      name: name("p99"),
      value: milliseconds(0.99),
      unit: "ms",
      ...(load === 4 && { target: statedWait * 1000 + batch, better: "below" as const }),
      note: `stated wait ${statedWait} s, longest batch ${batch.toFixed(0)} ms; generator late ${late.toFixed(0)} ms at p99`,
    },
    { name: name("p99.9"), value: milliseconds(0.999), unit: "ms" },
    { name: name("accepted and lost, or failed"), value: lost, unit: "", target: 0, better: "below" },
    { name: name("memory, most"), value: memory, unit: "MB" },
  ];
}

async function computeSeconds(served: Served): Promise<number> {
  return (await served.metric("henkan_compute_seconds_total")).get("") ?? 0;
}

/** Milliseconds: the upper bound of the bucket that holds the longest batch so far. */
async function longestBatch({ call }: Served): Promise<number> {
  const { body } = await call({ path: "/metrics" });
  const counts = [...metricValues(body, "henkan_batch_seconds_bucket")];
  const all = Math.max(...counts.map(([, count]) => count));
  const bounds = counts
    .filter(([, count]) => count === all)
    .map(([labels]) => Number(/le="([^"]+)"/.exec(labels)![1]!.replace("+Inf", "Infinity")));
  return Math.min(...bounds) * 1000;
}
