import { expect, test } from "vitest";
import type { ComparisonEvent } from "../../comparison/index.ts";
import { progressEvent } from "../../report/sample-run.fixture.ts";
import { createComparisonProgress } from "./comparison-progress.ts";

type Run = Extract<ComparisonEvent, { event: "run" }>["run"];
type Plan = Extract<ComparisonEvent, { event: "plan" }>["plan"];

const run = (name: string) => ({ arm: { label: { en: name } }, seed: 2 }) as Run;
const [first, second, third] = [run("fixed"), run("dot"), run("general")] as const;

function plan(done: readonly Run[]): ComparisonEvent {
  const runs = [first, second, third];
  return {
    event: "plan",
    plan: { runs, updates: 2000, parameters: 290_358 } as unknown as Plan,
    done: new Set(done),
  };
}

test("one bar over all runs, a line for each that ends; what was there before does not count for the speed", () => {
  const written: string[] = [];
  const stream = { isTTY: true, columns: 72, write: (text: string) => written.push(text) };
  let now = 0;
  const progress = createComparisonProgress({ stream, quiet: false, now: () => now });
  progress(plan([first]));
  progress({ event: "run", run: second });
  now = 10_000;
  progress({ event: "training", run: second, training: progressEvent(5, { progress: 0.5 }) });
  now = 20_000;
  progress({ event: "whole", run: second });
  progress({ event: "run", run: third });
  now = 30_000;
  progress({ event: "training", run: third, training: progressEvent(5, { progress: 0.5 }) });
  progress.close();
  const bar = (text: string, drawn: number, length: number, after: string) =>
    `${text}  ${"━".repeat(drawn)}${"─".repeat(length - drawn)}  ${after}`;
  const half = bar("2/3 dot, seed 2", 12, 24, " 50 %  30 s left  loss 6.123");
  const late = bar("3/3 general, seed 2", 16, 20, " 83 %  10 s left  loss 6.123");
  expect(written).toEqual([
    "3 runs of 2,000 updates, about 290,358 parameters each; done before: 1\n",
    `\r\u001b[K${bar("2/3 dot, seed 2", 13, 40, " 33 %")}`,
    `\r\u001b[K${half}`,
    "\r\u001b[K",
    "2/3 dot, seed 2  20 s\n",
    `\r\u001b[K${bar("3/3 general, seed 2", 26, 40, " 66 %")}`,
    `\r\u001b[K${late}`,
    "\n",
  ]);
});

test("quiet says nothing", () => {
  const written: string[] = [];
  const stream = { isTTY: true, write: (text: string) => written.push(text) };
  const progress = createComparisonProgress({ stream, quiet: true });
  progress(plan([]));
  progress({ event: "whole", run: first });
  progress.close();
  expect(written).toEqual([]);
});
