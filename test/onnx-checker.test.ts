import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema, OperatorSetIdProtoSchema } from "onnx-buf";
import { describe, expect, test } from "vitest";
import * as g from "../src/graph/index.ts";
import { Weights } from "../src/nn/index.ts";
import { traceModel } from "../src/seq2seq/model.ts";
import { checkOnnx, expectStandard, withoutOnnxChecker } from "./support/onnx-check.ts";
import { tinyConfiguration } from "./support/tiny-model.ts";

/** A scan inside a loop, products of all kinds, reductions, look-ups and the gradient of a scan. */
function sample(): Record<string, g.Tensor> {
  const x = g.input("x", ["T", "B", 3]);
  const ids = g.input("ids", ["T", "B"], "int32");
  const [w, table] = [g.input("w", [3, 3]), g.input("table", [7, 3])];
  const read = (memory: g.Tensor) => {
    const sequence = g.add(memory, g.gather(table, ids));
    return g.scan({ sequences: [sequence], initial: [g.zeros(["B", 3], x)] }, ([xt], [before]) => {
      const scores = g.matmul(before!, xt!, { transposeB: true }); // [B, B]
      const mixed = g.matmul(g.softmax(scores), g.affine(xt!, w, before!));
      const after = g.sub(mixed, g.mean(mixed, { axes: [-1], keepAxes: true }));
      return { states: [after], outputs: [after] };
    }).outputs[0]!; // [T, B, 3]
  };
  const { states, outputs } = g.loop(
    { initial: [x], maximum: g.constant(4, "int64"), length: "N" },
    (counter, [memory]) => {
      const after = read(memory!);
      const top = g.max(after, { axes: [0, 2] }); // [B]
      const some = g.less(g.add(g.cast(counter, "float32"), g.max(top)), 3);
      return { states: [after], condition: some, outputs: [top] };
    },
  );
  const loss = g.sum(g.crossEntropy(read(x), ids));
  const [dw, dTable] = g.gradient(loss, [w, table]);
  return { last: states[0]!, tops: outputs[0]!, loss, dw: dw!, dTable: dTable!, best: g.argMax(states[0]!) };
}

describe.skipIf(withoutOnnxChecker !== "")(`ONNX's reference checker${withoutOnnxChecker}`, () => {
  test("accepts loops, scans, products, reductions and gradients", async () => {
    const report = await expectStandard(g.toOnnx(sample(), { standard: true }));
    expect(report.operators).toEqual(
      expect.arrayContaining(["Loop", "Scan", "MatMul", "Gemm", "ReduceMax", "ReduceMean", "ScatterND"]),
    );
    expect(report.outputs).toMatchObject({ last: ["T", "B", 3], tops: ["N", "B"], loss: [], dw: [3, 3] });
    expect(report.inferred).toMatchObject({ loss: [], dw: [3, 3], dTable: [7, 3] });
  });

  test.each([undefined, "int8"] as const)("accepts a whole model, quantize: %s", async (quantize) => {
    // Just large enough for its products to be worth quantising.
    const configuration = tinyConfiguration({
      encoder: { size: 34, embedding: 67 },
      decoder: { size: 34, embedding: 71 },
    });
    const { decoder, parameters } = traceModel(configuration, { source: 37, target: 41 });
    const { prediction } = decoder.unroll(g.input("targetInput", ["T", "B"], "int32"));
    const weights = new Map(new Weights(parameters.specs).views.map(({ name, data }) => [name, data]));
    const metadata = { henkan: "1" };
    const model = g.toOnnx(
      { best: g.argMax(prediction.logits) },
      { weights, standard: true, metadata, ...(quantize && { quantize }) },
    );
    const report = await expectStandard(model);
    expect(Object.keys(report.inputs).sort()).toEqual(["source", "sourceMask", "targetInput"]);
    expect(report).toMatchObject({ inputs: { source: ["S", "B"] }, outputs: { best: ["T", "B"] }, metadata });
    // All products with weights are of one kind; the attention's own have none.
    expect(report.operators.includes("MatMulInteger")).toBe(quantize === "int8");
    expect(report.operators.includes("Gemm")).toBe(quantize === undefined);
  });

  test("refuses axes as an input, which is the form after 17", async () => {
    const y = g.mean(g.input("x", ["B", 3]), { axes: [1], keepAxes: true });
    const model = fromBinary(ModelProtoSchema, g.toOnnx({ y }));
    Object.assign(model, {
      irVersion: 8n,
      opsetImport: [create(OperatorSetIdProtoSchema, { version: 17n })],
    });
    await expect(checkOnnx(toBinary(ModelProtoSchema, model))).rejects.toThrow(
      "has input size 2 not in range [min=1, max=1]",
    );
  });
});
