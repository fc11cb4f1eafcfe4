import { spawn } from "node:child_process";
import { once } from "node:events";
import { buffer, text } from "node:stream/consumers";
import { expect } from "vitest";
import { python, pythonScript, withoutModules } from "./python.ts";

/** Sizes, or names of dynamic ones; null where nothing is known. */
type Dimensions = readonly (number | string)[] | null;

/** What ONNX's reference implementation sees in a model. */
export interface OnnxReport {
  readonly irVersion: number;
  /** Version by domain; "" is ai.onnx. */
  readonly opsets: Readonly<Record<string, number>>;
  /** Of all nodes, those in bodies too. */
  readonly domains: readonly string[];
  readonly operators: readonly string[];
  /** Shapes as the model declares them, by name. */
  readonly inputs: Readonly<Record<string, Dimensions>>;
  readonly outputs: Readonly<Record<string, Dimensions>>;
  /** The outputs' shapes as they follow from the operators alone. */
  readonly inferred: Readonly<Record<string, Dimensions>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a suite's name tells where the reference checker is missing. */
export const withoutOnnxChecker = withoutModules("onnx");

/**
 * Checks a model with ONNX's reference checker, shape inference included.
 * @throws {Error} with the checker's words, where the model is wrong
 */
export async function checkOnnx(model: Uint8Array): Promise<OnnxReport> {
  const child = spawn(python, [pythonScript("onnx_check.py")]);
  child.stdin.on("error", () => {}); // A script that dies early says why on stderr.
  child.stdin.end(model);
  const [out, problem, [status]] = await Promise.all([
    buffer(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  if (status !== 0) throw new Error(problem);
  return JSON.parse(out.toString()) as OnnxReport;
}

/**
 * Checks a model that claims to be standard: ai.onnx 17 alone, IR 8, and outputs of the rank that they declare. Of a
 * loop's last state no shape follows: ONNX lets a step change it.
 */
export async function expectStandard(model: Uint8Array): Promise<OnnxReport> {
  const report = await checkOnnx(model);
  expect(report).toMatchObject({ irVersion: 8, opsets: { "": 17 }, domains: [""] });
  expect(Object.keys(report.opsets)).toEqual([""]);
  for (const [name, declared] of Object.entries(report.outputs)) {
    expect(report.inferred[name] ?? declared, name).toHaveLength(declared!.length);
  }
  return report;
}
