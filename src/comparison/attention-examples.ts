import { loadModel } from "../model-folder/model-folder.ts";
import type { Runtime } from "../runtime/index.ts";
import { createTranslator } from "../search/translator.ts";
import type { KeptRun } from "./compare-runs.ts";
import { runFolder } from "./comparison-folder.ts";
import type { PlannedRun } from "./plan.ts";
import type { ComparedSentence } from "./report.ts";

/** Positions of the short, the middle and the long sentence, as shares of the sentences sorted by length. */
const shares = [0.1, 0.5, 0.9];

/**
 * Each arm's outputs and attention for the same three test sentences: a short, a middle and a long one.
 * @param kept the runs of the first seed, in the order of the arms
 */
export async function compareSentences(
  kept: readonly KeptRun[],
  { out, beam, runtime }: { out: string; beam: number; runtime: Runtime },
): Promise<ComparedSentence[]> {
  const { segments } = kept[0]!;
  const byLength = segments.toSorted((a, b) => a.source!.tokens.length - b.source!.tokens.length);
  const chosen = new Set(shares.map((share) => byLength[Math.floor(share * byLength.length)]!));
  const sources = [...chosen].map(({ source }) => source!.text);
  const outputs = await Promise.all(
    kept.map(async ({ run }) => ({
      run,
      translations: await translate(run, sources, { out, beam, runtime }),
    })),
  );
  return [...chosen].map(({ source, references }, index) => ({
    source: source!.text,
    sourceTokens: source!.tokens,
    references: [...new Set(references.map(({ text }) => text))],
    outputs: outputs.map(({ run, translations }) => ({ arm: run.arm.label, ...translations[index]! })),
  }));
}

async function translate(
  run: PlannedRun,
  sources: readonly string[],
  { out, beam, runtime }: { out: string; beam: number; runtime: Runtime },
) {
  const { model } = await loadModel(runFolder(out, run));
  return (await createTranslator(model, runtime)).translate(sources, { beam });
}
