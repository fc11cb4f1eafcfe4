import type { Configuration } from "../configuration/configuration.ts";
import { type ParameterSettings, parameterSettings } from "../configuration/parameter-settings.ts";
import { countScalars, type ParameterSpec } from "../nn/index.ts";
import { flatMemory } from "../optimization/flat-memory.ts";
import type { Kernels } from "../optimization/kernels.ts";
import { optimizers } from "../optimization/optimizers.ts";
import type { Addition } from "../optimization/tree-sum.ts";
import type { TrainedTensor, UpdateRule } from "../optimization/update-rule.ts";
import { sum } from "./sum.ts";

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

/** Where an optimizer's buffers are, and how many there are of some kinds. */
export interface OptimizerPlace {
  /** How many buffers for sums of gradients (default 1). */
  readonly sums?: number | undefined;
  /** How many sums of other ranks have room in the inbox, each of this share of the pieces (default none). */
  readonly inbox?: { readonly sums: number; readonly share: Share } | undefined;
  /** See `flatMemory`: the memory of another thread's optimizer, with the same options, which has the same buffers. */
  readonly memory?: WebAssembly.Memory | "shared" | undefined;
}

/** How an update's gradient is made of sums: by the addresses of their buffers in the memory, in bytes. */
export interface SumPlan {
  readonly additions: readonly Addition[];
  /** The buffer in which the whole is afterwards. */
  readonly total: number;
}

/** A part of a tensor, small enough that what is done to it finds it in the processor's cache. */
interface Piece extends TrainedTensor, ParameterSettings {
  /** Which piece it is, counted from 0 over all tensors. */
  readonly index: number;
  /** Whether the tensor is a vector. */
  readonly isVector: boolean;
  /** Where it begins in the flat buffers, counted in numbers. */
  readonly start: number;
  readonly averaged: Float32Array;
}

/** How many numbers a piece has at most. */
const pieceLength = 2 ** 14;

