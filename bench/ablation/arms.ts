import type { ConfigurationInput } from "../../src/configuration/configuration.ts";

/** One change of the base configuration. */
export interface Arm {
  readonly name: string;
  readonly settings: ConfigurationInput;
}

const sides = (
  settings: ConfigurationInput["encoder"] & ConfigurationInput["decoder"],
): ConfigurationInput => ({
  encoder: settings,
  decoder: settings,
});

/** What is compared. The base is a bidirectional LSTM with "general" attention, input feeding and dropout. */
export const arms: readonly Arm[] = [
  { name: "base", settings: {} },
  { name: "fixed vector, initial", settings: { context: { kind: "fixed-initial" } } },
  {
    name: "fixed vector, initial, source reversed",
    settings: { context: { kind: "fixed-initial" }, encoder: { reversed: true, bidirectional: false } },
  },
  { name: "fixed vector, every step", settings: { context: { kind: "fixed-every-step" } } },
  { name: "attention uniform", settings: { context: { score: "uniform" } } },
  { name: "attention dot", settings: { context: { score: "dot" } } },
  { name: "attention scaled-dot", settings: { context: { score: "scaled-dot" } } },
  { name: "attention additive", settings: { context: { score: "additive" } } },
  { name: "attention multi-head", settings: { context: { score: "multi-head" } } },
  { name: "attention additive, coverage", settings: { context: { score: "additive", coverage: true } } },
  { name: "no input feeding", settings: { decoder: { inputFeeding: false } } },
  { name: "bridge last", settings: { decoder: { bridge: "last" } } },
  { name: "bridge zero", settings: { decoder: { bridge: "zero" } } },
  { name: "GRU", settings: sides({ cell: "gru" }) },
  { name: "layer-norm LSTM", settings: sides({ cell: "layer-norm-lstm" }) },
  { name: "SSRU", settings: sides({ cell: "ssru" }) },
  { name: "orthogonal start", settings: { initialization: { recurrent: "orthogonal" } } },
  { name: "two layers", settings: sides({ layers: 2 }) },
  { name: "tied output", settings: { decoder: { tiedEmbeddings: "output" } } },
  { name: "label smoothing 0.1", settings: { training: { labelSmoothing: 0.1 } } },
  { name: "averaged weights 0.998", settings: { training: { averageDecay: 0.998 } } },
  { name: "scheduled sampling 0.2", settings: { training: { scheduledSampling: { rate: 0.2 } } } },
  { name: "no dropout", settings: sides({ dropout: 0 }) },
  { name: "dropout 0.5", settings: sides({ dropout: 0.5 }) },
  { name: "recurrent dropout 0.2", settings: sides({ recurrentDropout: 0.2 }) },
  { name: "token dropout 0.1", settings: sides({ tokenDropout: 0.1 }) },
  { name: "attention dropout 0.1", settings: { context: { dropout: 0.1 } } },
  { name: "learning rate 0.003", settings: { training: { learningRate: 0.003 } } },
  { name: "learning rate 0.01", settings: { training: { learningRate: 0.01 } } },
  { name: "learning rate halved when dev stalls", settings: { training: { schedule: "halving" } } },
  {
    name: "smoothing, averaging, tied, recurrent and token dropout 0.1",
    settings: {
      encoder: { recurrentDropout: 0.1, tokenDropout: 0.1 },
      decoder: { recurrentDropout: 0.1, tokenDropout: 0.1, tiedEmbeddings: "output" },
      training: { labelSmoothing: 0.1, averageDecay: 0.998 },
    },
  },
];
