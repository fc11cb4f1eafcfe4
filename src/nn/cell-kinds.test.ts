import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { input, toOnnx, vectorJacobian } from "../graph/index.ts";
import { RandomStream } from "../random.ts";
import type { HostTensor } from "../runtime/index.ts";
import type { CellSetting } from "./cell.ts";
import { type CellKind, cell, cellKinds } from "./cell-kinds.ts";
import { Parameters } from "./parameters.ts";
import { Weights } from "./weights.ts";

type Vector = readonly number[];
const [B, I, J, H] = [3, 5, 2, 7];

const σ = (x: number): number => 1 / (1 + Math.exp(-x));
const relu = (x: number): number => Math.max(x, 0);
const plus = (...terms: Vector[]): Vector =>
  terms[0]!.map((_, i) => terms.reduce((sum, term) => sum + term[i]!, 0));
const parts = (x: Vector, ...sizes: number[]): Vector[] =>
  sizes.map((size, n) => {
    const start = sizes.slice(0, n).reduce((sum, before) => sum + before, 0);
    return x.slice(start, start + size);
  });

/** What a cell's equations say, one row at a time: from x, h (and c) to h' (and c'). */
type Equations = (read: Read) => readonly Vector[];

/** What equations read: inputs, states, and the parameters by name. */
interface Read {
  readonly states: readonly Vector[];
  /** x₁W₁ + x₂W₂. */
  readonly xW: Vector;
  /** h U. */
  readonly hU: () => Vector;
  readonly parameter: (name: string) => Vector;
  /** LN with the gain, and if there is one the bias, of that name. */
  readonly norm: (name: string, x: Vector) => Vector;
}

const lstm = (gates: Vector, c: Vector, read: (c: Vector) => Vector): readonly Vector[] => {
  const [i, f, o, g] = parts(gates, H, H, H, H) as [Vector, Vector, Vector, Vector];
  const memory = c.map((before, n) => σ(f[n]!) * before + σ(i[n]!) * Math.tanh(g[n]!));
  return [read(memory).map((x, n) => σ(o[n]!) * Math.tanh(x)), memory];
};

const gru = (zr: Vector, x: Vector, s: Vector, h: Vector): readonly Vector[] => {
  const [z, r] = parts(zr, H, H) as [Vector, Vector];
  return [
    h.map((before, n) => {
      const candidate = Math.tanh(x[n]! + σ(r[n]!) * s[n]!);
      return (1 - σ(z[n]!)) * candidate + σ(z[n]!) * before;
    }),
  ];
};

const equations: Readonly<Record<CellKind, Equations>> = {
  lstm: ({ states: [, c], xW, hU, parameter }) => lstm(plus(xW, hU(), parameter("bias")), c!, (m) => m),
  gru: ({ states: [h], xW, hU, parameter }) => {
    const [x, s] = [plus(xW, parameter("bias")), plus(hU(), parameter("bias_h"))];
    return gru(plus(x, s).slice(0, 2 * H), x.slice(2 * H), s.slice(2 * H), h!);
  },
  "layer-norm-lstm": ({ states: [, c], xW, hU, norm }) =>
    lstm(plus(norm("norm_x", xW), norm("norm_h", hU())), c!, (memory) => norm("norm_c", memory)),
  "layer-norm-gru": ({ states: [h], xW, hU, norm }) => {
    const [xGates, x] = parts(xW, 2 * H, H) as [Vector, Vector];
    const [hGates, s] = parts(hU(), 2 * H, H) as [Vector, Vector];
    const zr = plus(norm("norm_x.gates", xGates), norm("norm_h.gates", hGates));
    return gru(zr, norm("norm_x.candidate", x), norm("norm_h.candidate", s), h!);
  },
  ssru: ({ states: [c], xW, parameter }) => {
    const [gate, candidate] = parts(xW, H, H) as [Vector, Vector];
    const f = plus(gate, parameter("bias")).map(σ);
    const memory = c!.map((before, n) => f[n]! * before + (1 - f[n]!) * candidate[n]!);
    return [memory.map(relu), memory];
  },
};

describe.each(runtimes)("a step of a cell is what its equations say, $name", ({ open }) => {
  it.each(Object.keys(cellKinds) as CellKind[])("%s", async (kind) => {
    const parameters = new Parameters();
    const one = cell(kind, parameters, "cell", [I, J], H, { recurrent: "xavier", forgetBias: 1 });
    const shapes = { x: [B, I], y: [B, J], ...(one.states === 2 ? { h: [B, H], c: [B, H] } : { h: [B, H] }) };
    const given = new Weights(Object.entries(shapes).map(([name, shape]) => ({ name, shape })));
    const weights = new Weights(parameters.specs);
    const random = new RandomStream(4, kind);
    for (const { values } of [given, weights]) values.forEach((_, i) => (values[i] = random.normal()));

    const [x, y, ...states] = Object.entries(shapes).map(([name, [, size]]) => input(name, ["B", size!]));
    const { output, states: after } = one.step([x!, y!], states);
    const memory = after.at(-1)!;
    const gates = one.gates([x!, y!], states);
    const outputs = { output, ...(memory !== output && { memory }) };
    const executable = await (await open()).compile(toOnnx({ ...outputs, ...gates }));
    const all = await executable.run({ ...given.tensors(), ...weights.tensors() });
    const results = Object.fromEntries(Object.keys(outputs).map((name) => [name, all[name]!]));

    for (let row = 0; row < B; row++) {
      const expected = equations[kind](reading(row, given, weights));
      Object.values(results).forEach((result, n) => {
        const values = [...(result as HostTensor).data].slice(row * H, (row + 1) * H);
        values.forEach((value, i) => expect(value).toBeCloseTo(expected[n]![i]!, 5));
      });
      expect(expected).toHaveLength(Object.keys(results).length);
    }
    const before = given.view(one.states === 2 ? "c" : "h").data;
    const gate = (name: string, i: number) => Number(all[name]!.data[i]);
    Array.from(before, (state, i) => {
      const now = Number((results.memory ?? results.output)!.data[i]);
      if (gates.i) expect(gate("f", i) * state + gate("i", i) * gate("g", i)).toBeCloseTo(now, 5);
      else if (gates.z) expect(gate("n", i) + gate("z", i) * (state - gate("n", i))).toBeCloseTo(now, 5);
      else expect(gate("f", i) * state + (1 - gate("f", i)) * gate("n", i)).toBeCloseTo(now, 5);
    });
  });
});

