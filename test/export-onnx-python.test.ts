import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTranslator } from "../src/search/translator.ts";
import type { Model } from "../src/seq2seq/model.ts";
import { EOS } from "../src/text/index.ts";
import { exportable, exportedOnnx, lines, sourceRows } from "./support/exported-onnx.ts";
import { askPython, runPython, withoutModules } from "./support/python.ts";
import { tokenIds } from "./support/reference-search-comparison.ts";
import { runtimes } from "./support/runtimes.ts";

/** What an exported model gives: rows of ids with PAD behind, `[B][n][T]`, and their scores `[B][n]`. */
interface Found {
  readonly ids: readonly (readonly (readonly number[])[])[];
  readonly scores: readonly (readonly number[])[];
}

const judges = [
  {
    name: "ONNX's reference evaluator",
    script: "onnx_reference.py",
    without: withoutModules("onnx.reference"),
  },
  { name: "Python's ONNX Runtime", script: "onnx_runtime.py", without: withoutModules("onnxruntime") },
];
const beams = [1, 3];

describe.each(judges)("$name$without", ({ script, without }) => {
  it.skipIf(without !== "").each(Object.entries(exportable))(
    "gives what the model gives: %s",
    async (_, model) => {
      const exports = await Promise.all(beams.map((beam) => exportedOnnx(model, { beam, nBest: beam })));
      const inputs = sourceRows(model, lines);
      const found = askPython<Found[]>(
        script,
        beams.map(() => inputs),
        exports.map(({ out }) => join(out, "model.onnx")),
      );
      for (const [i, beam] of beams.entries()) await expectFound(found[i]!, model, beam);
    },
  );
});

async function expectFound({ ids, scores }: Found, model: Model, beam: number): Promise<void> {
  const translator = await createTranslator(model, await runtimes[0]!.open());
  for (const [b, { source, hypotheses }] of (
    await translator.translate(lines, { beam, nBest: beam })
  ).entries()) {
    expect(hypotheses.length).toBeGreaterThan(0);
    for (const [n, { tokens, score }] of hypotheses.entries()) {
      expect(ids[b]![n]!.filter((id) => id > 0)).toEqual([...tokenIds(model, tokens, source), EOS]);
      expect(scores[b]![n]).toBeCloseTo(score, 2);
    }
  }
}

const withoutRuntime = withoutModules("onnxruntime");

describe.skipIf(withoutRuntime !== "")(`the README of an ONNX export${withoutRuntime}`, () => {
  it.each(Object.entries(exportable))("has Python that runs: %s", async (_, model) => {
    const { out } = await exportedOnnx(model, { dev: [{ source: " Bead", target: "p" }] });
    const readme = await readFile(join(out, "README.md"), "utf8");
    const [, code] = /^```python\n(.*?)^```/ms.exec(readme)!;
    const translator = await createTranslator(model, await runtimes[0]!.open());
    const [expected] = await translator.translate(["bead"], { beam: 5 });
    expect(runPython(["-c", code!], { cwd: out })).toBe(`${expected!.text}\n`);
  });
});
