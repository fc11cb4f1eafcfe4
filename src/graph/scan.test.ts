import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema, type NodeProto } from "onnx-buf";
import { describe, expect, it } from "vitest";
import { compareWithFiniteDifferences } from "../../test/support/finite-differences.ts";
import { runtimes } from "../../test/support/runtimes.ts";
import { ShapeError } from "../errors.ts";
import * as g from "./index.ts";

type Inputs = Record<string, g.Tensor>;
const total = (x: g.Tensor) => g.sum(g.mul(x, g.add(g.square(x), 0.3)));

const cases: Record<string, { shapes: Record<string, g.Shape>; f: (inputs: Inputs) => g.Tensor }> = {
  "a recurrence with a weight and a bias": {
    shapes: { x: ["T", "B", 2], h: ["B", 5], w: [2, 5], u: [5, 5], b: [5] },
    f: ({ x, h, w, u, b }) => {
      const { states, outputs } = g.scan({ sequences: [x!], initial: [h!] }, ([xt], [before]) => {
        const after = g.tanh(g.affine(before!, u!, g.affine(xt!, w!, b!)));
        return { states: [after], outputs: [after, g.mul(before!, after)] };
      });
      return g.add(total(outputs[1]!), g.add(total(outputs[0]!), total(states[0]!)));
    },
  },
  "read backwards": {
    shapes: { x: ["T", "B", 5], h: ["B", 5], u: [5, 5] },
    f: ({ x, h, u }) => {
      const { outputs } = g.scan({ sequences: [x!], initial: [h!], reverse: true }, ([xt], [before]) => {
        const after = g.tanh(g.affine(before!, u!, xt!));
        return { states: [after], outputs: [after] };
      });
      return total(outputs[0]!);
    },
  },
  "only the final state counts": {
    shapes: { x: ["T", "B", 5], h: ["B", 5], u: [5, 5] },
    f: ({ x, h, u }) => {
      const { states } = g.scan({ sequences: [x!], initial: [h!] }, ([xt], [before]) => ({
        states: [g.sigmoid(g.affine(before!, u!, xt!))],
      }));
      return total(states[0]!);
    },
  },
  "a memory from outside, multiplied (attention by products)": {
    shapes: { x: ["T", "B", 5], h: ["B", 5], memory: ["S", "B", 5], w: [5, 5] },
    f: ({ x, h, memory, w }) => {
      const values = g.transpose(memory!, [1, 0, 2]);
      const { outputs } = g.scan({ sequences: [x!], initial: [h!] }, ([xt], [before]) => {
        const query = g.expandDims(g.matmul(before!, w!), 1);
        const weights = g.softmax(g.matmul(query, values, { transposeB: true }));
        const after = g.tanh(g.add(xt!, g.squeeze(g.matmul(weights, values), 1)));
        return { states: [after], outputs: [after] };
      });
      return total(outputs[0]!);
    },
  },
  "a memory from outside, added (additive attention)": {
    shapes: { x: ["T", "B", 5], h: ["B", 5], memory: ["S", "B", 5], v: [5, 1] },
    f: ({ x, h, memory, v }) => {
      const values = g.transpose(memory!, [1, 0, 2]);
      const { outputs } = g.scan({ sequences: [x!], initial: [h!] }, ([xt], [before]) => {
        const scores = g.matmul(g.tanh(g.add(g.expandDims(before!, 1), values)), v!);
        const weights = g.softmax(g.transpose(scores));
        const after = g.tanh(g.add(xt!, g.squeeze(g.matmul(weights, values), 1)));
        return { states: [after], outputs: [after] };
      });
      return total(outputs[0]!);
    },
  },
  "a layer normalisation of the state": {
    shapes: { x: ["T", "B", 5], h: ["B", 5], gain: [5], bias: [5] },
    f: ({ x, h, gain, bias }) => {
      const { outputs } = g.scan({ sequences: [x!], initial: [h!] }, ([xt], [before]) => {
        const after = g.tanh(g.add(g.layerNorm(before!, gain!, bias!), xt!));
        return { states: [after], outputs: [after] };
      });
      return total(outputs[0]!);
    },
  },
  "a scan inside a scan": {
    shapes: { x: ["T", "B", 5], y: ["S", "B", 5], h: ["B", 5], w: [5, 5] },
    f: ({ x, y, h, w }) => {
      const { outputs } = g.scan({ sequences: [x!], initial: [h!] }, ([xt], [before]) => {
        const inner = g.scan({ sequences: [y!], initial: [g.tanh(g.add(before!, xt!))] }, ([yt], [state]) => {
          const next = g.tanh(g.add(g.mul(g.matmul(state!, w!), yt!), xt!));
          return { states: [next], outputs: [next] };
        });
        const after = g.tanh(g.add(inner.states[0]!, g.mean(inner.outputs[0]!, { axes: [0] })));
        return { states: [after], outputs: [after] };
      });
      return total(outputs[0]!);
    },
  },
  "a state that no parameter reaches": {
    shapes: { x: ["T", "B", 5] },
    f: ({ x }) => {
      const count = g.zeros(["B", 1], x!);
      const { outputs } = g.scan({ sequences: [x!], initial: [count] }, ([xt], [n]) => ({
        states: [g.add(n!, 1)],
        outputs: [g.mul(xt!, n!)],
      }));
      return total(outputs[0]!);
    },
  },
};

