import { expect, test } from "vitest";
import { createCounter } from "./progress-counter.ts";

function fake(isTTY: boolean, total?: number) {
  const written: string[] = [];
  const clock = { milliseconds: 0 };
  const counter = createCounter({
    stream: { isTTY, columns: 70, write: (text: string) => written.push(text) },
    quiet: false,
    now: () => clock.milliseconds,
    label: "translating",
    ...(total === undefined ? {} : { total }),
  });
  return { written, clock, counter };
}

test("on a terminal: count, bar, time left and rate; the final count stays", () => {
  const { written, clock, counter } = fake(true, 5000);
  clock.milliseconds = 2000;
  counter.advance(1200);
  counter.advance(3800);
  counter.close();
  expect(written).toEqual([
    `\r\u001b[Ktranslating 1,200/5,000  ${"━".repeat(3)}${"─".repeat(11)}   24 %  6 s left  600 lines/s`,
    `\r\u001b[Ktranslating 5,000/5,000  ${"━".repeat(22)}  100 %  2,500 lines/s`,
    "\n",
  ]);
});

test("on a pipe: plain lines, the last at the end; slow rates keep a decimal", () => {
  const { written, clock, counter } = fake(false, 50);
  counter.advance(1);
  clock.milliseconds = 10_000;
  counter.advance(4);
  clock.milliseconds = 11_000;
  counter.advance(45);
  counter.close();
  expect(written).toEqual([
    "translating  5/50   10 %  1 min 30 s left  0.5 lines/s\n",
    "translating 50/50  100 %  4.5 lines/s\n",
  ]);
});

test("an unknown total: count and rate", () => {
  const { written, clock, counter } = fake(true);
  counter.advance(0);
  clock.milliseconds = 500;
  counter.advance(1500);
  counter.close();
  expect(written).toEqual(["\r\u001b[Ktranslating 0", "\r\u001b[Ktranslating 1,500  3,000 lines/s", "\n"]);
});

test("cleared after a failure: nothing stays, on a terminal or a pipe", () => {
  const { written, counter } = fake(true);
  counter.advance(0);
  counter.clear();
  expect(written).toEqual(["\r\u001b[Ktranslating 0", "\r\u001b[K"]);
  const pipe = fake(false);
  pipe.counter.advance(7);
  pipe.counter.clear();
  pipe.counter.close();
  expect(pipe.written).toEqual([]);
});
