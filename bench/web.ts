import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startReplicaThread } from "../src/jobs/replicas/replica-thread.ts";
import { launchChromium, withoutChromium } from "../test/support/chromium.ts";
import type { Bench } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { median } from "./interleave.ts";
import { type Stretch, tokensPerSecond } from "./scale-shape.ts";
import { type BenchShape, shapes } from "./shapes.ts";
import { studioFigures } from "./web/studio-figures.ts";
import { openTabTraining } from "./web/tab-training.ts";

/**
 * The studio in a headless Chromium; and whole training loops there and natively, by turns, with as many threads.
 */
export const web: Bench = async ({ runtime, options, say }) => {
  if (withoutChromium !== "") {
    say(`web: left out${withoutChromium}`);
    return [];
  }
  const folder = await mkdtemp(join(tmpdir(), "henkan-bench-web-"));
  const browser = await launchChromium();
  const tab = await openTabTraining(browser, folder);
  const { threads } = runtime;
  const figures: Figure[] = [];
  try {
    figures.push(...(await studioFigures(browser, folder, say)));
    for (const shape of shapes.toReversed()) {
      const stretch = stretchOf(shape);
      const native = (microBatches: number) => () =>
        tokensPerSecond(shape, runtime, { microBatches, startReplica: startReplicaThread }, stretch);
      const inTab = (microBatches: number) => () =>
        tab.tokensPerSecond({ shape, threads: microBatches > 1 ? 1 : threads, microBatches, stretch });
      const rates = await byTurns(
        {
          native: native(1),
          "native replicas": native(threads),
          tab: inTab(1),
          "tab replicas": inTab(threads),
        },
        Number(options.rounds ?? 3),
      );
      say(`web: ${shape.name}: ${JSON.stringify(rates)}`);
      for (const way of ["", " replicas"] as const) {
        const [there, here] = [rates[`native${way}`], rates[`tab${way}`]];
        figures.push({
          name: `web: ${shape.name}, tab / native, ${way === "" ? `a session of ${threads} threads` : `${threads} replicas`}`,
          value: here / there,
          unit: "",
          target: 0.25,
          note: `${here.toFixed(0)} and ${there.toFixed(0)} target tokens/s`,
        });
      }
    }
  } finally {
    tab.close();
    await browser.close();
    await rm(folder, { recursive: true });
  }
  return figures;
};

/** Some seconds in the tab. */
function stretchOf({ V }: BenchShape): Stretch {
  return { warmUp: 5, counted: V < 100 ? 100 : V < 5000 ? 20 : 6 };
}

/** The median rate of each. */
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
  return Object.fromEntries([...rates].map(([name, all]) => [name, median(all)])) as Record<Name, number>;
}
