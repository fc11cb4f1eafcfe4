import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RandomStream } from "../random.ts";
import { createService } from "./create-service.ts";
import { ProblemError } from "./problem.ts";
import type { StreamRequest } from "./schema.ts";
import { wildFolder } from "./service.fixture.ts";
import type { Service } from "./service.ts";
import { SimulatedThread, simulatedTokens } from "./simulated-threads.fixture.ts";
import type { WorkerSetup } from "./worker-messages.ts";

const threads: SimulatedThread[] = [];
const alive = () => threads.filter(({ isAlive }) => isAlive);
let random: RandomStream;

vi.mock("../runtime/node-thread.ts", () => ({
  startThread(_: URL, setup: WorkerSetup) {
    const thread = new SimulatedThread(setup, random);
    threads.push(thread);
    return thread;
  },
}));

beforeEach(() => {
  threads.length = 0;
  random = new RandomStream(1, "threads");
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const pause = (milliseconds: number) => new Promise((wake) => setTimeout(wake, milliseconds));

/** Lets simulated time pass, and files be read meanwhile, until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (const start = performance.now(); !isSo(); ) {
    if (performance.now() - start > 300_000) throw new Error("it is not so after 300 s");
    await vi.advanceTimersByTimeAsync(25);
    await setImmediate();
  }
}

/** What becomes of a promise while simulated time passes. */
async function settled<Value>(promise: Promise<Value>): Promise<Value> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  promise.then(settle, settle);
  await until(() => isSettled);
  return await promise;
}

async function simulatedService(workers: number): Promise<Service> {
  const sources = [{ folder: await wildFolder("wild") }];
  const limits = { rate: 1e6, streams: 500 };
  return await settled(createService(sources, { workers, page: false, limits }));
}

async function inHand(service: Service): Promise<string | undefined> {
  return /^henkan_requests_in_hand (.*)$/m.exec((await service.metrics.text()).body)?.[1];
}

const behaviours = ["stays", "stays", "stays", "is gone", "leaves", "is slow", "stops to read"] as const;

interface Client {
  readonly request: StreamRequest & { readonly text: string; readonly maximumLength: number };
  readonly behaviour: (typeof behaviours)[number];
  /** After how many tokens it leaves or stops to read. */
  readonly most: number;
  readonly signal: AbortSignal;
}

function drawClient(draw: RandomStream): Client {
  const behaviour = behaviours[draw.integer(behaviours.length)]!;
  const gone = new AbortController();
  if (behaviour === "is gone") setTimeout(() => gone.abort(new Error("gone")), draw.integer(500));
  const request = { text: "abcdefgh".slice(draw.integer(8)), maximumLength: 1 + draw.integer(30) };
  return { request, behaviour, most: draw.integer(6), signal: gone.signal };
}

/** Reads a stream in the program. @returns its tokens; undefined where it was not read to its end */
async function readInProgram(service: Service, client: Client): Promise<string[] | undefined> {
  const tokens: string[] = [];
  const stream = service.stream(client.request, { signal: client.signal });
  for (let next = await stream.next(); !next.done; next = await stream.next()) {
    tokens.push(next.value.token);
    if (client.behaviour === "is slow") await pause(4000);
    if (tokens.length <= client.most) continue;
    if (client.behaviour === "stops to read") return undefined;
    if (client.behaviour === "leaves") return void (await stream.return());
  }
  return tokens;
}

/** The same by `fetch`. @throws {Error} of the problem that it has ended with */
async function readByFetch(service: Service, client: Client): Promise<string[] | undefined> {
  const response = await service.fetch(
    new Request("http://localhost/v1/translate/stream", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(client.request),
      signal: client.signal,
    }),
  );
  if (response.status !== 200) throw new Error(response.status === 499 ? "gone" : `${response.status}`);
  const reader = response.body!.getReader();
  let text = "";
  for (let events = 0; ; events++) {
    const { done, value } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
    if (client.behaviour === "is slow") await pause(4000);
    if (events < client.most) continue;
    if (client.behaviour === "stops to read") return undefined;
    if (client.behaviour === "leaves") return void (await reader.cancel());
  }
  if (client.signal.aborted) throw client.signal.reason;
  const problem = /^event: error\ndata: .*:problem:([a-z-]+)"/m.exec(text);
  if (problem) throw new Error(problem[1]);
  expect(text).toMatch(/event: end\ndata: \{\}\n\n$/);
  return [...text.matchAll(/"token":"([^"]*)"/g)].map(([, token]) => token!);
}

/** What becomes of a stream: right, not read to its end, or why it was not written. */
async function outcome(service: Service, client: Client, byFetch: boolean): Promise<string> {
  try {
    const tokens = await (byFetch ? readByFetch : readInProgram)(service, client);
    if (tokens === undefined) return "not read";
    const { text, maximumLength } = client.request;
    const model = Number(tokens[0]!.split(" ")[0]);
    expect(tokens).toEqual(simulatedTokens(model, text, maximumLength));
    return "right";
  } catch (error) {
    return error instanceof ProblemError ? error.problem : (error as Error).message;
  }
}

describe("streams", () => {
  it("all end, and nothing is left of them, while threads end and the model is replaced", async () => {
    const service = await simulatedService(3);
    const draw = new RandomStream(3, "clients");
    const counts: Record<string, number> = {};
    let [begun, isOver, replaced] = [0, false, 0];
    const clients = Array.from({ length: 24 }, async () => {
      while (begun++ < 250) {
        const what = await outcome(service, drawClient(draw), draw.integer(2) === 0);
        counts[what] = (counts[what] ?? 0) + 1;
        await pause(draw.integer(200));
      }
    });
    const endThreads = async () => {
      while (!isOver) {
        await pause(draw.integer(6000));
        if (draw.integer(2) === 0) alive()[draw.integer(alive().length)]?.die();
        else void service.restartWorker(draw.integer(3));
      }
    };
    const replaceModels = async () => {
      while (!isOver) {
        await service.replace("wild").then(
          () => replaced++,
          () => {}, // all threads have ended
        );
        await pause(draw.integer(2000));
      }
    };
    const faults = Promise.all([endThreads(), replaceModels()]);
    await settled(Promise.all(clients));
    isOver = true;
    await settled(faults);
    await until(() => alive().length === 3 && service.unready() === undefined);
    await settled(service.drain());
    expect(await inHand(service)).toBe("0");
    const { right, ...others } = counts;
    expect(right).toBeGreaterThan(80);
    const expected = ["gone", "not read", "timeout", "overloaded", "unavailable", "503", "504"];
    expect(Object.keys(others).filter((what) => !expected.includes(what))).toEqual([]);
    expect(threads.length).toBeGreaterThan(6);
    expect(replaced).toBeGreaterThan(5);
    await settled(pause(1000));
    const [current] = [...alive()[0]!.models];
    for (const { models, streams } of alive()) expect([[...models], streams.size]).toEqual([[current], 0]);
    await settled(service.close());
  }, 300_000);

  it("are not left in a thread that begins them when their clients are gone", async () => {
    const service = await simulatedService(1);
    for (let n = 0; n < 20; n++) {
      const gone = new AbortController();
      const first = service.stream({ text: "abcdefgh" }, { signal: gone.signal }).next();
      setTimeout(() => gone.abort(new Error("gone")), 1);
      await settled(first.catch(() => {}));
    }
    await settled(pause(1000));
    expect(threads.map(({ streams }) => streams.size)).toEqual([0]);
    await settled(service.close());
  });
});
