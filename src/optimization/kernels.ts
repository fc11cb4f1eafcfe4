import {
  add,
  assemble,
  type Code,
  div,
  type FlatLoop,
  get,
  load,
  max,
  min,
  mul,
  set,
  sqrt,
  store,
  sub,
} from "./flat-loop.ts";

/**
 * What optimizers do to flat buffers, bound to a memory. The first numbers are where buffers begin, then comes their
 * length, all in bytes. `keep` is what is kept of a value before it moves: below 1 it is decoupled weight decay.
 */
export interface Kernels {
  /** to = keep · to + pull · from */
  combine(to: number, from: number, bytes: number, keep: number, pull: number): void;
  /** average += pull · (value − average) */
  follow(average: number, value: number, bytes: number, pull: number): void;
  /** buffer = min(max(buffer, low), high) */
  clamp(buffer: number, bytes: number, low: number, high: number): void;
  /** Σ x², in double precision. */
  sumOfSquares(buffer: number, bytes: number): number;
  /** Σ min(max(x, low), high)², in double precision. */
  clampedSquares(buffer: number, bytes: number, low: number, high: number): number;
  /** value = keep · value − step · gradient */
  descend(value: number, gradient: number, bytes: number, keep: number, step: number): void;
  /** velocity = momentum · velocity + pull · gradient; value = keep · value − step · velocity */
  descendWithMomentum(
    value: number,
    gradient: number,
    velocity: number,
    bytes: number,
    keep: number,
    momentum: number,
    pull: number,
    step: number,
  ): void;
  /**
   * moment1 = β₁ moment1 + pull₁ gradient; moment2 = β₂ moment2 + pull₂ gradient²;
   * value = keep · value − step · moment1 / (√moment2 + safe)
   */
  adam(
    value: number,
    gradient: number,
    moment1: number,
    moment2: number,
    bytes: number,
    keep: number,
    beta1: number,
    pull1: number,
    beta2: number,
    pull2: number,
    step: number,
    safe: number,
  ): void;
  /** to += pull · gradient²; returns Σ gradient², in double precision. */
  addSquares(gradient: number, to: number, bytes: number, pull: number): number;
  /** Σ (gradient · by)², in double precision. */
  scaledSquares(gradient: number, by: number, bytes: number): number;
  /** value = keep · value − step · gradient · by */
  descendScaled(value: number, gradient: number, by: number, bytes: number, keep: number, step: number): void;
}

const kept = mul(load("value"), get("keep"));
const clamped = min(max(load("buffer"), get("low")), get("high"));
const scaled = mul(load("gradient"), load("by"));

const loops: Record<keyof Kernels, FlatLoop> = {
  combine: {
    buffers: ["to", "from"],
    factors: ["keep", "pull"],
    statements: [store("to", add(mul(load("to"), get("keep")), mul(load("from"), get("pull"))))],
  },
  follow: {
    buffers: ["average", "value"],
    factors: ["pull"],
    statements: [
      store("average", add(load("average"), mul(sub(load("value"), load("average")), get("pull")))),
    ],
  },
  clamp: {
    buffers: ["buffer"],
    factors: ["low", "high"],
    statements: [store("buffer", clamped)],
  },
  sumOfSquares: { buffers: ["buffer"], sumOfSquares: load("buffer") },
  clampedSquares: { buffers: ["buffer"], factors: ["low", "high"], sumOfSquares: clamped },
  descend: {
    buffers: ["value", "gradient"],
    factors: ["keep", "step"],
    statements: [store("value", sub(kept, mul(load("gradient"), get("step"))))],
  },
  descendWithMomentum: {
    buffers: ["value", "gradient", "velocity"],
    factors: ["keep", "momentum", "pull", "step"],
    locals: ["v"],
    statements: [
      ...decaying("velocity", "v", "momentum", mul(load("gradient"), get("pull"))),
      store("value", sub(kept, mul(get("v"), get("step")))),
    ],
  },
  adam: {
    buffers: ["value", "gradient", "moment1", "moment2"],
    factors: ["keep", "beta1", "pull1", "beta2", "pull2", "step", "safe"],
    locals: ["g", "m", "v"],
    statements: [
      set("g", load("gradient")),
      ...decaying("moment1", "m", "beta1", mul(get("g"), get("pull1"))),
      ...decaying("moment2", "v", "beta2", mul(mul(get("g"), get("g")), get("pull2"))),
      store("value", sub(kept, div(mul(get("m"), get("step")), add(sqrt(get("v")), get("safe"))))),
    ],
  },
  addSquares: {
    buffers: ["gradient", "to"],
    factors: ["pull"],
    locals: ["g"],
    statements: [
      set("g", load("gradient")),
      store("to", add(load("to"), mul(mul(get("g"), get("g")), get("pull")))),
    ],
    sumOfSquares: get("g"),
  },
  scaledSquares: { buffers: ["gradient", "by"], sumOfSquares: scaled },
  descendScaled: {
    buffers: ["value", "gradient", "by"],
    factors: ["keep", "step"],
    statements: [store("value", sub(kept, mul(scaled, get("step"))))],
  },
};

/** moment = local = decay · moment + news */
function decaying(moment: string, local: string, decay: string, news: Code): Code[] {
  return [set(local, add(mul(load(moment), get(decay)), news)), store(moment, get(local))];
}

const modules = new Map<boolean, WebAssembly.Module>();

/** The kernels, bound to a memory. */
export function bindKernels(memory: WebAssembly.Memory): Kernels {
  const isShared = !(memory.buffer instanceof ArrayBuffer);
  const module = modules.get(isShared) ?? assemble(loops, isShared);
  modules.set(isShared, module);
  return new WebAssembly.Instance(module, { host: { memory } }).exports as unknown as Kernels;
}
