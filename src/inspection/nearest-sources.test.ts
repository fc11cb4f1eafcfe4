import { describe, expect, it } from "vitest";
import { plainModel } from "../../test/support/plain-model.ts";
import { sourceIds } from "../../test/support/reference-search-comparison.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { wildModel } from "../../test/support/wild-model.ts";
import { RandomStream } from "../random.ts";
import { SourceIndex } from "./nearest-sources.ts";
import { SteppedDecoder } from "./stepped-decoder.ts";

const model = wildModel({ seed: 21, context: { score: "dot" } });

describe("the nearest sources", () => {
  it("are those whose final states have the largest cosine, over several batches", async () => {
    const random = new RandomStream(3, "lines");
    const lines = Array.from({ length: 150 }, () =>
      Array.from({ length: 1 + random.integer(9) }, () => "abcdefgh"[random.integer(8)]).join(""),
    );
    const decoder = new SteppedDecoder(model, await runtimes[0]!.open());
    const index = await SourceIndex.of(decoder, lines);
    const found = await index.nearest("gabe", 12);

    const loops = plainModel(model);
    const vector = (line: string) => {
      const { memory } = loops.read(sourceIds(model, line));
      return [...memory.at(-1)!.slice(0, 3), ...memory[0]!.slice(3)];
    };
    const own = vector("gabe");
    const cosines = lines.map((line) => {
      const other = vector(line);
      const dot = own.reduce((sum, x, h) => sum + x * other[h]!, 0);
      return dot / (Math.hypot(...own) * Math.hypot(...other));
    });
    const expected = cosines.toSorted((a, b) => b - a).slice(0, 12);
    found.forEach(({ index, cosine }, n) => {
      expect(cosine).toBeCloseTo(expected[n]!, 4);
      expect(cosines[index]).toBeCloseTo(cosine, 4);
    });
    expect(new Set(found.map(({ index }) => index)).size).toBe(12);
    const [itself] = await index.nearest(lines[77]!, 1);
    expect(itself!.cosine).toBeCloseTo(1, 5);
    expect(lines[itself!.index]).toBe(lines[77]);
  });
});
