import fc from "fast-check";
import type { ConfigurationInput } from "../../src/configuration/configuration.ts";
import type { SearchOptions, TranslationRequest } from "../../src/search/options.ts";
import type { Model } from "../../src/seq2seq/model.ts";
import { type WildOptions, wildModel } from "./wild-model.ts";

/** A search drawn at random: models, lines with what is asked of each, and options. */
export interface SearchCase {
  readonly models: readonly (ConfigurationInput & { readonly seed: number; readonly endBias: number })[];
  readonly lines: readonly TranslationRequest[];
  readonly options: SearchOptions & { readonly maximumLength: number };
}

export function modelsOf({ models }: SearchCase): readonly [Model, ...Model[]] {
  const [first, ...others] = models.map(wildModel);
  return [first!, ...others];
}

/** The value once in n draws, else undefined. */
function once<T>(n: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ arbitrary: fc.constant(undefined), weight: n - 1 }, { arbitrary: value, weight: 1 });
}

const cell = fc.constantFrom("lstm" as const, "gru" as const);
const layers = fc.constantFrom(1, 2);
const model = fc.record({
  seed: fc.integer({ min: 1, max: 1000 }),
  endBias: fc.constantFrom(-1, 0.7, 2),
  encoder: fc.record({ cell, layers, bidirectional: fc.boolean() }),
  decoder: fc.record({ cell, layers, inputFeeding: fc.boolean() }),
  context: fc.record({
    kind: fc.constantFrom("attention" as const, "attention" as const, "fixed-initial", "fixed-every-step"),
    score: fc.constantFrom("dot" as const, "scaled-dot", "general", "additive"),
  }),
});

function copying<T extends WildOptions>(one: T): T {
  return {
    ...one,
    decoder: { ...one.decoder, copying: true },
    context: { ...one.context, kind: "attention" },
  };
}

/** Without what only attention reads, where there is none: such settings are refused. */
function withEffect<T extends WildOptions>(one: T): T {
  if (one.context?.kind === "attention") return one;
  const { inputFeeding: _, ...decoder } = one.decoder ?? {};
  return { ...one, decoder, context: { kind: one.context?.kind } };
}

/** Letters, a few of them unknown to the model, and words that are letters; some lines are cut. */
const line = fc.string({ unit: fc.constantFrom(..."abcdefghzpq"), minLength: 1, maxLength: 12 });
const words = ["p", "q", "r", "s"];
/** Some that the source may have, too: a model that copies may write them. */
const phrase = (most: number, copies: boolean) =>
  fc
    .array(fc.constantFrom(...words, ...(copies ? ["a", "z"] : [])), { minLength: 1, maxLength: most })
    .map((some) => some.join(" "));
const prefix = fc
  .array(fc.constantFrom(...words, "a", "strange"), { minLength: 1, maxLength: 3 })
  .map((some) => some.join(" "));

/** What drops out of a record where it is undefined. */
function given<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never;
}

const options = (beam: number) =>
  fc.record({
    beam: fc.constant(beam),
    nBest: fc.integer({ min: 1, max: beam }),
    lengthPenalty: once(2, fc.constantFrom(0, 0.6, 1.5, "average" as const)),
    coveragePenalty: once(3, fc.constantFrom(0.2, 1)),
    minimumLength: once(3, fc.integer({ min: 1, max: 6 })),
    minimumLengthRatio: once(5, fc.constantFrom(0.3, 0.9)),
    maximumLength: fc.integer({ min: 1, max: 7 }),
    maximumLengthRatio: once(4, fc.constantFrom(0.4, 1.3)),
    repetitionPenalty: once(4, fc.constantFrom(0, 0.05, 0.3, 1.2, 2.5)),
    noRepeatNgram: once(3, fc.integer({ min: 1, max: 4 })),
    groups: once(3, fc.constantFrom(...[2, 3, 4, 5, 6, 7].filter((n) => beam % n === 0), 1)),
    diversity: once(2, fc.constantFrom(0, 0.2, 1.5)),
  });

const own = (mayInclude: boolean, copies: boolean) =>
  fc.record({
    source: line,
    prefix: once(4, prefix),
    include: once(
      2,
      fc.array(phrase(2, copies), mayInclude ? { minLength: 1, maxLength: 2 } : { maxLength: 0 }),
    ),
    exclude: once(3, fc.array(phrase(3, copies), { maxLength: 3 })),
  });

/**
 * One case in three has phrases to include, one in three groups where the beam allows, one in four two models, one in
 * three models that copy.
 */
export const searchCases: fc.Arbitrary<SearchCase> = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.boolean(), once(3, fc.constant(true)))
  .chain(([beam, wantsPhrases, copies = false]) =>
    fc.record({
      models: fc
        .tuple(model, once(4, model))
        .map((drawn) => drawn.filter((one) => one !== undefined).map((one) => (copies ? copying(one) : one))),
      options: options(beam),
      lines: fc.array(own(wantsPhrases && beam > 1, copies), { minLength: 1, maxLength: 4 }),
    }),
  )
  .map(({ models, options, lines }) => {
    const attends = models.some(({ context }) => context.kind === "attention");
    const includes = lines.some(({ include }) => include !== undefined && include.length > 0);
    const { groups, coveragePenalty, ...others } = options;
    return {
      models: models.map(withEffect),
      options: given({
        ...others,
        groups: includes ? undefined : groups,
        coveragePenalty: attends ? coveragePenalty : undefined,
      }),
      lines: lines.map(given),
    };
  });
