import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type ConfigurationInput, parseConfiguration } from "../configuration/configuration.ts";
import { Weights } from "../nn/index.ts";
import { type HostTensor, openRuntime } from "../runtime/index.ts";
import { gradientName, trainingGraph, type VocabularySizes } from "./model.ts";

// Made by bench/peers/golden.py: the same model in PyTorch, in float64. The file holds the command and versions.
interface Golden {
  configuration: ConfigurationInput;
  sizes: VocabularySizes;
  batch: Record<"source" | "sourceMask" | "targetInput" | "targetOutput" | "targetMask", GoldenTensor>;
  loss: number;
  parameters: Record<string, GoldenTensor & { gradient: number[] }>;
}

interface GoldenTensor {
  shape: number[];
  values: number[];
}

const golden: Record<"lstm" | "gru", Golden> = JSON.parse(
  readFileSync(new URL("golden-pytorch.json", import.meta.url), "utf8"),
);

test.each(["lstm", "gru"] as const)("loss and gradients of a %s model are PyTorch's", async (cell) => {
  const { configuration, sizes, batch, loss, parameters } = golden[cell];
  const plain = { ...configuration, training: { labelSmoothing: 0 } };
  const graph = trainingGraph(parseConfiguration(plain), sizes);
  const shapes = (list: [string, readonly number[]][]) => Object.fromEntries(list);
  expect(shapes(graph.parameters.map(({ name, shape }) => [name, shape]))).toEqual(
    shapes(Object.entries(parameters).map(([name, { shape }]) => [name, shape])),
  );

  const { source, sourceMask, targetInput, targetOutput, targetMask } = batch;
  const targets = targetMask.values.reduce((sum, real) => sum + real, 0);
  const targetWeight = { ...targetMask, values: targetMask.values.map((real) => real / targets) };
  const feeds: Record<string, HostTensor> = {};
  for (const [name, { shape, values }] of Object.entries({ source, targetInput, targetOutput })) {
    feeds[name] = { dtype: "int32", shape, data: Int32Array.from(values) };
  }
  for (const [name, { shape, values }] of Object.entries({ sourceMask, targetWeight, ...parameters })) {
    feeds[name] = { dtype: "float32", shape, data: Float32Array.from(values) };
  }
  const gradient = new Weights(graph.parameters);
  const into = Object.fromEntries(
    gradient.views.map(({ name, shape, data }): [string, HostTensor] => [
      gradientName(name),
      { dtype: "float32", shape, data },
    ]),
  );
  const runtime = await openRuntime();
  const outputs = await (await runtime.compile(graph.onnx)).run(feeds, into);

  expect(relative(Number(outputs.loss!.data[0]), loss)).toBeLessThan(1e-5);
  for (const { name, data } of gradient.views) {
    const expected = parameters[name]!.gradient;
    const difference = norm(expected.map((value, i) => value - data[i]!));
    expect(difference / norm(expected), name).toBeLessThan(1e-4);
  }
});

function relative(value: number, expected: number): number {
  return Math.abs(value - expected) / Math.abs(expected);
}

function norm(values: readonly number[]): number {
  return Math.hypot(...values);
}
