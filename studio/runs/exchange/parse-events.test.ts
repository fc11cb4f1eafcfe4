import { expect, it } from "vitest";
import { formatJson } from "../../../src/data/json-numbers.ts";
import { sampleRun } from "../comparison.fixture.ts";
import { parseEvents } from "./parse-events.ts";

it("reads events as they were written, and leaves out what is none", () => {
  const { events } = sampleRun("a", 3);
  const lines = events.map((event) => formatJson(event));
  const others = [
    "",
    "not JSON",
    "3",
    '{"event":"other"}',
    '{"event":"update","epoch":1}',
    lines[0]!.slice(0, 40),
  ];
  expect(parseEvents([...lines, ...others].join("\n"))).toEqual(events);
  const diverged = { ...events[0]!, trainLoss: Number.POSITIVE_INFINITY };
  expect(parseEvents(formatJson(diverged))).toEqual([diverged]);
});
