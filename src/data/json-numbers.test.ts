import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatJson, parseJsonNumbers } from "./json-numbers.ts";

describe("formatJson", () => {
  it("writes what JSON has as JSON.stringify does", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const value: unknown = JSON.parse(json);
        expect(formatJson(value)).toBe(JSON.stringify(value));
        expect(formatJson(value, 2)).toBe(JSON.stringify(value, undefined, 2));
      }),
    );
  });

  it("names the numbers that JSON lacks, and parseJsonNumbers reads them again", () => {
    const value = { loss: Number.NaN, dev: { perplexity: Number.POSITIVE_INFINITY }, rest: [1, -1 / 0] };
    expect(formatJson(value)).toBe('{"loss":"NaN","dev":{"perplexity":"Infinity"},"rest":[1,"-Infinity"]}');
    expect(parseJsonNumbers(formatJson(value, 2))).toEqual(value);
  });
});
