import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Batch } from "../../src/data/index.ts";
import type { Weights } from "../../src/nn/index.ts";
import type { BenchShape } from "../shapes.ts";

/** A model and a batch on disk, for another program to read: the same weights, the same tokens. */
export interface CaseFile {
  readonly path: string;
  remove(): void;
}

/** Writes CASE.json (sizes, ids row-major `[time, B]`, names and shapes of the parameters) and the flat weights. */
export function writeCase({ V, E, H, B, S, T }: BenchShape, batch: Batch, weights: Weights): CaseFile {
  const folder = mkdtempSync(join(tmpdir(), "henkan-bench-"));
  const path = join(folder, "case.json");
  const values = join(folder, "weights.f32");
  const { source, targetInput, targetOutput } = batch;
  const ids = { source: [...source], targetInput: [...targetInput], targetOutput: [...targetOutput] };
  const parameters = weights.views.map(({ name, shape }) => [name, shape]);
  writeFileSync(values, weights.values);
  writeFileSync(path, JSON.stringify({ V, E, H, B, S, T, ...ids, weights: values, parameters }));
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}
