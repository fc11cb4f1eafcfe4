import { type Configuration, parseConfiguration } from "../src/configuration/configuration.ts";

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
  readonly cell?: Configuration["decoder"]["cell"];
  /** Default true. */
  readonly inputFeeding?: boolean;
}

/** Bidirectional encoder and decoder of one layer, general attention, no dropout, full softmax. */
export function configurationOf(
  { E, H }: Pick<BenchShape, "E" | "H">,
  { cell = "lstm", inputFeeding = true }: BenchModel = {},
): Configuration {
  const side = { cell, layers: 1, size: H, embedding: E, dropout: 0 } as const;
  return parseConfiguration({
    encoder: { ...side, bidirectional: true },
    decoder: { ...side, inputFeeding },
    context: { kind: "attention", score: "general" },
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
