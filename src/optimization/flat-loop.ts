/**
 * Loops over flat buffers of float32, as WebAssembly with SIMD. What a loop does to one place of its buffers is
 * written once and assembled for vectors of four numbers, and for single numbers: those that are left in the end.
 * Loops are short enough to be assembled here, instruction by instruction, so no build step or binary is needed.
 */

/** Instructions, for four numbers or for one: an expression's leave its value, a statement's nothing. */
export type Code = (width: Width) => readonly number[];

/** Assembled it is a function: where each buffer begins and how long each is, in bytes; then the factors. */
export interface FlatLoop {
  readonly buffers: readonly string[];
  /** Numbers that are the same at every place. */
  readonly factors?: readonly string[];
  /** Names that statements set. */
  readonly locals?: readonly string[];
  readonly statements?: readonly Code[];
  /** The function returns Σ x² of this expression, squared and summed in double precision. Default: nothing. */
  readonly sumOfSquares?: Code;
}

/** The number at this place of a buffer. */
export function load(buffer: string): Code {
  return (width) => [...width.at(buffer), ...width.load];
}

export function store(buffer: string, value: Code): Code {
  return (width) => [...width.at(buffer), ...value(width), ...width.store];
}

/** A factor, or a local that was set. */
export function get(name: string): Code {
  return (width) => [0x20, width.indexOf(name)];
}

export function set(name: string, value: Code): Code {
  return (width) => [...value(width), 0x21, width.indexOf(name)];
}

export const add = operator("add");
export const sub = operator("sub");
export const mul = operator("mul");
export const div = operator("div");
export const min = operator("min");
export const max = operator("max");
export const sqrt = operator("sqrt");

function operator(name: Exclude<keyof typeof four, "bytes">) {
  return (...operands: readonly Code[]): Code =>
    (width) => [...operands.flatMap((operand) => operand(width)), ...width[name]];
}

const simd = (code: number) => [0xfd, ...leb(code)];
const align4 = [2, 0];

/** Four numbers, in the lanes of a vector. */
const four = {
  bytes: 16,
  load: [...simd(0x00), ...align4],
  store: [...simd(0x0b), ...align4],
  sqrt: simd(0xe3),
  add: simd(0xe4),
  sub: simd(0xe5),
  mul: simd(0xe6),
  div: simd(0xe7),
  min: simd(0xea),
  max: simd(0xeb),
};

const one: typeof four = {
  bytes: 4,
  load: [0x2a, ...align4],
  store: [0x38, ...align4],
  sqrt: [0x91],
  add: [0x92],
  sub: [0x93],
  mul: [0x94],
  div: [0x95],
  min: [0x96],
  max: [0x97],
};

type Width = typeof four & {
  /** Leaves the address of this place of a buffer. */
  readonly at: (buffer: string) => readonly number[];
  /** Which WebAssembly local holds a factor or a local. */
  readonly indexOf: (name: string) => number;
};

const [i32, f32, f64, v128] = [0x7f, 0x7d, 0x7c, 0x7b];
const [splat, promote, mul64, add64] = [simd(0x13), simd(0x5f), simd(0xf2), simd(0xf0)];
const lane64 = simd(0x21);
/** A shuffle of bytes that swaps the halves of a vector. */
const swapHalves = [...simd(0x0d), ...Array.from({ length: 16 }, (_, byte) => (byte + 8) % 16)];

/** The most pages of a WebAssembly memory, 4 GiB. */
const mostPages = 65536;

/**
 * A WebAssembly module that imports `host.memory` and exports the loops by name.
 * @param isShared whether the memory is shared among threads (default: no)
 */
export function assemble(loops: Readonly<Record<string, FlatLoop>>, isShared = false): WebAssembly.Module {
  const names = Object.keys(loops);
  const types = Object.values(loops).map(functionType);
  const bodies = Object.values(loops).map(functionBody);
  const memory = isShared ? [3, 0, ...leb(mostPages)] : [0, 0]; // its kind, at least and at most so many pages
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
      ...section(1, types),
      ...section(2, [[...text("host"), ...text("memory"), 2, ...memory]]), // imported memory
      ...section(
        3,
        types.map((_, index) => [index]),
      ),
      ...section(
        7,
        names.map((name, index) => [...text(name), 0, index]),
      ),
      ...section(10, bodies),
    ]),
  );
}

