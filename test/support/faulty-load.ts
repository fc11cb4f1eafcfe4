import { saveModel } from "../../src/model-folder/model-folder.ts";
import { Weights } from "../../src/nn/index.ts";
import { RandomStream } from "../../src/random.ts";
import { openRuntime } from "../../src/runtime/index.ts";
import { createTranslator } from "../../src/search/translator.ts";
import { type Model, traceModel } from "../../src/seq2seq/model.ts";
import type { Call, Reply } from "./http-calls.ts";
import { type Served, startServed } from "./served.ts";
import { history, untrainedModel } from "./tiny-saved-model.ts";

export interface FaultyLoad {
  /** Where the model is put that is served and replaced. */
  readonly folder: string;
  readonly requests: number;
  /** Computing threads that die meanwhile. */
  readonly kills: number;
  readonly replacements: number;
  readonly seed?: number;
  readonly say?: (line: string) => void;
}

export interface FaultyOutcome {
  /** Answers by what became of them: "right", "cut", or the status of an error. */
  readonly counts: Readonly<Record<string, number>>;
  /** Answers that are neither right to the byte nor the error that was expected. */
  readonly wrong: readonly string[];
  readonly generation: number;
  /** Threads that were replaced. */
  readonly restarts: number;
}

/** What may become of a request that is as it should be, besides its answer: the service is full, or has given up. */
const documented = [429, 503, 504];

/** Requests in flight. */
const clients = 24;
/** Different requests, each of whose answers is known. */
const different = 80;

/**
 * Sends requests of which some are cut off, some are invalid and some are over limits, while computing threads die and the
 * model is replaced again and again by another and back; compares each answer with that of a service that had nothing else
 * to do, byte by byte.
 */
