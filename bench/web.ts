import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startReplicaThread } from "../src/jobs/replicas/replica-thread.ts";
import { launchChromium, withoutChromium } from "../test/support/chromium.ts";
import type { Bench, BenchContext } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { type Stretch, tokensPerSecond } from "./scale-shape.ts";
import { type BenchShape, shapes } from "./shapes.ts";
import { openPytorch } from "./web/pytorch-rate.ts";
import { studioFigures } from "./web/studio-figures.ts";
import { openTabTraining, type TabTraining } from "./web/tab-training.ts";

/**
 * The studio in a headless Chromium; and whole training loops there and natively, by turns, with as many threads.
 */
export const web: Bench = async (context) => {
  const { say } = context;
  if (withoutChromium !== "") {
    say(`web: left out${withoutChromium}`);
    return [];
  }
  const folder = await mkdtemp(join(tmpdir(), "henkan-bench-web-"));
  const browser = await launchChromium();
  const tab = await openTabTraining(browser, folder);
  const figures: Figure[] = [];
  try {
    figures.push(...(await studioFigures(browser, folder, say)));
    for (const shape of shapes.toReversed()) figures.push(...(await trainingRates(shape, tab, context)));
  } finally {
    tab.close();
    await browser.close();
    await rm(folder, { recursive: true });
  }
  return figures;
};

/** A shape's target tokens a second in the tab against natively; of the smallest, against PyTorch 2, too. */
async function trainingRates(shape: BenchShape, tab: TabTraining, context: BenchContext): Promise<Figure[]> {
  const { runtime, options, say } = context;
  const { threads } = runtime;
  const stretch = stretchOf(shape);
  const native = (microBatches: number) => () =>
    tokensPerSecond(shape, runtime, { microBatches, startReplica: startReplicaThread }, stretch);
  const inTab = (microBatches: number) => () =>
    tab.tokensPerSecond({ shape, threads: microBatches > 1 ? 1 : threads, microBatches, stretch });
  const pytorch = shape === shapes.at(-1) ? await openPytorch(shape, runtime, say) : undefined;
  const ways = {
    native: native(1),
    "native replicas": native(threads),
    tab: inTab(1),
    "tab replicas": inTab(threads),
    ...(pytorch && { pytorch: () => pytorch.tokensPerSecond() }),
  };
  const rates = await byTurns<string>(ways, Number(options.rounds ?? 3)).finally(() => pytorch?.stop());
  say(`web: ${shape.name}: ${JSON.stringify(rates)}`);
  const figure = (name: string, here: number, there: number, target: number): Figure => ({
    ...{ name: `web: ${shape.name}, ${name}`, value: here / there, unit: "", target },
    note: `${here.toFixed(0)} and ${there.toFixed(0)} target tokens/s, the best of all rounds`,
  });
  const best = Math.max(rates.tab!, rates["tab replicas"]!);
  return [
    figure(`tab / native, a session of ${threads} threads`, rates.tab!, rates.native!, 0.25),
    figure(`tab / native, ${threads} replicas`, rates["tab replicas"]!, rates["native replicas"]!, 0.25),
    ...(pytorch ? [figure("tab / PyTorch 2 without its optimizer", best, rates.pytorch!, 0.6)] : []),
  ];
}

/** Some seconds in the tab, after WebAssembly's functions have been compiled for speed. */
function stretchOf({ V }: BenchShape): Stretch {
  return V < 100 ? { warmUp: 60, counted: 200 } : { warmUp: 10, counted: V < 5000 ? 25 : 8 };
}

/** The best rate of each over all rounds: whatever else the machine does only takes away from it. */
async function byTurns<Name extends string>(
  entries: Readonly<Record<Name, () => Promise<number>>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const rates = new Map<string, number[]>(Object.keys(entries).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries<() => Promise<number>>(entries)) {
      rates.get(name)!.push(await measure());
    }
  }
  return Object.fromEntries([...rates].map(([name, all]) => [name, Math.max(...all)])) as Record<
    Name,
    number
  >;
}
