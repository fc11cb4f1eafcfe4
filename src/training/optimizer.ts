import type { Configuration } from "../configuration/configuration.ts";
import { type ParameterSettings, parameterSettings } from "../configuration/parameter-settings.ts";
import { countScalars, type ParameterSpec, Weights } from "../nn/index.ts";
import { flatMemory } from "../optimization/flat-memory.ts";
import type { Kernels } from "../optimization/kernels.ts";
import { optimizers } from "../optimization/optimizers.ts";
import type { Addition } from "../optimization/tree-sum.ts";
import type { TrainedTensor, UpdateRule } from "../optimization/update-rule.ts";

export type OptimizerOptions = Pick<
  Configuration["training"],
  | "optimizer"
  | "beta1"
  | "beta2"
  | "epsilon"
  | "momentum"
  | "weightDecay"
  | "groups"
  | "freeze"
  | "clipNorm"
  | "clipValue"
  | "averageDecay"
>;

/** Where an optimizer's buffers are, and how many there are of one kind. */
export interface OptimizerPlace {
  /** How many buffers for sums of gradients (default 1). */
  readonly sums?: number | undefined;
  /** See `flatMemory`: the memory of another thread's optimizer, with the same options, which has the same buffers. */
  readonly memory?: WebAssembly.Memory | "shared" | undefined;
}

/** A part of a tensor, small enough that what is done to it finds it in the processor's cache. */
interface Piece extends TrainedTensor, ParameterSettings {
  /** Which piece it is, counted from 0 over all tensors. */
  readonly index: number;
  /** Whether the tensor is a vector. */
  readonly isVector: boolean;
  /** The same part of each buffer of sums; the first is that of `gradient`. */
  readonly sums: readonly Float32Array[];
  readonly averaged: Float32Array;
}

/** How many numbers a piece has at most. */
const pieceLength = 2 ** 14;

/** Which part of all pieces is somebody's to work on: the part-th of so many. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

const everything: Share = { part: 0, of: 1 };

/**
 * Updates the parameters by their gradient. It owns the flat buffers that it works on: whoever computes reads `values`
 * and writes `sums`. Parameters that are frozen are neither changed nor counted in the gradient's norm.
 *
 * Threads that have optimizers over one shared memory may each do a share of `sumUp`, and when all have done it, of
 * `update`. The results are the same bits for any number of shares.
 */
export class Optimizer {
  readonly memory: WebAssembly.Memory;
  /** Whether other threads may have the memory, too. */
  readonly isShared: boolean;
  /** The parameters, changed by every update. */
  readonly values: Float32Array;
  /** Gradients ∂loss/∂parameters of parts of an update, or sums of them, in the same order. */
  readonly sums: readonly Float32Array[];
  /** The first of `sums`: the gradient of the update, once all are added up. */
  readonly gradient: Float32Array;
  /**
   * The running average of the parameters, a ← a + (1 − dₜ)(w − a), dₜ = min(averageDecay, (1 + t) / (10 + t)): Polyak's
   * average (1992) with exponential weights, which at first forgets faster, so that it does not hold on to the start.
   * Without averaging: `values` itself.
   */
  readonly averaged: Float32Array;
  /** What the rule keeps of each trained parameter between updates, by the parameter's name. */
  readonly moments: ReadonlyMap<string, Float32Array>;
  private readonly options: OptimizerOptions;
  private readonly rule: UpdateRule;
  private readonly kernels: Kernels;
  private readonly pieces: readonly Piece[];
  /** By piece, Σ g² as `sumUp` has found it; and once more of the clipped elements. */
  private readonly squares: Float64Array;
  private readonly clippedSquares: Float64Array;

  /** @throws {ConfigError} where `freeze` or `groups` names parameters that are not among the specs */
  constructor(
    options: OptimizerOptions,
    specs: readonly ParameterSpec[],
    { sums: sumCount = 1, memory }: OptimizerPlace = {},
  ) {
    const settings = parameterSettings(
      options,
      specs.map(({ name }) => name),
    );
    this.options = options;
    const rule = optimizers[options.optimizer].create(options);
    this.rule = rule;
    const tensors = specs.map(({ name, shape }, n) => {
      const { rows, columns } = matrixOf(shape);
      const stateLengths = settings[n]!.frozen ? [] : rule.stateLengths(rows, columns);
      const cut = rule.elementwise ? pieceLength : rows * columns;
      return { ...settings[n]!, name, rows, columns, stateLengths, cut };
    });
    const length = countScalars(specs);
    const pieceCount = sum(tensors.map(({ rows, columns, cut }) => Math.ceil((rows * columns) / cut)));
    const isAveraged = options.averageDecay > 0;
    const flat = flatMemory(
      [
        ...[2 * pieceCount, 2 * pieceCount, length, isAveraged ? length : 0],
        ...Array<number>(sumCount).fill(length),
        ...tensors.map(({ stateLengths }) => sum(stateLengths)),
      ],
      memory,
    );
    this.memory = flat.memory;
    this.isShared = !(flat.memory.buffer instanceof ArrayBuffer);
    this.kernels = flat.kernels;
    const [squares, clippedSquares, values, averaged, ...rest] = flat.buffers as FourBuffers;
    this.squares = doubles(squares);
    this.clippedSquares = doubles(clippedSquares);
    this.values = values;
    this.averaged = isAveraged ? averaged : values;
    this.sums = rest.slice(0, sumCount);
    this.gradient = this.sums[0]!;
    const states = rest.slice(sumCount);
    this.moments = new Map(
      tensors.flatMap(({ name, frozen }, n) => (frozen ? [] : [[name, states[n]!] as const])),
    );

    const pieces: Piece[] = [];
    const viewsOf = (buffer: Float32Array) => new Weights(specs, buffer).views;
    const views = { values: viewsOf(values), averaged: viewsOf(this.averaged), sums: this.sums.map(viewsOf) };
    for (const [n, { stateLengths, cut, rows, columns, ...tensor }] of tensors.entries()) {
      const whole = rows * columns;
      const state = split(states[n]!, stateLengths);
      for (let from = 0; from < whole; from += cut) {
        const to = Math.min(from + cut, whole);
        const isWhole = to - from === whole;
        const part = (buffer: Float32Array) => buffer.subarray(from, to);
        const sums = views.sums.map((view) => part(view[n]!.data));
        pieces.push({
          ...tensor,
          rows: isWhole ? rows : 1,
          columns: isWhole ? columns : to - from,
          isVector: Math.min(rows, columns) === 1,
          index: pieces.length,
          values: part(views.values[n]!.data),
          averaged: part(views.averaged[n]!.data),
          sums,
          gradient: sums[0]!,
          state: isWhole ? state : state.map(part),
        });
      }
    }
    this.pieces = pieces;
  }

