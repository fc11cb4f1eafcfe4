import { EOS } from "../text/index.ts";
import type { SteppedDecoder } from "./stepped-decoder.ts";

/** A source that resembles another one to the encoder. */
export interface NearSource {
  /** Its index among the lines. */
  readonly index: number;
  /** The cosine of the angle between the final states, from −1 to 1. */
  readonly cosine: number;
}

/** Lines in one batch. */
const batchSize = 64;

/** The encoder's final states of many lines, scaled to length 1, to be compared with others. */
export class SourceIndex {
  private readonly decoder: SteppedDecoder;
  private readonly vectors: readonly Float32Array[];

  private constructor(decoder: SteppedDecoder, vectors: readonly Float32Array[]) {
    this.decoder = decoder;
    this.vectors = vectors;
  }

  /** @param signal stops between batches */
  static async of(
    decoder: SteppedDecoder,
    lines: readonly string[],
    signal?: AbortSignal,
  ): Promise<SourceIndex> {
    const ids = lines.map((line) => idsOf(decoder, line));
    const order = [...lines.keys()].sort((a, b) => ids[a]!.length - ids[b]!.length || a - b);
    const vectors: Float32Array[] = [];
    for (let at = 0; at < order.length; at += batchSize) {
      signal?.throwIfAborted();
      const batch = order.slice(at, at + batchSize);
      const found = await decoder.vectors(batch.map((index) => ids[index]!));
      batch.forEach((index, b) => {
        vectors[index] = unit(found[b]!);
      });
    }
    return new SourceIndex(decoder, vectors);
  }

  /** The lines whose final state points most nearly where that of the given line does, the nearest first. */
  async nearest(line: string, count: number): Promise<NearSource[]> {
    const [found] = await this.decoder.vectors([idsOf(this.decoder, line)]);
    const own = unit(found!);
    return this.vectors
      .map((vector, index) => ({ index, cosine: vector.reduce((sum, x, h) => sum + x * own[h]!, 0) }))
      .sort((a, b) => b.cosine - a.cosine || a.index - b.index)
      .slice(0, count);
  }
}

function idsOf({ model }: SteppedDecoder, line: string): Int32Array {
  const { source, configuration } = model;
  return Int32Array.from([...source.encode(line).slice(0, configuration.source.maximumLength), EOS]);
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  return length > 0 ? vector.map((x) => x / length) : vector;
}
