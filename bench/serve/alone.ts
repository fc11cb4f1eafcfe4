import { openRuntime } from "../../src/runtime/index.ts";
import { createTranslator } from "../../src/search/translator.ts";
import type { Model } from "../../src/seq2seq/model.ts";
import { type Served, startServed } from "../../test/support/served.ts";
import type { Figure } from "../figure.ts";
import { interleave, median } from "../interleave.ts";
import { forBenches, type LoadCase } from "./load.ts";
import { closedLoop, openLoop, percentile } from "./open-loop.ts";
import { startPeer } from "./peer.ts";
import { translateCall } from "./requests.ts";

/** Clients that each send one sentence after another. */
const clients = 64;
/** Clients of the peer: more only wait longer. */
const peerClients = 16;

/**
 * What batching across clients gives, what a lone request costs over the library, and the same model in PyTorch behind
 * aiohttp, which computes one request at a time. All with one thread that computes.
 */
export async function clientFigures(model: Model, given: LoadCase): Promise<Figure[]> {
  const { folder, beam, say } = given;
  const served = await startServed([folder, "--workers", "1", ...forBenches]);
  try {
    return [
      ...(await batchingFigures(served, given)),
      ...(await loneFigures(served, model, given)),
      ...(await peerFigures(served, given)).map((figure) => ({
        ...figure,
        note: `${figure.note ?? ""}, beam ${beam}`,
      })),
    ];
  } finally {
    const code = await served.stop();
    if (code !== 0) say(`serve: ended with ${code}: ${served.written()}`);
  }
}

async function batchingFigures({ call }: Served, { lines, seconds }: LoadCase): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const beam of [1, 5]) {
    const make = (n: number) => translateCall({ text: lines[n % lines.length], beam });
    const ratios: number[] = [];
    let [many, one] = [0, 0];
    for (let round = 0; round < 5; round++) {
      const rate = async (count: number) => {
        const { replies, seconds: taken } = await closedLoop(call, {
          clients: count,
          seconds: seconds / 8,
          make,
        });
        return replies.filter(({ status }) => status === 200).length / taken;
      };
      [many, one] = [await rate(clients), await rate(1)];
      if (round > 0) ratios.push(many / one); // the first is the warm-up
    }
    figures.push({
      name: `serve: ${clients} clients of one sentence over one by one, beam ${beam}`,
      value: median(ratios),
      unit: "",
      ...(beam === 5 ? { target: 4 } : { target: 4 }),
      note: `${many.toFixed(0)} and ${one.toFixed(0)} sentences/s`,
    });
  }
  return figures;
}

async function loneFigures({ call }: Served, model: Model, { lines, beam }: LoadCase): Promise<Figure[]> {
  const translator = await createTranslator(model, await openRuntime({ threads: 1 }));
  const tens = lines.filter((text) => model.source.tokens(text).length === 10).slice(0, 20);
  const turns = [0, 0];
  const next = (side: 0 | 1) => tens[turns[side]!++ % tens.length]!;
  const timed = (run: () => Promise<unknown>) => async (calls: number) => {
    const samples: number[] = [];
    for (let i = 0; i < calls; i++) {
      const start = performance.now();
      await run();
      samples.push(performance.now() - start);
    }
    return median(samples);
  };
  const { service, library } = await interleave(
    {
      service: timed(() => call(translateCall({ text: next(0), beam }))),
      library: timed(() => translator.translate([next(1)], { beam })),
    },
    { rounds: 15 },
  );
  return [
    {
      name: "serve: a lone request over the library",
      value: service.median - library.median,
      unit: "ms",
      target: 1,
      better: "below",
      note: `10 words, beam ${beam}: ${service.median.toFixed(2)} and ${library.median.toFixed(2)} ms, medians of 15 turns; best ${service.minimum.toFixed(2)} and ${library.minimum.toFixed(2)}`,
    },
  ];
}

async function peerFigures(
  { call }: Served,
  { folder, lines, beam, seconds, say }: LoadCase,
): Promise<Figure[]> {
  let peer: Awaited<ReturnType<typeof startPeer>>;
  try {
    peer = await startPeer(folder, beam);
  } catch (error) {
    say(`serve: no peer: ${(error as Error).message}`);
    return [];
  }
  try {
    const ours = (n: number) => translateCall({ text: lines[n % lines.length], beam });
    const theirs = (n: number) => ({
      path: "/translate",
      body: JSON.stringify({ text: lines[n % lines.length] }),
    });
    const rates: [ours: number, theirs: number][] = [];
    for (let round = 0; round < 4; round++) {
      const own = await closedLoop(call, { clients, seconds: seconds / 6, make: ours });
      const other = await closedLoop(peer.call, { clients: peerClients, seconds: seconds / 6, make: theirs });
      if (round > 0) rates.push([own.replies.length / own.seconds, other.replies.length / other.seconds]);
    }
    const able = median(rates.map(([, rate]) => rate));
    const load = { rate: 0.8 * able, seconds };
    const tail = async (loop: typeof call, make: typeof ours) =>
      percentile(
        (await openLoop(loop, { ...load, make })).map(({ latency }) => latency),
        0.99,
      );
    const [ownTail, otherTail] = [await tail(call, ours), await tail(peer.call, theirs)];
    const name = `PyTorch ${peer.version} behind aiohttp`;
    return [
      {
        name: "serve: times the peer's sentences/s",
        value: median(rates.map(([own, other]) => own / other)),
        unit: "",
        note: `${name}: ${able.toFixed(0)}, ours ${median(rates.map(([own]) => own)).toFixed(0)}`,
      },
      {
        name: "serve: the peer's p99 over ours, at 0.8 × the peer's capacity",
        value: otherTail / ownTail,
        unit: "",
        note: `${name}: ${otherTail.toFixed(0)} ms, ours ${ownTail.toFixed(0)}`,
      },
    ];
  } finally {
    peer.stop();
  }
}
