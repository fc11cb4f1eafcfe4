import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HenkanError } from "../errors.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Hypothesis } from "../search/hypothesis.ts";
import { createTranslator } from "../search/translator.ts";
import { onnxFiles } from "./onnx-files.ts";
import type { OnnxSource } from "./onnx-models.ts";
import { runSearch, runStages, type Steps } from "./onnx-runner.ts";

/** How an exported model compares with the model that it was made from. */
export interface Verification {
  /** Lines that both were given. */
  readonly lines: number;
  /** Lines for which `model.onnx` gave the same best output. */
  readonly same: number;
  /** Lines for which greedy search with `encoder.onnx` and `decoder-step.onnx` gave the same. */
  readonly sameInStages: number;
}

/**
 * Reads the written models back, runs them, and compares their ids and scores with those of the model itself.
 * @throws {Error} where a float32 export differs, or any export does not run; for int8, differing outputs are counted
 */
export async function verifyOnnx(
  folder: string,
  source: OnnxSource,
  lines: readonly string[],
  runtime: Runtime,
): Promise<Verification> {
  try {
    return await compare(folder, source, lines, runtime);
  } catch (cause) {
    // We wrote what the runtime refuses here: it is not the user's mistake.
    throw cause instanceof HenkanError ? new Error(cause.message, { cause }) : cause;
  }
}

async function compare(
  folder: string,
  { model, search, int8 }: OnnxSource,
  lines: readonly string[],
  runtime: Runtime,
): Promise<Verification> {
  const compile = async (file: string) => await runtime.compile(await readFile(join(folder, file)));
  const translator = await createTranslator(model, runtime);
  const count = (file: string, found: readonly Outputs[], expected: readonly Outputs[]): number => {
    const differing = [...lines.keys()].filter((i) => !agree(found[i]!, expected[i]!, int8));
    const [first] = differing;
    if (int8 || first === undefined) return lines.length - differing.length;
    const [own, wanted] = [shown(found[first]!), shown(expected[first]!)];
    throw new Error(
      `${file} gives for ${JSON.stringify(lines[first])} ${own}; the model itself gives ${wanted}`,
    );
  };

  const found = await runSearch(await compile(onnxFiles.model), model, lines);
  const expected = (await translator.translate(lines, search)).map(({ hypotheses }) => hypotheses);

  const stages = { encoder: await compile(onnxFiles.encoder), step: await compile(onnxFiles.step) };
  const byProbability = ({ tokens, logProbability: score }: Steps) => [{ tokens, score }];
  const steps = (await runStages(stages, model, lines)).map(byProbability);
  const greedy = (await translator.translate(lines)).map(byProbability);
  return {
    lines: lines.length,
    same: count(onnxFiles.model, found, expected),
    sameInStages: count(onnxFiles.step, steps, greedy),
  };
}

/** The outputs for a line, best first. */
type Outputs = readonly Pick<Hypothesis, "tokens" | "score">[];

/** Scores of the same output may differ by this fraction of their size. */
const tolerance = 1e-3;
/** Where scores differ by less, either output may come first. */
const tie = 1e-5;

function agree(found: Outputs, expected: Outputs, bestAlone: boolean): boolean {
  const same = (n: number) => found[n]?.tokens.join(" ") === expected[n]?.tokens.join(" ");
  if (bestAlone) return same(0);
  if (found.length !== expected.length) return false;
  return found.every(({ score }, n) => {
    const wanted = expected[n]!.score;
    return Math.abs(score - wanted) < (same(n) ? tolerance : tie) * Math.max(1, Math.abs(wanted));
  });
}

function shown(outputs: Outputs): string {
  return (
    outputs.map(({ tokens, score }) => `"${tokens.join(" ")}" (${score.toFixed(4)})`).join(", ") || "nothing"
  );
}
