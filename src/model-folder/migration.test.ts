import { expect, test } from "vitest";
import { parseRecord } from "./record.ts";

const scores = { exact_match: 1, bleu: 2, token_accuracy: 3, perplexity: 4 };
const format1 = {
  format: 1,
  henkan: "0.1.0",
  data: { fingerprint: "f", pairs: 3, devPairs: 2, heldOut: true },
  training: {
    started: "2026-01-01T00:00:00.000Z",
    runtime: "native",
    threads: 2,
    bestEpoch: 5,
    updates: 7,
    seconds: 11,
    ended: "epochs",
    dev: { sentences: 2, metrics: { ...scores, wer: 99, per: 40 } },
    test: null,
  },
  vocabulary: { source: 12, target: 13 },
  weights: { bytes: 1, sha256: "s" },
  configuration: { training: { metric: "wer", seed: 3 } },
};

test("a record of format 1 has the names of the metrics of today", () => {
  const record = parseRecord(format1, "config.json");
  expect(record).toEqual({
    ...format1,
    format: 2,
    training: {
      ...format1.training,
      dev: { sentences: 2, metrics: { ...scores, sequence_error_rate: 99, token_error_rate: 40 } },
    },
    configuration: { training: { metric: "sequence_error_rate", seed: 3 } },
  });
});

test("what is not as expected is told as it stands in the file", () => {
  expect(() => parseRecord({ ...format1, training: 5 }, "config.json")).toThrow(
    "config.json: not the record of a henkan model: training: Invalid input: expected object, received number",
  );
});
