import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { additionsOf, buffersNeeded, divide, type PartialSum, sumsOf, TreeSum } from "./tree-sum.ts";

/** What each of the sums is made of, in writing, after the additions of the whole. */
function written(sums: readonly PartialSum[], texts: string[]): string {
  for (const [to, from] of additionsOf(sums)) texts[to] = `(${texts[to]}+${texts[from]})`;
  return texts[0]!;
}

const singles = (count: number): PartialSum[] =>
  Array.from({ length: count }, (_, start) => ({ start, size: 1, buffer: start }));
const whole = (count: number) =>
  written(
    singles(count),
    singles(count).map(({ start }) => `${start}`),
  );

describe("the tree of sums", () => {
  it.each([
    [1, "0"],
    [2, "(0+1)"],
    [3, "((0+1)+2)"],
    [4, "((0+1)+(2+3))"],
    [5, "(((0+1)+(2+3))+4)"],
    [6, "(((0+1)+(2+3))+(4+5))"],
    [7, "(((0+1)+(2+3))+((4+5)+6))"],
    [8, "(((0+1)+(2+3))+((4+5)+(6+7)))"],
  ])("of %i", (count, expected) => {
    expect(whole(count)).toBe(expected);
  });

  it("is the same for any number of workers, each of which adds its own siblings first", () => {
    const numbers = fc.record({
      count: fc.integer({ min: 1, max: 70 }),
      workers: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(numbers, ({ count, workers }) => {
        const buffers = buffersNeeded(count, workers);
        const held: PartialSum[] = [];
        const texts: string[] = [];
        for (const share of divide(count, workers)) {
          const own: string[] = [];
          const tree = new TreeSum();
          for (let n = share.start; n < share.start + share.size; n++) {
            const buffer = tree.sums.length;
            expect(buffer).toBeLessThan(buffers);
            own[buffer] = `${n}`;
            for (const [to, from] of tree.take({ start: n, size: 1, buffer })) {
              own[to] = `(${own[to]}+${own[from]})`;
            }
          }
          expect(tree.sums).toEqual(sumsOf(share));
          for (const sum of tree.sums) {
            held.push({ ...sum, buffer: texts.length });
            texts.push(own[sum.buffer]!);
          }
        }
        expect(written(held, texts)).toBe(whole(count));
      }),
    );
  });

  it("gives workers as many gradients as each other, or one more", () => {
    expect(divide(7, 3)).toEqual([
      { start: 0, size: 3 },
      { start: 3, size: 2 },
      { start: 5, size: 2 },
    ]);
    expect(divide(2, 3).map(({ size }) => size)).toEqual([1, 1, 0]);
  });

  it("needs few buffers, whatever the number of gradients", () => {
    expect([1, 2, 8, 64].map((count) => buffersNeeded(count, 1))).toEqual([1, 2, 4, 7]);
    expect([2, 8, 64].map((count) => buffersNeeded(count, 2))).toEqual([1, 3, 8]);
  });
});