  /** Adds one of `sums` to another. */
  add([to, from]: Addition): void {
    const [target, { byteOffset }] = [this.sums[to]!, this.sums[from]!];
    this.kernels.combine(target.byteOffset, byteOffset, target.byteLength, 1, 1);
  }

  /** Makes of `sums` the gradient, and finds what its norm is made of, in a share of the pieces. */
  sumUp(additions: readonly Addition[], share: Share = everything): void {
    const { kernels, squares, clippedSquares } = this;
    const { clipValue } = this.options;
    for (const { index, sums, gradient, frozen } of this.share(share)) {
      if (frozen) continue;
      for (const [to, from] of additions) {
        kernels.combine(sums[to]!.byteOffset, sums[from]!.byteOffset, gradient.byteLength, 1, 1);
      }
      const { byteOffset, byteLength } = gradient;
      squares[index] = kernels.sumOfSquares(byteOffset, byteLength);
      if (clipValue > 0) {
        clippedSquares[index] = kernels.clampedSquares(byteOffset, byteLength, -clipValue, clipValue);
      }
    }
  }

  /** ‖gradient‖₂ after `sumUp`, summed in double precision. */
  gradientNorm(): number {
    return Math.sqrt(sum(this.squares));
  }

  /**
   * One update of `values` by the clipped gradient, which is not the same afterwards, in a share of the pieces.
   * @param update which update it is, counted from 1
   */
  update(update: number, learningRate: number, share: Share = everything): void {
    const { kernels, averaged, values } = this;
    const scale = this.clipScale();
    const { averageDecay, clipValue } = this.options;
    const pull = 1 - Math.min(averageDecay, (1 + update) / (10 + update));
    for (const piece of this.share(share)) {
      const { gradient } = piece;
      if (update === 1 && averaged !== values) piece.averaged.set(piece.values);
      if (piece.frozen) continue;
      if (clipValue > 0) kernels.clamp(gradient.byteOffset, gradient.byteLength, -clipValue, clipValue);
      this.updatePiece(piece, { update, learningRate, scale });
      if (averaged !== values) {
        kernels.follow(piece.averaged.byteOffset, piece.values.byteOffset, gradient.byteLength, pull);
      }
    }
  }

  /** The factor that clips the norm of the gradient, whose elements are clipped before. */
  private clipScale(): number {
    const { clipNorm, clipValue } = this.options;
    const norm = Math.sqrt(sum(clipValue > 0 ? this.clippedSquares : this.squares));
    return clipNorm > 0 ? Math.min(1, clipNorm / norm) : 1;
  }

  private updatePiece(
    piece: Piece,
    { update, learningRate, scale }: { update: number; learningRate: number; scale: number },
  ): void {
    const { kernels, rule } = this;
    const { values, gradient, isVector, learningRateFactor } = piece;
    const rate = learningRate * learningRateFactor;
    const decay = isVector ? 0 : piece.weightDecay; // vectors keep their size
    if (decay === 0 || rule.decoupledDecay) {
      rule.update(kernels, piece, { update, rate, scale, keep: 1 - rate * decay });
    } else {
      kernels.combine(gradient.byteOffset, values.byteOffset, values.byteLength, scale, decay);
      rule.update(kernels, piece, { update, rate, scale: 1, keep: 1 });
    }
  }

  /** Neighbouring pieces, about as many numbers for each share. */
  private share({ part, of }: Share): readonly Piece[] {
    if (of === 1) return this.pieces;
    const total = this.values.length;
    let before = 0;
    return this.pieces.filter(({ values }) => {
      const middle = before + values.length / 2;
      before += values.length;
      return Math.min(of - 1, Math.floor((middle * of) / total)) === part;
    });
  }
}

type FourBuffers = [Float32Array, Float32Array, Float32Array, Float32Array, ...Float32Array[]];

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/** The same memory as numbers of double precision. */
function doubles({ buffer, byteOffset, byteLength }: Float32Array): Float64Array {
  return new Float64Array(buffer, byteOffset, byteLength / 8);
}

/** The same memory as several arrays, one after the other. */
function split(buffer: Float32Array, lengths: readonly number[]): Float32Array[] {
  let end = 0;
  return lengths.map((length) => {
    end += length;
    return buffer.subarray(end - length, end);
  });
}

/** A tensor as a matrix: the last dimension is the columns; a vector is one row. */
function matrixOf(shape: readonly number[]): { rows: number; columns: number } {
  const columns = shape.at(-1) ?? 1;
  return { rows: shape.slice(0, -1).reduce((product, size) => product * size, 1), columns };
}
