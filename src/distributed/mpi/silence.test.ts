import { describe, expect, it } from "vitest";
import { Silence } from "./silence.ts";

/** Looks every quarter of a second for so many seconds; gives what was asked and who was lost, with the second. */
function watch(
  seconds: number,
  {
    waitedFor = [1],
    answers = (_rank: number, _second: number): boolean => false,
    timeout = 60,
    jumpAt = -1,
  } = {},
) {
  const asked: string[] = [];
  let second = 0;
  let jump = 0;
  const silence = new Silence(
    { size: 3, timeout, period: 0.25, ask: (rank) => asked.push(`${rank} at ${second}`) },
    0,
  );
  for (second = 0.25; second <= seconds; second += 0.25) {
    if (second === jumpAt) jump = 300;
    for (const rank of waitedFor) if (answers(rank, second)) silence.heard(rank);
    const lost = silence.look(new Set(waitedFor), (second + jump) * 1000);
    if (lost.length > 0) return { asked, lost, second };
  }
  return { asked, lost: [], second: undefined };
}

describe("silence", () => {
  it("is asked about every twelfth of the timeout, and then makes a rank lost", () => {
    const { asked, lost, second } = watch(100);
    expect(asked).toEqual([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60].map((at) => `1 at ${at}`));
    expect({ lost, second }).toEqual({ lost: [1], second: 60 });
  });

  it("ends with any answer: a rank may work for as long as it answers", () => {
    const { asked, lost } = watch(1000, { answers: (_, second) => second % 50 === 0 });
    expect(lost).toEqual([]);
    expect(asked.length).toBeGreaterThan(100);
  });

  it("is nothing in a rank that nobody waits for", () => {
    expect(watch(1000, { waitedFor: [] })).toEqual({ asked: [], lost: [], second: undefined });
    expect(watch(100, { waitedFor: [2, 0] }).lost).toEqual([0, 2]);
  });

  it("does not count time in which this rank itself stood still", () => {
    expect(watch(100, { jumpAt: 10 })).toMatchObject({ lost: [1], second: 59.75 });
  });
});
