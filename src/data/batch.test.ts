import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream } from "../random.ts";
import { BOS, EOS, PAD } from "../text/index.ts";
import { batches, buildBatch } from "./batch.ts";
import { planBatches } from "./batch-plan.ts";
import type { Example } from "./example.ts";
import { inMemory } from "./example-source.ts";

/** An example of the given lengths; ids count up from 4. */
function example(S: number, T: number): Example {
  const ids = (length: number) => Int32Array.from({ length }, (_, i) => (i === length - 1 ? EOS : 4 + i));
  return { source: ids(S), target: ids(T) };
}

const lengths = fc.integer({ min: 1, max: 12 });
const someExamples = fc.array(fc.tuple(lengths, lengths).map(([S, T]) => example(S, T)));

describe("buildBatch", () => {
  test("time-major, padded at the end, the target shifted by <s>", () => {
    const examples = [example(9, 9), example(2, 3), example(5, 1)];
    expect(buildBatch(examples, [2, 1])).toEqual({
      examples: [2, 1],
      B: 2,
      S: 5,
      T: 3,
      source: Int32Array.of(4, 4, 5, EOS, 6, PAD, 7, PAD, EOS, PAD),
      sourceMask: Float32Array.of(1, 1, 1, 1, 1, 0, 1, 0, 1, 0),
      targetInput: Int32Array.of(BOS, BOS, PAD, 4, PAD, 5),
      targetOutput: Int32Array.of(EOS, 4, PAD, 5, PAD, EOS),
      targetMask: Float32Array.of(1, 1, 0, 1, 0, 1),
      sourceTokens: 7,
      targetTokens: 4,
    });
  });

  test("with what sources are copied as, where the examples tell it", () => {
    const copies = [Int32Array.of(9, EOS), Int32Array.of(4, 10, EOS)];
    const batch = buildBatch(
      copies.map((ids) => ({ ...example(ids.length, 3), copies: ids })),
      [0, 1],
    );
    expect(batch.copies).toEqual(Int32Array.of(9, 4, EOS, 10, PAD, EOS));
  });

  test("property: the masks count the tokens, and the rows give the examples back", () => {
    fc.assert(
      fc.property(someExamples, fc.integer({ min: 1, max: 40 }), (examples, batchTokens) => {
        for (const batch of batches(examples, { batchTokens, shuffle: false })) {
          const { B, S, T } = batch;
          expect(batch.sourceMask.reduce((sum, m) => sum + m, 0)).toBe(batch.sourceTokens);
          expect(batch.targetMask.reduce((sum, m) => sum + m, 0)).toBe(batch.targetTokens);
          batch.examples.forEach((index, b) => {
            const column = (ids: Int32Array, mask: Float32Array, steps: number) =>
              Array.from({ length: steps }, (_, t) => t * B + b)
                .filter((at) => mask[at] === 1)
                .map((at) => ids[at]);
            const { source, target } = examples[index]!;
            expect(column(batch.source, batch.sourceMask, S)).toEqual([...source]);
            expect(column(batch.targetOutput, batch.targetMask, T)).toEqual([...target]);
            expect(column(batch.targetInput, batch.targetMask, T)).toEqual([BOS, ...target.slice(0, -1)]);
          });
        }
      }),
    );
  });
});

describe("planBatches", () => {
  test("property: every example once, and no batch above its size unless it is one example", () => {
    fc.assert(
      fc.property(
        someExamples,
        fc.integer({ min: 1, max: 60 }),
        fc.integer(),
        fc.nat(),
        (examples, batchTokens, seed, epoch) => {
          const plan = planBatches(inMemory(examples), { batchTokens, seed, epoch });
          const all = plan.flatMap((rows) => [...rows]).sort((a, b) => a - b);
          expect(all).toEqual([...examples.keys()]);
          for (const rows of plan) {
            const { S, T, B } = buildBatch(examples, rows);
            expect(B).toBeGreaterThan(0);
            if (B > 1) expect(Math.max(S, T) * B).toBeLessThanOrEqual(batchTokens);
          }
        },
      ),
    );
  });

  test("(seed, epoch) decides the order", () => {
    const examples = Array.from({ length: 200 }, (_, i) => example(1 + (i % 5), 1 + (i % 7)));
    const plan = (seed: number, epoch: number) =>
      planBatches(inMemory(examples), { batchTokens: 30, seed, epoch }).map((rows) => [...rows]);
    expect(plan(1, 2)).toEqual(plan(1, 2));
    expect(plan(1, 3)).not.toEqual(plan(1, 2));
    expect(plan(2, 2)).not.toEqual(plan(1, 2));
    // Other batches, not only in another order.
    const asSets = (batches: number[][]) => batches.map((rows) => rows.sort((a, b) => a - b).join()).sort();
    expect(asSets(plan(1, 3))).not.toEqual(asSets(plan(1, 2)));
  });

  test("without shuffling from short to long, the source length back and forth", () => {
    const examples = [
      example(2, 3),
      example(7, 2),
      example(5, 3),
      example(2, 2),
      example(5, 3),
      example(1, 1),
    ];
    const plan = planBatches(inMemory(examples), { batchTokens: 15, shuffle: false });
    expect(plan.map((rows) => [...rows])).toEqual([
      [5, 3],
      [1, 2],
      [4, 0],
    ]);
  });

  test("sentences of like lengths meet: little is padded", () => {
    const random = new RandomStream(3, "lengths");
    const examples = Array.from({ length: 50_000 }, () => {
      const T = 2 + random.integer(20);
      return example(Math.max(1, T - 3 + random.integer(9)), T);
    });
    let [tokens, places] = [0, 0];
    for (const { B, S, T, sourceTokens, targetTokens } of batches(examples, {
      batchTokens: 1400,
      seed: 1,
      epoch: 0,
    })) {
      tokens += sourceTokens + targetTokens;
      places += (S + T) * B;
    }
    expect(1 - tokens / places).toBeLessThan(0.02);
  });
});
