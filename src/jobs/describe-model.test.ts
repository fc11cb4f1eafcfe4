import { expect, it } from "vitest";
import { parseConfiguration } from "../configuration/configuration.ts";
import { architecture } from "./describe-model.ts";

it("names a model's parts as people do", () => {
  const configuration = parseConfiguration({
    encoder: { cell: "layer-norm-lstm", layers: 3, size: 64, embedding: 32, dropout: 0.2 },
    decoder: { cell: "ssru", inputFeeding: false },
  });
  expect(architecture(configuration)).toEqual([
    ["encoder", "bidirectional layer-norm LSTM, 3 layers of 64, embeddings of 32, dropout 0.2"],
    ["decoder", "SSRU, 1 layer of 256, embeddings of 256, dropout 0.3"],
    ["context", "attention, general"],
  ]);
});
