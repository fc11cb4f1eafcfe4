import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { openRuntime } from "../src/runtime/index.ts";
import type { Bench } from "./bench.ts";
import { check } from "./check.ts";
import { disk } from "./disk.ts";
import { type Figure, formatFigures, isMet } from "./figure.ts";
import { fuzz } from "./fuzz.ts";
import { kill } from "./kill.ts";
import { optimizers } from "./optimizer.ts";
import { peers } from "./peers/peers.ts";
import { prepare } from "./prepare.ts";
import { scale } from "./scale.ts";
import { search } from "./search.ts";
import { serve } from "./serve/serve.ts";
import { text } from "./text.ts";
import { trainingLoop } from "./training-loop.ts";
import { trainingStep } from "./training-step.ts";
import { web } from "./web.ts";

const usage = `npm run bench [-- NAME …] [options]

NAME: loop, step, optimizer, search, text (these five by default), scale (replicas, and ranks where there is
      an MPI, against one session; two minutes a round), prepare (a token cache), peers (needs
      PyTorch: bench/peers/install.sh), check (no times: whether peers and other programs compute the same), kill (no
      times: whether trainings that are killed give what they would have given), fuzz (no times: whether mutations of
      all that henkan reads are read or refused in words), disk (needs strace; no times: whether a disk that fails at
      any call leaves the old model or the new one), web (needs Chromium: training in a tab against native training),
      serve (the service: open-loop load, many clients, a peer, faults,
      an hour's worth of requests, drawn bodies; half an hour)
  --json FILE     writes all figures
  --runtime NAME  native (default) or wasm
  --threads N     default 2
  --rounds N      turns of each entry (step, scale, peers), killed trainings (kill), mutations (fuzz);
                  all: each call with each error (disk); requests (serve)
  --parts P,…     load, clients, faults, burn-in, fuzz (serve)
  --seconds N     of each load (serve)
  --pairs N       training pairs (loop, prepare)
  --tokenizer T   words (default) or bpe (prepare)
  --epochs N      epochs (loop)`;

// In this order: the loop reports the process' memory, so it comes first.
const benches: Readonly<Record<string, Bench>> = {
  loop: trainingLoop,
  step: trainingStep,
  optimizer: optimizers,
  search,
  scale,
  prepare,
  text,
  peers,
  check,
  kill,
  fuzz,
  disk,
  web,
  serve,
};

/** What runs only where it is named. */
const onDemand = ["scale", "prepare", "peers", "check", "kill", "fuzz", "disk", "web", "serve"];

const string = { type: "string" } as const;
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean" },
    json: string,
    runtime: string,
    threads: string,
    rounds: string,
    pairs: string,
    tokenizer: string,
    epochs: string,
    parts: string,
    seconds: string,
  },
});
const { help, json, runtime: prefer = "native", threads = "2", ...rest } = options;
const unknown = positionals.filter((name) => !(name in benches));
if (help || unknown.length > 0 || (prefer !== "native" && prefer !== "wasm")) {
  if (unknown.length > 0) console.error(`unknown: ${unknown.join(", ")}\n`);
  console.error(usage);
  process.exit(help ? 0 : 2);
}

const runtime = await openRuntime({ prefer, threads: Number(threads), onNotice: console.error });
const versions = await runtimeVersions();
console.log(
  `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), Node ${process.version}, ${versions}, ` +
    `${runtime.name} with ${runtime.threads} threads`,
);

const figures: Figure[] = [];
const chosen = Object.keys(benches).filter((name) =>
  positionals.length > 0 ? positionals.includes(name) : !onDemand.includes(name),
);
for (const name of chosen) {
  figures.push(...(await benches[name]!({ runtime, options: rest, say: (line) => console.error(line) })));
}
if (figures.length > 0) console.log(`\n${formatFigures(figures)}`);

if (json !== undefined) {
  const machine = { cores: availableParallelism(), processor: cpus()[0]?.model, node: process.version };
  const stamped = figures.map((figure) => ({ ...figure, met: isMet(figure) ?? null }));
  const record = {
    time: new Date().toISOString(),
    machine,
    runtime: { name: runtime.name, threads, versions },
  };
  writeFileSync(json, `${JSON.stringify({ ...record, figures: stamped }, null, 2)}\n`);
}

async function runtimeVersions(): Promise<string> {
  const { env } = await import("onnxruntime-web");
  return Object.entries(env.versions ?? {})
    .map(([name, version]) => `onnxruntime-${name} ${version}`)
    .join(", ");
}
