import { z } from "zod";
import type { Expectation } from "../problems.ts";

/** A condition on another setting's value under which a setting has an effect. */
export interface Need {
  /** The other setting's key; with a leading dot, a key in the same section. */
  readonly key: string;
  readonly isMet: (value: unknown) => boolean;
  readonly expected: Expectation;
}

/** When a setting has an effect. */
interface Terms {
  /** The value if it has an effect and is left out; undefined: none. */
  readonly default?: unknown;
  /** The value that turns it off, which may be written where it has no effect. */
  readonly off?: unknown;
  /** In each list, one need must be met. */
  readonly when: readonly (readonly Need[])[];
}

/** The settings that have an effect only under some values of other settings. */
export const conditionalSettings = z.registry<Terms>();

/** A setting that has an effect, and a default, only under some values of other settings. */
export function conditional<T extends z.ZodType>(setting: T, about: string, terms: Terms) {
  const needs = terms.when.map((any) => describeNeeds(any, (key) => key.replace(/^\./, "")));
  const description = `${about} Only with ${needs.join(" and ")}.`;
  const preset = terms.default === undefined ? {} : { default: terms.default };
  const optional = setting.optional().meta({ description, ...preset });
  conditionalSettings.add(optional, terms);
  return optional;
}

/** Needs of which one must be met, in words, grouped by expectation. */
export function describeNeeds(needs: readonly Need[], nameOf: (key: string) => string): string {
  const expectations = [...new Set(needs.map(({ expected }) => describeExpectation(expected)))];
  return expectations
    .map((expected) => {
      const alike = needs.filter((need) => describeExpectation(need.expected) === expected);
      return `${alike.map(({ key }) => nameOf(key)).join(" or ")} ${expected}`;
    })
    .join(", or ");
}

/** As it follows the key in a sentence: `"bpe" or "unigram"`. */
function describeExpectation(expected: Expectation): string {
  if (typeof expected === "string") return expected;
  const quoted = expected.map((value) => JSON.stringify(value));
  return (quoted.length > 2 ? "one of " : "") + quoted.join(quoted.length > 2 ? ", " : " or ");
}

/** The need that another setting has one of some values. */
export function oneOf(key: string, values: readonly string[]): Need {
  return { key, isMet: (value) => values.includes(value as string), expected: values };
}
