/**
 * Adam's inner loop, and the sum of squares that clipping needs, as WebAssembly with SIMD: four numbers at a time,
 * four times as fast as the same loop in JavaScript. They are short enough to be assembled here, instruction by
 * instruction, so no build step or binary is needed.
 */

export interface AdamKernel {
  /** Byte offsets of the four buffers, bytes of each (whole blocks), then the factors of `Adam.update`. */
  adam(
    values: number,
    gradient: number,
    moment1: number,
    moment2: number,
    bytes: number,
    beta1: number,
    beta2: number,
    pull1: number,
    pull2: number,
    step: number,
    safe: number,
  ): void;
  /** Σ x² over a buffer, in double precision. */
  sumOfSquares(offset: number, bytes: number): number;
}

/** Buffers are worked on in blocks of this many bytes. */
export const kernelBlock = 32;

const [i32, f32, f64, v128] = [0x7f, 0x7d, 0x7c, 0x7b];
/** The numbers of the parameters, then of the locals: factors in all lanes, three vectors, the position. */
const [values, gradient, moment1, moment2, bytes, firstFactor] = [0, 1, 2, 3, 4, 5];
const factors = 6;
const [beta1, beta2, pull1, pull2, step, safe] = [11, 12, 13, 14, 15, 16];
const [g, m, v, position] = [17, 18, 19, 20];

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const simd = (code: number) => [0xfd, ...leb(code)];
const align4 = [2, 0];
const load = [...simd(0x00), ...align4];
const store = [...simd(0x0b), ...align4];
const [splat, sqrt] = [simd(0x13), simd(0xe3)];
const [add, sub, mul, div] = [simd(0xe4), simd(0xe5), simd(0xe6), simd(0xe7)];
const i32Add = [0x6a];
const at = (buffer: number) => [...get(buffer), ...get(position), ...i32Add];
const loadAt = (buffer: number) => [...at(buffer), ...load];

const instructions = [
  ...Array.from({ length: factors }, (_, n) => [...get(firstFactor + n), ...splat, ...set(beta1 + n)]).flat(),
  ...[0x03, 0x40], // loop
  // g = gradient
  ...[...loadAt(gradient), ...set(g)],
  // moment1 = m = β₁ moment1 + pull₁ g
  ...at(moment1),
  ...[
    ...loadAt(moment1),
    ...get(beta1),
    ...mul,
    ...get(g),
    ...get(pull1),
    ...mul,
    ...add,
    ...tee(m),
    ...store,
  ],
  // moment2 = v = β₂ moment2 + g g pull₂
  ...at(moment2),
  ...[...loadAt(moment2), ...get(beta2), ...mul],
  ...[...get(g), ...get(g), ...mul, ...get(pull2), ...mul, ...add, ...tee(v), ...store],
  // values = values − m step / (√v + safe)
  ...at(values),
  ...[...loadAt(values), ...get(m), ...get(step), ...mul],
  ...[...get(v), ...sqrt, ...get(safe), ...add, ...div, ...sub, ...store],
  // position += 16; again if position < bytes
  ...[...get(position), 0x41, 16, ...i32Add, ...tee(position), ...get(bytes), 0x49],
  ...[0x0d, 0, 0x0b], // br_if 0, end loop
  0x0b, // end
];

const adam = functionBody([3, factors, v128, 3, v128, 1, i32], instructions);

// Four sums of two lanes each, so that one addition need not wait for the one before.
const [offset, size, firstSum, pair, cursor] = [0, 1, 2, 6, 7];
const sums = [0, 1, 2, 3];
const load64 = (lane: number) => [...simd(0x5d), 3, 8 * lane];
const [promote, add64, mul64, lane64] = [simd(0x5f), simd(0xf0), simd(0xf2), simd(0x21)];
const sumOfSquares = functionBody(
  [2, sums.length + 1, v128, 1, i32],
  [
    ...[0x03, 0x40], // loop
    ...sums.flatMap((n) => [
      ...[...get(offset), ...get(cursor), ...i32Add, ...load64(n), ...promote, ...set(pair)],
      ...[...get(firstSum + n), ...get(pair), ...get(pair), ...mul64, ...add64, ...set(firstSum + n)],
    ]),
    ...[...get(cursor), 0x41, kernelBlock, ...i32Add, ...tee(cursor), ...get(size), 0x49],
    ...[0x0d, 0, 0x0b], // br_if 0, end loop
    ...[...get(firstSum), ...sums.slice(1).flatMap((n) => [...get(firstSum + n), ...add64]), ...tee(pair)],
    ...[...lane64, 0, ...get(pair), ...lane64, 1, 0xa0], // both lanes, f64.add
    0x0b, // end
  ],
);

const parameters = [...Array<number>(5).fill(i32), ...Array<number>(factors).fill(f32)];
const wasm = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
  // types: what each function takes and gives
  ...section(1, [2, 0x60, parameters.length, ...parameters, 0, 0x60, 2, i32, i32, 1, f64]),
  ...section(2, [1, ...text("host"), ...text("memory"), 2, 0, 0]), // imported memory
  ...section(3, [2, 0, 1]), // two functions, of types 0 and 1
  ...section(7, [2, ...text("adam"), 0, 0, ...text("sumOfSquares"), 0, 1]), // exported
  ...section(10, [2, ...adam, ...sumOfSquares]),
]);

/** The loops, bound to a memory. */
export function adamKernel(memory: WebAssembly.Memory): AdamKernel {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { host: { memory } });
  return exports as unknown as AdamKernel;
}

function functionBody(locals: readonly number[], code: readonly number[]): number[] {
  return [...leb(locals.length + code.length), ...locals, ...code];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...leb(content.length), ...content];
}

function text(name: string): number[] {
  return [name.length, ...new TextEncoder().encode(name)];
}

/** An unsigned integer in LEB128, as WebAssembly writes them. */
function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}