export async function runFaults(given: FaultyLoad): Promise<FaultyOutcome> {
  const { folder, requests, kills, replacements, seed = 1, say = () => {} } = given;
  const models = [untrainedModel(), withOtherWeights(untrainedModel(), 5)] as const;
  await saveModel(folder, models[0], history);
  const patient = ["--rate", "1000000", "--max-wait", "60", "--timeout", "60"]; // on a busy machine, too
  const served = await startServed([folder, "--workers", "2", ...patient], { mortal: true });
  try {
    const bodies = Array.from({ length: different }, (_, n) => goodBody(new RandomStream(seed, "good", n)));
    let generation = 1;
    const replace = async () => {
      const next = models[generation % 2]!;
      await saveModel(folder, next, history);
      await reachGeneration(served, ++generation);
    };
    const expected: string[][] = [];
    for (const model of models) {
      if (expected.length > 0) await replace();
      expected.push(await answersAlone(served, bodies, model));
    }
    const counts: Record<string, number> = {};
    const wrong: string[] = [];
    const count = (what: string) => {
      counts[what] = (counts[what] ?? 0) + 1;
    };
    const faults = faultsByRequest(requests, kills, replacements, seed);
    let replacing = Promise.resolve();
    let next = 0;
    const client = async () => {
      while (next < requests) {
        const n = next++;
        if (n % 1000 === 999) say(`faults: ${n + 1} requests, ${wrong.length} wrong`);
        const fault = faults.get(n);
        if (fault === "kill") served.killWorker();
        if (fault === "replace")
          replacing = replacing.then(replace).catch((error: Error) => void wrong.push(error.message));
        const random = new RandomStream(seed, "request", n);
        const drawn = drawCall(bodies, random);
        const reply = await served.call(drawn.call);
        const outcome = judge(drawn, reply, expected);
        if (outcome.wrong) wrong.push(`request ${n}, ${drawn.kind}: ${outcome.wrong}`);
        else count(outcome.as);
        if (reply.status === 503) await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    await replacing;
    const restarts = [...(await served.metric("henkan_worker_restarts_total")).values()];
    return { counts, wrong, generation, restarts: restarts[0] ?? 0 };
  } finally {
    await served.stop();
  }
}

function withOtherWeights(model: Model, seed: number): Model {
  const sizes = { source: model.source.vocabulary.size, target: model.target.vocabulary.size };
  const { specs } = traceModel(model.configuration, sizes).parameters;
  const weights = new Weights(specs);
  weights.initialize(specs, seed);
  return { ...model, weights };
}

function goodBody(random: RandomStream): Record<string, unknown> {
  const line = () =>
    Array.from({ length: 1 + random.integer(12) }, () => "abcdefgh"[random.integer(8)]).join("");
  const text = random.integer(3) === 0 ? line() : Array.from({ length: 1 + random.integer(5) }, line);
  const options = [
    {},
    { beam: 3 },
    { beam: 4, nBest: 2, tokens: true },
    { sampling: { seed: random.integer(100) }, nBest: 2 },
    { attention: true, maximumLength: 1 + random.integer(9) },
    { beam: 2, prefix: "p q", exclude: ["r"] },
  ];
  return { text, ...options[random.integer(options.length)] };
}

async function answersAlone(served: Served, bodies: readonly object[], model: Model): Promise<string[]> {
  const translator = await createTranslator(model, await openRuntime({ threads: 1 }));
  const answers: string[] = [];
  for (const body of bodies) {
    const reply = await served.call({ path: "/v1/translate", body: JSON.stringify(body) });
    if (reply.status !== 200) throw new Error(`${JSON.stringify(body)}: ${reply.status} ${reply.body}`);
    const {
      text,
      tokens: _,
      attention: __,
      ...options
    } = body as { text: string | string[] } & object & {
        tokens?: boolean;
        attention?: boolean;
      };
    const lines = typeof text === "string" ? [text] : text;
    const found = (JSON.parse(reply.body) as { translations: { text: string }[] }).translations;
    const own = await translator.translate(lines, options);
    const [theirs, ours] = [found.map((one) => one.text), own.map((one) => one.text)];
    if (JSON.stringify(theirs) !== JSON.stringify(ours)) {
      throw new Error(`${JSON.stringify(body)}: the service gives ${theirs}, the library ${ours}`);
    }
    answers.push(JSON.stringify(found));
  }
  return answers;
}

/** Has the folder read again until the service has its model: where all threads die while they load it, it is refused. */
async function reachGeneration({ call, child, written }: Served, generation: number): Promise<void> {
  const refusals = () => written().split('"model-refused"').length;
  for (let attempt = 0; attempt < 10; attempt++) {
    const before = refusals();
    child.kill("SIGHUP");
    for (const begin = performance.now(); performance.now() - begin < 60_000 && refusals() === before; ) {
      const { status, body } = await call({ path: "/v1/models" });
      if (status === 0) throw new Error(`the service has ended: ${written().slice(-3000)}`);
      if ((JSON.parse(body) as { models: { generation: number }[] }).models[0]!.generation >= generation)
        return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`the model was not replaced: generation ${generation} is not there`);
}

function faultsByRequest(requests: number, kills: number, replacements: number, seed: number) {
  const random = new RandomStream(seed, "faults");
  const faults = new Map<number, "kill" | "replace">();
  for (let i = 0; i < kills; i++) faults.set(random.integer(requests), "kill");
  for (let i = 0; i < replacements; i++)
    faults.set(Math.floor(((i + random.uniform()) * requests) / replacements), "replace");
  return faults;
}

interface DrawnCall {
  readonly kind: "good" | "cut" | "invalid" | "too large";
  readonly call: Call;
  /** Which of the bodies. */
  readonly body: number;
}

function drawCall(bodies: readonly Record<string, unknown>[], random: RandomStream): DrawnCall {
  const body = random.integer(bodies.length);
  const call = (content: unknown) => ({ path: "/v1/translate", body: JSON.stringify(content) });
  const good = bodies[body]!;
  switch (random.integer(100)) {
    case 0:
      return { kind: "cut", body, call: { ...call(good), cutAfter: random.integer(20) } };
    case 1: {
      const invalid = [{ ...good, beam: 0 }, { ...good, bream: 2 }, { ...good, text: 7 }, [good], "abc"];
      return { kind: "invalid", body, call: call(invalid[random.integer(invalid.length)]) };
    }
    case 2: {
      const large = [{ text: "a".repeat(6000) }, { text: Array(1500).fill("a") }, { text: "a".repeat(3e6) }];
      return { kind: "too large", body, call: call(large[random.integer(large.length)]) };
    }
    default:
      return { kind: "good", body, call: call(good) };
  }
}

function judge(
  { kind, body }: DrawnCall,
  reply: Reply,
  expected: readonly (readonly string[])[],
): { readonly as: string; readonly wrong?: string } {
  const said = `${reply.status} ${reply.body.slice(0, 300)}`;
  if (reply.status === 0) return kind === "cut" ? { as: "cut" } : { as: "", wrong: said };
  if (documented.includes(reply.status)) return { as: String(reply.status) };
  if (kind === "invalid" || kind === "too large") {
    const right = kind === "invalid" ? [400, 422] : [400, 413];
    return right.includes(reply.status) ? { as: String(reply.status) } : { as: "", wrong: said };
  }
  if (reply.status !== 200) return { as: "", wrong: said };
  const { translations, generation } = JSON.parse(reply.body) as {
    translations: unknown;
    generation: number;
  };
  const right = expected[(generation + 1) % 2]![body]!;
  const found = JSON.stringify(translations);
  return found === right ? { as: "right" } : { as: "", wrong: `${found} in place of ${right}` };
}
