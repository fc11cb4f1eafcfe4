import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createTranslator } from "../src/search/translator.ts";
import type { Model } from "../src/seq2seq/model.ts";
import { EOS } from "../src/text/index.ts";
import { exportable, exportedOnnx, lines, sourceRows } from "./support/exported-onnx.ts";
import { tokenIds } from "./support/reference-search-comparison.ts";
import { runtimes } from "./support/runtimes.ts";

const reference = fileURLToPath(new URL("support/onnx-reference.py", import.meta.url));

function python(args: readonly string[], { input = "", cwd = "." } = {}): string {
  const { status, stdout, stderr } = spawnSync("python3", args, { input, cwd, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  return stdout;
}

const hasModule = (name: string) => spawnSync("python3", ["-c", `import ${name}`]).status === 0;
const [hasReference, hasRuntime] = [hasModule("onnx.reference"), hasModule("onnxruntime")];
const without = (module: string) => ` (skipped: needs a python3 with ${module})`;

async function translated(model: Model, beam: number) {
  const translator = await createTranslator(model, await runtimes[0]!.open());
  return await translator.translate(lines, { beam, nBest: beam });
}

describe.skipIf(!hasReference)(
  `ONNX's reference evaluator${hasReference ? "" : without("onnx 1.14 or later")}`,
  () => {
    const cases = Object.entries(exportable).flatMap(([name, model]) =>
      [1, 3].map((beam) => ({ name, model, beam })),
    );
    it.each(cases)("gives what the model gives: $name, beam $beam", async ({ model, beam }) => {
      const { out } = await exportedOnnx(model, { beam, nBest: beam });
      const found = JSON.parse(
        python([reference, join(out, "model.onnx")], { input: JSON.stringify(sourceRows(model, lines)) }),
      ) as {
        ids: number[][][];
        scores: number[][];
      };
      const expected = await translated(model, beam);
      for (const [b, { source, hypotheses }] of expected.entries()) {
        expect(hypotheses.length).toBeGreaterThan(0);
        for (const [n, { tokens, score }] of hypotheses.entries()) {
          const written = found.ids[b]![n]!.filter((id) => id > 0);
          expect(written).toEqual([...tokenIds(model, tokens, source), EOS]);
          expect(found.scores[b]![n]).toBeCloseTo(score, 2);
        }
      }
    });
  },
);

describe.skipIf(!hasRuntime)(
  `the README of an ONNX export${hasRuntime ? "" : without("onnxruntime")}`,
  () => {
    it.each(Object.entries(exportable))("has Python that runs: %s", async (_, model) => {
      const { out } = await exportedOnnx(model, { dev: [{ source: " Bead", target: "p" }] });
      const readme = await readFile(join(out, "README.md"), "utf8");
      const [, code] = /^```python\n(.*?)^```/ms.exec(readme)!;
      const translator = await createTranslator(model, await runtimes[0]!.open());
      const [expected] = await translator.translate(["bead"], { beam: 5 });
      expect(python(["-c", code!], { cwd: out })).toBe(`${expected!.text}\n`);
    });
  },
);