function reading(row: number, given: Weights, weights: Weights): Read {
  const parameter = (name: string): Vector => [...weights.view(`cell.${name}`).data];
  const rowOf = (name: string): Vector => {
    const { data, shape } = given.view(name);
    return [...data].slice(row * shape[1]!, (row + 1) * shape[1]!);
  };
  const times = (x: Vector, name: string): Vector => {
    const matrix = parameter(name);
    const columns = matrix.length / x.length;
    return Array.from({ length: columns }, (_, j) =>
      x.reduce((sum, xi, i) => sum + xi * matrix[i * columns + j]!, 0),
    );
  };
  return {
    states: given.views.slice(2).map(({ name }) => rowOf(name)),
    xW: plus(times(rowOf("x"), "weight_x0"), times(rowOf("y"), "weight_x1")),
    hU: () => times(rowOf("h"), "weight_h"),
    parameter,
    norm: (name, x) => {
      const mean = x.reduce((sum, xi) => sum + xi, 0) / x.length;
      const deviation = Math.sqrt(x.reduce((sum, xi) => sum + (xi - mean) ** 2, 0) / x.length + 1e-5);
      const hasBias = weights.views.some((view) => view.name === `cell.${name}.bias`);
      const [gain, bias] = [parameter(`${name}.gain`), hasBias ? parameter(`${name}.bias`) : undefined];
      return x.map((xi, i) => (gain[i]! * (xi - mean)) / deviation + (bias?.[i] ?? 0));
    },
  };
}

function kindsThatRead(setting: CellSetting): CellKind[] {
  return (Object.keys(cellKinds) as CellKind[]).filter((kind) => cellKinds[kind].reads.includes(setting));
}

/** Whether a step with a mask of the state depends on the mask. */
function readsDropout(kind: CellKind): boolean {
  const one = cell(kind, new Parameters(), "cell", [I], H);
  const states = Array.from({ length: one.states }, (_, n) => input(`s${n}`, ["B", H]));
  const mask = input("mask", ["B", H]);
  const { output } = one.step([input("x", ["B", I])], states, mask);
  return vectorJacobian([output], [output], [mask])[0] !== undefined;
}

describe("how a cell begins", () => {
  const fresh = (kind: CellKind, recurrent: "xavier" | "orthogonal", forgetBias: number): Weights => {
    const parameters = new Parameters();
    cell(kind, parameters, "cell", [I], H, { recurrent, forgetBias });
    const weights = new Weights(parameters.specs);
    weights.initialize(parameters.specs, 1);
    return weights;
  };

  it.each([
    ["lstm", "bias"],
    ["layer-norm-lstm", "norm_x.bias"],
  ] as const)("%s: of all biases the forget gate's is not zero", (kind, name) => {
    const bias = [...fresh(kind, "xavier", 3).view(`cell.${name}`).data];
    expect(bias).toEqual(Array.from({ length: 4 * H }, (_, i) => (i >= H && i < 2 * H ? 3 : 0)));
  });

  it.each(kindsThatRead("recurrent"))("%s: recurrent weights as asked for", (kind) => {
    const firstColumnLength = (recurrent: "xavier" | "orthogonal") => {
      const { data, shape } = fresh(kind, recurrent, 1).view("cell.weight_h");
      return data.reduce((sum, x, i) => sum + (i % shape[1]! === 0 ? x * x : 0), 0);
    };
    expect(firstColumnLength("orthogonal")).toBeCloseTo(1, 5);
    expect(firstColumnLength("xavier")).not.toBeCloseTo(1, 5);
  });

  it.each(Object.keys(cellKinds) as CellKind[])(
    "%s: reads the settings that it says, and no others",
    (kind) => {
      const plain = [...fresh(kind, "xavier", 1).values];
      const reads = {
        recurrent: `${[...fresh(kind, "orthogonal", 1).values]}` !== `${plain}`,
        forgetBias: `${[...fresh(kind, "xavier", 3).values]}` !== `${plain}`,
        recurrentDropout: readsDropout(kind),
      };
      const read = Object.entries(reads).flatMap(([name, has]) => (has ? [name] : []));
      expect(read.sort()).toEqual([...cellKinds[kind].reads].sort());
    },
  );

  it("gains start at one", () => {
    expect([...fresh("layer-norm-gru", "xavier", 1).view("cell.norm_h.candidate.gain").data]).toEqual(
      Array.from({ length: H }, () => 1),
    );
  });
});