/** Which part of all pieces is somebody's to work on: of so many equal parts those from `part` on (one, by default). */
export interface Share {
  readonly part: number;
  readonly parts?: number;
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
  /** Room for sums of other ranks. */
  readonly inbox: Float32Array;
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
    { sums: sumCount = 1, inbox, memory }: OptimizerPlace = {},
  ) {
    const settings = parameterSettings(
      options,
      specs.map(({ name }) => name),
    );
    this.options = options;
    const rule = optimizers[options.optimizer].create(options);
    this.rule = rule;
    const pieces = planPieces(specs, settings, rule);
    const length = countScalars(specs);
    const isAveraged = options.averageDecay > 0;
    const stateLengths = specs.map(({ shape }, n) => {
      const { rows, columns } = matrixOf(shape);
      return settings[n]!.frozen ? [] : rule.stateLengths(rows, columns);
    });
    const { from, to } = inbox ? rangeOf(pieces, length, inbox.share) : { from: 0, to: 0 };
    const flat = flatMemory(
      [
        ...[2 * pieces.length, 2 * pieces.length, length, isAveraged ? length : 0],
        (inbox?.sums ?? 0) * (to - from),
        ...Array<number>(sumCount).fill(length),
        ...stateLengths.map(sum),
      ],
      memory,
    );
    this.memory = flat.memory;
    this.isShared = !(flat.memory.buffer instanceof ArrayBuffer);
    this.kernels = flat.kernels;
    const [squares, clippedSquares, values, averaged, received, ...rest] = flat.buffers as FiveBuffers;
    this.squares = doubles(squares);
    this.clippedSquares = doubles(clippedSquares);
    this.values = values;
    this.averaged = isAveraged ? averaged : values;
    this.inbox = received;
    this.sums = rest.slice(0, sumCount);
    this.gradient = this.sums[0]!;
    const states = rest.slice(sumCount);
    this.moments = new Map(
      specs.flatMap(({ name }, n) => (settings[n]!.frozen ? [] : [[name, states[n]!] as const])),
    );
    const stateArrays = states.map((state, n) => split(state, stateLengths[n]!));
    this.pieces = pieces.map((piece): Piece => {
      const { start, rows, columns, tensor, from } = piece;
      const part = (buffer: Float32Array, at: number) => buffer.subarray(at, at + rows * columns);
      return {
        ...piece,
        ...settings[tensor]!,
        values: part(this.values, start),
        averaged: part(this.averaged, start),
        gradient: part(this.gradient, start),
        state: rule.elementwise
          ? stateArrays[tensor]!.map((array) => part(array, from))
          : stateArrays[tensor]!,
      };
    });
  }

  /** Adds one of `sums` to another: their positions. */
  add([to, from]: Addition): void {
    const [target, { byteOffset }] = [this.sums[to]!, this.sums[from]!];
    this.kernels.combine(target.byteOffset, byteOffset, target.byteLength, 1, 1);
  }

  /**
   * Makes the gradient of sums, and finds what its norm is made of, in a share of the pieces.
   * @param plan default: the gradient is in `gradient` already
   */
  sumUp({ additions, total }: SumPlan = this.whole, share: Share = everything): void {
    const { kernels, squares, clippedSquares, memory } = this;
    const { clipValue } = this.options;
    for (const { index, start, gradient, frozen } of this.share(share)) {
      if (frozen) continue;
      const { byteOffset, byteLength, length } = gradient;
      const at = (buffer: number) => buffer + 4 * start;
      for (const [to, from] of additions) kernels.combine(at(to), at(from), byteLength, 1, 1);
      if (at(total) !== byteOffset) gradient.set(new Float32Array(memory.buffer, at(total), length));
      squares[index] = kernels.sumOfSquares(byteOffset, byteLength);
      if (clipValue > 0) {
        clippedSquares[index] = kernels.clampedSquares(byteOffset, byteLength, -clipValue, clipValue);
      }
    }
  }

  private get whole(): SumPlan {
    return { additions: [], total: this.gradient.byteOffset };
  }

  /**
   * What others must know of a share of the pieces after `sumUp`, so that they can `update` all pieces: parts of the
   * gradient and of what its norm is made of, in the memory.
   */
  summed(share: Share): (Float32Array | Float64Array)[] {
    const { from, to } = this.range(share);
    const own = this.share(share);
    const [first = 0, last = -1] = [own[0]?.index, own.at(-1)?.index];
    return [
      this.gradient.subarray(from, to),
      this.squares.subarray(first, last + 1),
      this.clippedSquares.subarray(first, last + 1),
    ];
  }

  /** Where a share of the pieces lies in the flat buffers, counted in numbers. */
  range(share: Share): { readonly from: number; readonly to: number } {
    return rangeOf(this.pieces, this.values.length, share);
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

  /** The pieces of a share. */
  private share(share: Share): readonly Piece[] {
    const { from, to } = this.range(share);
    return from === 0 && to === this.values.length
      ? this.pieces
      : this.pieces.filter(({ start }) => start >= from && start < to);
  }
}

/** Where a piece is. */
interface PiecePlan {
  readonly index: number;
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  readonly isVector: boolean;
  /** The number of its tensor, and where it begins there. */
  readonly tensor: number;
  readonly from: number;
}

/** Cuts the tensors into pieces, where the rule allows. */
function planPieces(
  specs: readonly ParameterSpec[],
  settings: readonly ParameterSettings[],
  { elementwise }: UpdateRule,
): PiecePlan[] {
  const pieces: PiecePlan[] = [];
  let start = 0;
  for (const [tensor, { shape }] of specs.entries()) {
    const { rows, columns } = matrixOf(shape);
    const isVector = Math.min(rows, columns) === 1;
    const whole = rows * columns;
    const most = elementwise || settings[tensor]!.frozen ? pieceLength : whole;
    for (let from = 0; from < whole; from += most) {
      const length = Math.min(most, whole - from);
      const size = length === whole ? { rows, columns } : { rows: 1, columns: length };
      pieces.push({ index: pieces.length, start: start + from, ...size, isVector, tensor, from });
    }
    start += whole;
  }
  return pieces;
}

/** Neighbouring pieces, about as many numbers in each share: those that begin before its end. */
function rangeOf(
  pieces: readonly Pick<PiecePlan, "start">[],
  total: number,
  { part, parts = 1, of }: Share,
): { from: number; to: number } {
  const border = (at: number) => pieces.find(({ start }) => start >= (at * total) / of)?.start ?? total;
  return { from: border(part), to: border(part + parts) };
}

type FiveBuffers = [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, ...Float32Array[]];

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
