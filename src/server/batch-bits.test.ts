import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { configurations, drawnModel } from "../../test/support/drawn-model.ts";
import { wildModel } from "../../test/support/wild-model.ts";
import { RandomStream } from "../random.ts";
import { openRuntime } from "../runtime/index.ts";
import type { SearchOptions } from "../search/options.ts";
import type { Model } from "../seq2seq/model.ts";
import { HeldModel } from "./held-model.ts";
import { defaultLimits } from "./limits.ts";
import type { Part } from "./part.ts";
import { scoreParts, translationParts } from "./parts.ts";
import type { TranslateRequest } from "./schema.ts";
import type { Generation } from "./served-model.ts";
import type { TranslateWork } from "./worker-messages.ts";

const runs = Number(process.env.HENKAN_BATCH_BITS ?? 12);
const runtime = await openRuntime({ threads: 1, replicas: 1 });
const { signal } = new AbortController();

/** What shapes a search in other ways. */
const searches: readonly SearchOptions[] = [
  {},
  { beam: 4, nBest: 4, lengthPenalty: 2 },
  { beam: 3, nBest: 3, coveragePenalty: 0.3, lengthPenalty: "average" },
  { sampling: { topK: 3, topP: 0.9, temperature: 1.5, seed: 5 }, nBest: 3 },
  { beam: 4, groups: 2, nBest: 4, repetitionPenalty: 1.3 },
  { noRepeatNgram: 2, minimumLength: 2, prefix: "p" },
  { beam: 4, include: ["q"], exclude: ["r s", "t"] },
];

function generationOf({ weights: _, ...model }: Model): Generation {
  return { number: 0, model, outputRatio: 1.5 } as Partial<Generation> as Generation;
}

/** Options with other numbers where they do not shape a search. */
function withOtherNumbers(options: SearchOptions): SearchOptions {
  const { lengthPenalty = 1, coveragePenalty = 0, repetitionPenalty = 1, sampling } = options;
  return {
    ...options,
    lengthPenalty: lengthPenalty === "average" ? lengthPenalty : lengthPenalty + 1,
    diversity: 0.3,
    coveragePenalty: coveragePenalty / 2,
    repetitionPenalty: 1 + (repetitionPenalty - 1) / 2,
    ...(sampling && { sampling: { ...sampling, topP: 0.5, temperature: 0.7 } }),
  };
}

function drawnLines(words: string, seed: number, count: number): string[] {
  const random = new RandomStream(seed, "lines");
  const known = words.split(" ");
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + random.integer(20) }, () => known[random.integer(known.length)]!).join(" "),
  );
}

/** Each part alone, and then in drawn batches of those of one key: by their keys. */
async function inBatches<Work, Result>(
  parts: readonly Part<Work>[],
  seed: number,
  compute: (works: readonly Work[]) => Promise<readonly Result[]>,
): Promise<{ alone: Result[]; together: Result[][] }> {
  const alone: Result[] = [];
  const together: Result[][] = parts.map(() => []);
  for (const { work } of parts) alone.push((await compute([work]))[0]!);
  const random = new RandomStream(seed, "batches");
  for (const key of new Set(parts.map((part) => part.key))) {
    const own = [...parts.keys()].filter((index) => parts[index]!.key === key);
    for (let n = 0; n < 4; n++) {
      const rows = Array.from({ length: 1 + random.integer(9) }, () => own[random.integer(own.length)]!);
      const found = await compute(rows.map((row) => parts[row]!.work));
      rows.forEach((row, b) => together[row]!.push(found[b]!));
    }
  }
  return { alone, together };
}

describe("the bits of an answer", () => {
  it("do not depend on its batch: of any model and any search", { timeout: 1_000_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        configurations,
        fc.constantFrom(...searches),
        fc.nat(1000),
        async (configuration, options, seed) => {
          const model = drawnModel(configuration);
          const generation = generationOf(model);
          const held = new HeldModel(model, runtime);
          const isReversed = model.configuration.decoder.reversed;
          const attends = model.configuration.context.kind === "attention";
          const { prefix, coveragePenalty, ...others } = options;
          const wishes = {
            ...others,
            ...(prefix !== undefined && !isReversed && { prefix }),
            ...(coveragePenalty !== undefined && attends && { coveragePenalty }),
          };
          const text = drawnLines("a b c d e f z", seed, 16);
          const parts: Part<TranslateWork>[] = [];
          for (const own of [wishes, withOtherNumbers(wishes)]) {
            const request = { text, tokens: true, attention: true, ...own } as TranslateRequest;
            parts.push(...(await translationParts(generation, request, defaultLimits, signal)).parts);
          }
          const keys = (some: typeof parts) => new Set(some.map(({ key }) => key));
          expect(keys(parts)).toEqual(keys(parts.slice(0, parts.length / 2)));
          const { alone, together } = await inBatches(parts, seed, (works) => held.translate(works));
          for (const [index, answers] of together.entries())
            for (const one of answers) expect(one).toEqual(alone[index]);
          await held.release();
        },
      ),
      { numRuns: runs, seed: 3 },
    );
  });

  it("do not depend on its batch: of scores", { timeout: 1_000_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(configurations, fc.nat(1000), async (configuration, seed) => {
        const model = drawnModel(configuration);
        const held = new HeldModel(model, runtime);
        const [sources, targets] = [
          drawnLines("a b c d z", seed, 16),
          drawnLines("p q r s t u", seed + 1, 16),
        ];
        const pairs = sources.map((source, n) => ({ source, target: targets[n]! }));
        const request = { pairs, tokens: true, attention: true };
        const parts = await scoreParts(generationOf(model), request, defaultLimits, signal);
        const { alone, together } = await inBatches(parts, seed, (works) => held.score(works));
        for (const [index, answers] of together.entries())
          for (const one of answers) expect(one).toEqual(alone[index]);
      }),
      { numRuns: runs, seed: 4 },
    );
  });

  it("are those of plain searches by the library, but for rounding", async () => {
    const model = wildModel();
    const held = new HeldModel(model, runtime);
    const { createTranslator } = await import("../search/translator.ts");
    const lines = ["abc", "hgfedcba", "a"];
    const expected = await (await createTranslator(model, runtime)).translate(lines, { beam: 3, nBest: 3 });
    const request = { text: lines, beam: 3, nBest: 3 };
    const { parts } = await translationParts(generationOf(model), request, defaultLimits, signal);
    const found = await Promise.all(parts.map(async ({ work }) => (await held.translate([work]))[0]!));
    expect(found.map(({ translation }) => translation.text)).toEqual(expected.map(({ text }) => text));
    for (const [n, { translation }] of found.entries()) {
      expect(translation.score).toBeCloseTo(expected[n]!.score, 5);
    }
  });
});
