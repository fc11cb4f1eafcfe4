import { expect, it } from "vitest";
import { hasDiverged } from "./divergence.ts";

const vocabulary = 1000; // guessing has a loss of 6.9

it.each([
  ["is not finite", { dev: Number.POSITIVE_INFINITY, training: 1 }, true],
  ["is far above guessing, as is that of training", { dev: 9, training: 8 }, true],
  ["is far above guessing, and the training pairs are learnt", { dev: 9, training: 0.1 }, false],
  ["is a little above guessing", { dev: 8.8, training: 8 }, false],
])("an epoch whose dev loss %s", (_, losses, diverged) => {
  expect(hasDiverged(losses, vocabulary)).toBe(diverged);
});
