import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ProgressLine } from "./progress-line.ts";

const clear = "\r\u001b[K";

/** A stream that records what is written, and a clock that can be set. */
function fake({
  isTTY,
  columns = 60,
  quiet = false,
}: {
  isTTY?: boolean;
  columns?: number;
  quiet?: boolean;
}) {
  const written: string[] = [];
  const clock = { milliseconds: 0 };
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  return { written, clock, line: new ProgressLine({ stream, quiet, now: () => clock.milliseconds }) };
}

describe("ProgressLine on a terminal", () => {
  test("fills the width with a bar and leaves the last column free", () => {
    const { line, written } = fake({ isTTY: true, columns: 50 });
    line.show({ before: "work", share: 0.5, after: ["loss 1.0", "3 s left"] });
    const bar = "━".repeat(8) + "─".repeat(8);
    expect(written).toEqual([`${clear}work  ${bar}   50 %  loss 1.0  3 s left`]);
    expect(written[0]!.length - clear.length).toBe(49);
  });

  test("facts that do not fit are left out from the last, then the bar", () => {
    const state = { before: "work", share: 0.25, after: ["loss 1.0", "3 s left"] };
    const drawn = (columns: number): string => {
      const { line, written } = fake({ isTTY: true, columns });
      line.show(state);
      return written[0]!.slice(clear.length);
    };
    expect(drawn(30)).toBe("work  ━─────   25 %  loss 1.0");
    expect(drawn(24)).toBe("work  ━━────────   25 %");
    expect(drawn(18)).toBe("work   25 %");
    expect(drawn(7)).toBe("work  ");
  });

  test("without a known end there is no bar", () => {
    const { line, written } = fake({ isTTY: true });
    line.show({ before: "read 1,200", share: null, after: ["300 lines/s"] });
    expect(written).toEqual([`${clear}read 1,200  300 lines/s`]);
  });

  test("is drawn at most ten times a second, the last state at the end", () => {
    const { line, written, clock } = fake({ isTTY: true });
    for (; clock.milliseconds < 1000; clock.milliseconds += 7) {
      line.show({ before: String(clock.milliseconds), share: null, after: [] });
    }
    expect(written.length).toBeLessThanOrEqual(10);
    line.close();
    expect(written.slice(-2)).toEqual([`${clear}994`, "\n"]);
  });

  test("kept lines go above the bar", () => {
    const { line, written } = fake({ isTTY: true });
    line.keep("first");
    line.show({ before: "bar", share: null, after: [] });
    line.keep("second");
    line.clear();
    line.keep("third");
    line.close();
    expect(written).toEqual(["first\n", `${clear}bar`, `${clear}second\nbar`, clear, "third\n"]);
  });

  test("property: never wider than the terminal", () => {
    const text = fc.stringMatching(/^[a-z ]{0,20}$/);
    fc.assert(
      fc.property(
        text,
        fc.double({ min: -0.5, max: 1.5, noNaN: true }),
        fc.array(text),
        fc.integer({ min: 2, max: 200 }),
        (before, share, after, columns) => {
          const { line, written } = fake({ isTTY: true, columns });
          line.show({ before, share, after });
          expect(written[0]!.length - clear.length).toBeLessThan(columns);
        },
      ),
    );
  });
});

describe("ProgressLine on a pipe", () => {
  test("writes a plain line at most every ten seconds, and kept lines at once", () => {
    const { line, written, clock } = fake({});
    for (; clock.milliseconds <= 25_000; clock.milliseconds += 500) {
      line.show({
        before: `at ${clock.milliseconds}`,
        share: clock.milliseconds / 50_000,
        after: ["a", "b"],
      });
    }
    line.keep("kept");
    line.clear();
    line.close();
    expect(written).toEqual(["at 10000   20 %  a  b\n", "at 20000   40 %  a  b\n", "kept\n"]);
  });

  test("close writes the last state", () => {
    const { line, written } = fake({});
    line.show({ before: "done 3", share: null, after: [] });
    line.close();
    line.close();
    expect(written).toEqual(["done 3\n"]);
  });
});

test("quiet writes nothing", () => {
  const { line, written } = fake({ isTTY: true, quiet: true });
  line.show({ before: "bar", share: 0.5, after: [] });
  line.keep("kept");
  line.clear();
  line.close();
  expect(written).toEqual([]);
});