describe.each(runtimes)("scan's gradient against finite differences, $name", ({ open }) => {
  it.each(Object.entries(cases))("%s", async (_, { shapes, f }) => {
    for (const { error } of await compareWithFiniteDifferences(await open(), shapes, f, { epsilon: 3e-3 })) {
      expect(error).toBeLessThan(5e-3);
    }
  });
});

describe("scan", () => {
  it("computes a running sum, forwards and backwards", async () => {
    const runtime = await runtimes[0]!.open();
    const x = g.input("x", ["T", 2]);
    const running = (reverse: boolean) =>
      g.scan({ sequences: [x], initial: [g.constant([0, 0])], reverse }, ([xt], [sum]) => {
        const next = g.add(sum!, xt!);
        return { states: [next], outputs: [next] };
      }).outputs[0]!;
    const executable = await runtime.compile(
      g.toOnnx({ forwards: running(false), backwards: running(true) }),
    );
    const data = Float32Array.of(1, 2, 3, 4, 5, 6);
    const { forwards, backwards } = await executable.run({ x: { dtype: "float32", shape: [3, 2], data } });
    expect([...forwards!.data]).toEqual([1, 2, 4, 6, 9, 12]);
    expect([...backwards!.data]).toEqual([9, 12, 8, 10, 5, 6]);
  });

  it("takes out of the scan what does not depend on the state", () => {
    const x = g.input("x", ["T", "B", 2]);
    const w = g.input("w", [2, 5]);
    const { outputs } = g.scan({ sequences: [x], initial: [g.zeros(["B", 5], x)] }, ([xt], [h]) => {
      const next = g.add(g.tanh(g.matmul(xt!, w)), h!);
      return { states: [next], outputs: [next] };
    });
    const { outside, inside } = operators(g.toOnnx({ y: outputs[0]! }));
    expect(outside).toContain("MatMul");
    expect(outside).toContain("Tanh");
    expect(inside.filter((name) => name !== "Identity")).toEqual(["Add"]);
  });

  it("gives a shared weight's gradient by one product after the scan", () => {
    const x = g.input("x", ["T", "B", 5]);
    const w = g.input("w", [5, 5]);
    const { states } = g.scan({ sequences: [x], initial: [g.zeros(["B", 5], x)] }, ([xt], [h]) => ({
      states: [g.tanh(g.affine(h!, w, xt!))],
    }));
    const { outside } = operators(g.toOnnx({ dw: g.gradient(g.sum(states[0]!), [w])[0]! }));
    expect(outside.filter((name) => name.endsWith("MatMul"))).toHaveLength(1);
  });

  it("refuses states that change their shape and sequences of different lengths", () => {
    const x = g.input("x", ["T", "B", 2]);
    const h = g.input("h", ["B", 3]);
    const wrong = () => g.scan({ sequences: [x], initial: [h] }, ([xt]) => ({ states: [xt!] }));
    expect(wrong).toThrow(
      new ShapeError("scan: state 0 enters a step as [B, 3] float32 and leaves it as [B, 2] float32"),
    );
    const longer = g.input("y", ["S", "B", 2]);
    expect(() => g.scan({ sequences: [x, longer], initial: [h] }, (_, states) => ({ states }))).toThrow(
      new ShapeError("scan: sequences [T, B, 2] and [S, B, 2] differ in length"),
    );
  });
});

/** The names of the operators outside and inside of a model's scans. */
function operators(model: Uint8Array): { outside: string[]; inside: string[] } {
  const nodes = fromBinary(ModelProtoSchema, model).graph!.node;
  const names = (list: readonly NodeProto[]) => list.map(({ opType }) => opType);
  const inside = nodes.flatMap(({ attribute }) =>
    attribute.flatMap(({ g: body }) => (body ? names(body.node) : [])),
  );
  return { outside: names(nodes), inside };
}
