import { readPairsFile } from "../data/files.ts";
import type { Evaluation } from "../metrics/index.ts";
import { openRuntime } from "../runtime/index.ts";
import { loadModel } from "../seq2seq/model-folder.ts";
import { scoreOnPairs } from "../training/evaluator.ts";
import { cutNotice } from "./cut-notice.ts";
import { stopAtInterrupt } from "./interrupt.ts";
import { formatScores } from "./scores.ts";
import { type SearchFlags, searchOptions } from "./search-flags.ts";
import { createSentenceCounter } from "./sentence-counter.ts";
import { counted } from "./table.ts";
import { print, type Terminal } from "./terminal.ts";

export interface EvaluateFlags extends SearchFlags {
  readonly pairs: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `henkan evaluate`: every metric of a model on a file of pairs. */
export async function evaluate(
  folder: string,
  { pairs: path, json = false, quiet = false, ...flags }: EvaluateFlags,
  terminal: Terminal,
): Promise<number> {
  const search = searchOptions(flags);
  const { model } = await loadModel(folder);
  const { pairs } = await readPairsFile(path);
  const onNotice = (line: string) => void (quiet || terminal.stderr.write(`${line}\n`));
  const runtime = await openRuntime({ onNotice });
  const { onProgress, close } = createSentenceCounter({ stream: terminal.stderr, quiet });
  const { signal, forget } = stopAtInterrupt(terminal, () => "these sentences", onNotice);
  const options = { search, onProgress, signal };
  const { sentences, metrics } = await scoreOnPairs(model, pairs, runtime, options).finally(() => {
    close();
    forget();
  });
  const evaluation: Evaluation = { sentences, metrics };
  await print(terminal, json ? `${JSON.stringify(evaluation)}\n` : describe(evaluation, pairs.length));

  const limit = model.configuration.source.maximumLength;
  const sources = [...new Set(pairs.map(({ source }) => source))];
  const cut = sources.filter((source) => model.source.tokens(source).length > limit).length;
  if (cut > 0) onNotice(cutNotice(cut, model));
  return 0;
}

function describe(evaluation: Evaluation, references: number): string {
  const { sentences } = evaluation;
  return `${counted(sentences, "sentence")}, ${counted(references, "reference")}\n${formatScores(evaluation)}`;
}
