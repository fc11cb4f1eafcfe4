import type { Browser, Page } from "playwright-core";

/** The longest task of a page's main thread. */
export interface LongestTask {
  /** Milliseconds from its begin to its end. */
  readonly wall: number;
  /** Milliseconds that the thread computed for it: where other threads want the processor, less. */
  readonly processor: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Watches a page's main thread for a while. */
export async function longestTask(browser: Browser, page: Page, milliseconds: number): Promise<LongestTask> {
  await browser.startTracing(page, {
    categories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"],
  });
  await page.waitForTimeout(milliseconds);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const main = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = trace.traceEvents.filter(
    ({ name, pid, tid }) => /RunTask$/.test(name) && main.has(`${pid} ${tid}`),
  );
  const longest = (of: "dur" | "tdur") => Math.max(0, ...tasks.map((task) => task[of] ?? 0)) / 1000;
  return { wall: longest("dur"), processor: longest("tdur") };
}
