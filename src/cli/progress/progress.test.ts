import { expect, test } from "vitest";
import { evaluationEvent, progressEvent, start } from "../../report/sample-run.fixture.ts";
import { createProgress } from "./progress.ts";

const end = {
  event: "end",
  reason: "epochs",
  bestEpoch: 2,
  updates: 2000,
  seconds: 154,
  runSeconds: 140,
} as const;
const startLine =
  "training on 50,000 pairs, dev 500, 4,012,345 parameters, native runtime with 2 threads, seed 1";
const evaluationLine = (epoch: number, mark: string, time: string): string =>
  `epoch ${String(epoch).padStart(2)}/20  loss 4.123  dev 3.900${mark}  exact  2.3%  token errors 45.6%  BLEU 12.3  ${time}`;

test("on a terminal: a line that stays for each epoch, a bar below", () => {
  const written: string[] = [];
  const stream = { isTTY: true, columns: 90, write: (text: string) => written.push(text) };
  const progress = createProgress({ stream, quiet: false, now: () => 0 });
  progress(start);
  progress(progressEvent(7, { progress: 0.123 }));
  progress(evaluationEvent(1));
  progress(end);
  progress.close();
  const bar = `epoch  1/20  ${"━".repeat(2)}${"─".repeat(20)}   12 %  loss 6.123  12 min 34 s left  11,234 tokens/s`;
  expect(written).toEqual([
    `${startLine}\n`,
    `\r\u001b[K${bar}`,
    `\r\u001b[K${evaluationLine(1, "*", "1 min 17 s")}\n${bar}`,
    "\r\u001b[K",
    "finished after 2,000 updates in 2 min 34 s; the best epoch is 2\n",
  ]);
});

test("that training has diverged is told once, with the way out", () => {
  const written: string[] = [];
  const progress = createProgress({
    stream: { write: (text) => written.push(text) },
    quiet: false,
    now: () => 0,
  });
  progress(start);
  for (const epoch of [1, 2]) progress(evaluationEvent(epoch, { best: false, diverged: true }));
  expect(written.slice(1).join("").split("\n")).toEqual([
    `${evaluationLine(1, " ", "1 min 17 s")}  diverged: not kept`,
    expect.stringMatching(/^dev is far worse than guessing: training has diverged\. Try a lower /),
    `${evaluationLine(2, " ", "2 min 34 s")}  diverged: not kept`,
    "",
  ]);
});

test("on a pipe: plain lines", () => {
  const written: string[] = [];
  let now = 0;
  const stream = { write: (text: string) => written.push(text) };
  const progress = createProgress({ stream, quiet: false, now: () => now });
  progress(start);
  progress(progressEvent(7));
  now = 10_000;
  progress(progressEvent(8));
  progress(evaluationEvent(1));
  progress(evaluationEvent(2, { best: false }));
  progress({ ...end, reason: "interrupted", bestEpoch: 0 });
  progress.close();
  expect(written.join("").split("\n")).toEqual([
    startLine,
    "epoch  1/20    4 %  loss 6.123  12 min 34 s left  11,234 tokens/s",
    evaluationLine(1, "*", "1 min 17 s"),
    evaluationLine(2, " ", "2 min 34 s"),
    "interrupted after 2,000 updates in 2 min 34 s; no epoch was finished",
    "",
  ]);
});

test("an average of epochs: its scores, and whether it was kept", () => {
  const written: string[] = [];
  const progress = createProgress({ stream: { write: (text: string) => written.push(text) }, quiet: false });
  const { dev } = evaluationEvent(9);
  progress({ event: "average", epochs: [9, 7], dev, best: true, seconds: 77 });
  progress({ event: "average", epochs: [9, 7], dev, best: false, seconds: 77 });
  const scores = (mark: string) => `dev 3.900${mark}  exact  2.3%  token errors 45.6%  BLEU 12.3  1 min 17 s`;
  expect(written).toEqual([
    `average of epochs 9, 7  ${scores("*")}  better than the best epoch: kept\n`,
    `average of epochs 9, 7  ${scores(" ")}  no better than the best epoch: left\n`,
  ]);
});

test("a run from an older model says what it has of it", () => {
  const written: string[] = [];
  const progress = createProgress({ stream: { write: (text) => written.push(text) }, quiet: false });
  const tokens = { source: { all: 5000, known: 4800 }, target: { all: 6000, known: 6000 } };
  const transfer = { copied: ["a", "b"], mapped: ["c"], fresh: ["d", "e"], unused: ["f"], tokens };
  progress({ ...start, transfer });
  progress({ ...start, transfer: { ...transfer, fresh: [], unused: [] } });
  progress.close();
  const line =
    "started from an older model: 2 parameters copied, 1 mapped by token (4,800 of 5,000 source and 6,000 of 6,000 " +
    "target tokens known)";
  expect(written.join("").split("\n")).toEqual([
    startLine,
    `${line}, new: d e, not used: f`,
    startLine,
    line,
    "",
  ]);
});

test("a run that fails leaves its bar on a line of its own", () => {
  const written: string[] = [];
  const stream = { isTTY: true, columns: 40, write: (text: string) => written.push(text) };
  const progress = createProgress({ stream, quiet: false, now: () => 0 });
  progress(start);
  progress(progressEvent(7));
  progress.close();
  expect(written.at(-1)).toBe("\n");
});

test("quiet says nothing", () => {
  const written: string[] = [];
  const stream = { isTTY: true, write: (text: string) => written.push(text) };
  const progress = createProgress({ stream, quiet: true });
  for (const event of [start, progressEvent(1), evaluationEvent(1), end]) progress(event);
  progress.close();
  expect(written).toEqual([]);
});