function functionType({ buffers, factors = [], sumOfSquares }: FlatLoop): number[] {
  const parameters = [...buffers.map(() => i32), i32, ...factors.map(() => f32)];
  return [0x60, parameters.length, ...parameters, ...(sumOfSquares ? [1, f64] : [0])];
}

/**
 * The WebAssembly locals, in this order: where the buffers begin; their bytes; factors and locals as numbers; both
 * once more as vectors; the position; then what the sum needs.
 */
function functionBody({
  buffers,
  factors = [],
  locals = [],
  statements = [],
  sumOfSquares,
}: FlatLoop): number[] {
  const names = [...factors, ...locals];
  const bytes = buffers.length;
  const numbers = bytes + 1;
  const vectors = numbers + names.length;
  const position = vectors + names.length;
  const [vector, pair, lowSum, highSum] = [position + 1, position + 2, position + 3, position + 4];
  const [square, sum] = [position + 5, position + 6];
  const declared = [5, locals.length, f32, names.length, v128, 1, i32, 4, v128, 2, f64];

  const at = (buffer: string) => [0x20, index(buffers, buffer), 0x20, position, 0x6a];
  const asVectors: Width = { ...four, at, indexOf: (name) => vectors + index(names, name) };
  const asNumbers: Width = { ...one, at, indexOf: (name) => numbers + index(names, name) };

  // Low and high lanes have sums of their own: an addition need not wait for the one before.
  const addSquares = (total: number) => [
    ...[...promote, 0x22, pair, 0x20, pair, ...mul64, 0x20, total, ...add64, 0x21, total],
  ];
  const sumVectors = (value: Code) => [
    ...[...value(asVectors), 0x22, vector, ...addSquares(lowSum)],
    ...[0x20, vector, 0x20, vector, ...swapHalves, ...addSquares(highSum)],
  ];
  const sumNumbers = (value: Code) => [
    ...[...value(asNumbers), 0xbb, 0x22, square, 0x20, square, 0xa2], // f64.promote, f64.mul
    ...[0x20, sum, 0xa0, 0x21, sum], // f64.add
  ];
  const total = [
    ...[0x20, lowSum, 0x20, highSum, ...add64, 0x22, pair, ...lane64, 0],
    ...[0x20, pair, ...lane64, 1, 0xa0, 0x20, sum, 0xa0],
  ];
  const code = [
    ...declared,
    ...factors.flatMap((_, n) => [0x20, numbers + n, ...splat, 0x21, vectors + n]),
    ...loopWhile({ step: four.bytes, position, bytes }, [
      ...statements.flatMap((statement) => statement(asVectors)),
      ...(sumOfSquares ? sumVectors(sumOfSquares) : []),
    ]),
    ...loopWhile({ step: one.bytes, position, bytes }, [
      ...statements.flatMap((statement) => statement(asNumbers)),
      ...(sumOfSquares ? sumNumbers(sumOfSquares) : []),
    ]),
    ...(sumOfSquares ? total : []),
    0x0b, // end
  ];
  return [...leb(code.length), ...code];
}

/** Repeats a body as long as there is room for one more step. */
function loopWhile(
  { step, position, bytes }: { step: number; position: number; bytes: number },
  body: readonly number[],
): number[] {
  const room = [0x20, position, 0x41, step, 0x6a, 0x20, bytes, 0x4d]; // position + step ≤ bytes
  return [
    ...[...room, 0x04, 0x40, 0x03, 0x40], // if, loop
    ...body,
    ...[0x20, position, 0x41, step, 0x6a, 0x21, position], // position += step
    ...[...room, 0x0d, 0, 0x0b, 0x0b], // br_if 0, end, end
  ];
}

function index(names: readonly string[], name: string): number {
  const found = names.indexOf(name);
  if (found < 0) throw new TypeError(`a loop over ${names.join(", ")} uses ${name}`);
  return found;
}

function section(id: number, entries: readonly (readonly number[])[]): number[] {
  const content = [...leb(entries.length), ...entries.flat()];
  return [id, ...leb(content.length), ...content];
}

function text(name: string): number[] {
  return [name.length, ...new TextEncoder().encode(name)];
}

/** An unsigned integer in LEB128, as WebAssembly writes them. */
function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}
