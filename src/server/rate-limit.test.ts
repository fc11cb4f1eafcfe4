import { expect, it } from "vitest";
import { RateLimit } from "./rate-limit.ts";

it("a client may send ten seconds' worth at once, then at its rate; others have their own", () => {
  let now = 0;
  const rate = new RateLimit(2, () => now);
  const first = Array.from({ length: 21 }, () => rate.take("a"));
  expect(first).toEqual([...Array(20).fill(0), 0.5]);
  expect(rate.take("b")).toBe(0);
  now = 0.25;
  expect(rate.take("a")).toBe(0.25);
  now = 0.5;
  expect([rate.take("a"), rate.take("a")]).toEqual([0, 0.5]);
  now = 1000;
  expect(Array.from({ length: 20 }, () => rate.take("a"))).toEqual(Array(20).fill(0));
  expect(rate.take("a")).toBe(0.5);
});

it("a slow rate allows one at least", () => {
  const rate = new RateLimit(0.01, () => 0);
  expect([rate.take("a"), rate.take("a")]).toEqual([0, 100]);
});

it("the clients that were seen last are remembered", () => {
  const rate = new RateLimit(0.1, () => 0);
  expect([rate.take("old"), rate.take("old")]).toEqual([0, 10]);
  for (let n = 0; n < 10_000; n++) rate.take(`client ${n}`);
  expect(rate.take("old")).toBe(0); // forgotten
  expect(rate.take("client 9999")).toBe(10);
});
