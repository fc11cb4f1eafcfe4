/**
 * Adam's inner loop as WebAssembly with SIMD: four numbers at a time, four times as fast as the same loop in
 * JavaScript. It is short enough to be assembled here, instruction by instruction, so no build step or binary is
 * needed.
 */

/** Byte offsets of the four buffers, bytes of each (a multiple of 16), then the factors of `Adam.update`. */
export type AdamKernel = (
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
) => void;

const [i32, f32, v128] = [0x7f, 0x7d, 0x7b];
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

const locals = [3, factors, v128, 3, v128, 1, i32];
const code = [...locals, ...instructions];
const parameters = [...Array<number>(5).fill(i32), ...Array<number>(factors).fill(f32)];
const wasm = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
  ...section(1, [1, 0x60, parameters.length, ...parameters, 0]), // type of the one function
  ...section(2, [1, ...text("host"), ...text("memory"), 2, 0, 0]), // imported memory
  ...section(3, [1, 0]), // one function, of type 0
  ...section(7, [1, ...text("adam"), 0, 0]), // exported
  ...section(10, [1, ...leb(code.length), ...code]),
]);

/** The loop, bound to a memory. */
export function adamKernel(memory: WebAssembly.Memory): AdamKernel {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { host: { memory } });
  return exports.adam as AdamKernel;
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
