import {
  type Configuration,
  type ConfigurationInput,
  parseConfiguration,
} from "../src/configuration/configuration.ts";

/** The size of a model and of one batch. */
export interface BenchShape {
  readonly name: string;
  /** Vocabulary, the same on both sides. */
  readonly V: number;
  readonly E: number;
  /** Hidden size of the decoder; a direction of the encoder has half of it. */
  readonly H: number;
  readonly B: number;
  readonly S: number;
  readonly T: number;
}

/** DESIGN.md's three shapes, largest first. */
export const shapes: readonly BenchShape[] = [
  { name: "V 8000 E 256 H 512", V: 8000, E: 256, H: 512, B: 64, S: 14, T: 14 },
  { name: "V 4000 E 128 H 256", V: 4000, E: 128, H: 256, B: 64, S: 14, T: 14 },
  { name: "V 60 E 64 H 128", V: 60, E: 64, H: 128, B: 64, S: 10, T: 10 },
];

/** What may differ between models of one shape. */
export interface BenchModel {
  /** In encoder and decoder; default "lstm". */
  readonly cell?: "lstm" | "ssru";
  /** Default true. */
  readonly inputFeeding?: boolean;
  /** In encoder and decoder; default 0. */
  readonly dropout?: number;
}

/**
 * Bidirectional encoder and decoder of one layer, general attention, full softmax. All that a program that is compared
 * must do too is said here: a bench follows no default of a configuration, which may change.
 */
export function modelSettings(
  { E, H }: Pick<BenchShape, "E" | "H">,
  { cell = "lstm", inputFeeding = true, dropout = 0 }: BenchModel = {},
) {
  const side = {
    cell,
    layers: 1,
    size: H,
    embedding: E,
    dropout,
    recurrentDropout: 0,
    tokenDropout: 0,
  } as const;
  return {
    vocabulary: "separate",
    encoder: { ...side, bidirectional: true, reversed: false },
    decoder: {
      ...side,
      reversed: false,
      inputFeeding,
      bridge: "projected",
      tiedEmbeddings: "none",
      copying: false,
    },
    context: { kind: "attention", score: "general", sharpness: 1, dropout: 0, coverageLoss: 0 },
    ...(cell === "lstm" && { initialization: { recurrent: "xavier", forgetBias: 1 } }),
  } as const satisfies ConfigurationInput;
}

/** A model of a shape whose loss is the mean of −log P over the target tokens, and nothing else. */
export function configurationOf(shape: Pick<BenchShape, "E" | "H">, model?: BenchModel): Configuration {
  return parseConfiguration({
    ...modelSettings(shape, model),
    training: {
      labelSmoothing: 0,
      scheduledSampling: { rate: 0 },
      clipNorm: 0,
      clipValue: 0,
      averageDecay: 0,
    },
  });
}

/**
 * Multiply-adds of the forward pass of the LSTM model in matrix products; everything else is left out. For h = H/2:
 *
 *     encoder     S B · 2 directions · (E + h) · 4h
 *     bridge      B · 2 states · H²
 *     keys        S B · H²
 *     decoder     T B · (E + H + H) · 4H          token, fed state, own state
 *     attention   T B · 2 · S H                   scores and mixture
 *     combine     T B · 2H · H
 *     output      T B · H V
 */
function multiplyAdds({ V, E, H, B, S, T }: BenchShape): number {
  const half = H / 2;
  const perSource = 2 * (E + half) * 4 * half + H * H;
  const perTarget = (E + 2 * H) * 4 * H + 2 * S * H + 2 * H * H + H * V;
  return B * (S * perSource + 2 * H * H + T * perTarget);
}

/** Floating-point operations of forward and backward pass: the backward pass has two products for each forward one. */
export function modelFlops(shape: BenchShape): number {
  return 3 * 2 * multiplyAdds(shape);
}
