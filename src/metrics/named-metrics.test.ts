import { describe, expect, it } from "vitest";
import { listed } from "../../test/support/listed.ts";
import { ConfigError } from "../errors.ts";
import { metricNames, metricsNamed } from "./named-metrics.ts";

describe("metricsNamed", () => {
  it("gives each named metric once, in the order given", () => {
    expect(metricsNamed(["ter", "bleu", "ter"]).map(({ name }) => name)).toEqual(["ter", "bleu"]);
    expect(metricsNamed(metricNames).map(({ name }) => name)).toEqual(metricNames);
  });

  it("gives each metric the settings that it knows", () => {
    const settings = {
      tokenize: "char",
      smooth: "floor",
      smoothValue: 0.5,
      effectiveOrder: true,
      lowercase: true,
      characterOrder: 5,
      whitespace: true,
      epsSmoothing: true,
      normalized: true,
      noPunct: true,
      asianSupport: true,
      caseSensitive: true,
    };
    const signatures = metricsNamed(["bleu", "chrf", "chrf++", "ter", "cer"], settings).map((metric) =>
      metric.signature(1).replace(/\|version:.*/, ""),
    );
    expect(signatures).toEqual([
      "nrefs:1|case:lc|eff:yes|tok:char|smooth:floor[0.50]",
      "nrefs:1|case:lc|eff:no|nc:5|nw:0|space:yes",
      "nrefs:1|case:lc|eff:no|nc:5|nw:2|space:yes",
      "nrefs:1|case:mixed|tok:tercom|norm:yes|punct:no|asian:yes",
      "nrefs:1|case:lc|tok:char|space:one",
    ]);
    expect(metricsNamed(["chrf"], { beta: 3 })[0]!.definition).toContain("recall counted 3-fold");
  });

  it("refuses names and settings that it does not know", () => {
    expect(() => metricsNamed(["bleu", "bleurt"])).toThrow(
      new ConfigError(`metric "bleurt": expected one of ${listed(metricNames)}`),
    );
    expect(() => metricsNamed([])).toThrow(
      new ConfigError(`metrics: none is named, expected at least one of ${metricNames.join(", ")}`),
    );
    expect(() => metricsNamed(["bleu"], { tokenize: "moses" })).toThrow(
      new ConfigError('BLEU tokenization "moses": expected one of "13a", "intl", "char", "zh", "none"'),
    );
    expect(() => metricsNamed(["bleu"], { smooth: "linear" })).toThrow(
      new ConfigError('BLEU smoothing "linear": expected one of "exp", "floor", "add-k", "none"'),
    );
  });
});
