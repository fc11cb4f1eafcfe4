import { debianPytorch, refuseOtherBlas, spawnPytorch } from "./pytorch.ts";

/** Sentences that are decoded together. */
export interface SourceBatch {
  /** Their ids, each with `</s>`. */
  readonly sources: readonly (readonly number[])[];
  /** The most steps of each, `</s>` counted. */
  readonly limits: readonly number[];
}

export interface SearchCase {
  /** The model's folder: one bidirectional layer of LSTM, general attention, input feeding. */
  readonly folder: string;
  readonly batches: readonly SourceBatch[];
  /** The batch that is timed by itself. */
  readonly one: SourceBatch;
  /** Times that all batches are decoded after a warm-up (default 5). */
  readonly rounds?: number;
  /** Hypotheses side by side in beam search (default 5). */
  readonly beam?: number;
  /** How many settings are tried (default: all). */
  readonly most?: number;
}

/** What a search has taken with its best setting. */
export interface Decoded {
  /** For all batches, ids in to ids out, in the best round. */
  readonly seconds: number;
  readonly setting: string;
  /** For `one`, the median. */
  readonly milliseconds: number;
  /** The setting that is best for `one`. */
  readonly oneSetting: string;
  /** Of each batch its sentences' outputs, without `</s>`. */
  readonly ids: readonly (readonly (readonly number[])[])[];
}

/** What pytorch_search.py answers. */
interface Answer {
  readonly torch: string;
  readonly blas: string;
  readonly greedy: Times;
  readonly beam: Times;
}

interface Times {
  readonly seconds: number;
  readonly one: number;
  readonly ids: Decoded["ids"];
}

// XNNPACK, whose weights are packed beforehand, leaves OpenBLAS the encoder and the attention alone.
const settings = [
  ...debianPytorch.settings.map((setting) => ({ ...setting, products: "blas" })),
  ...debianPytorch.settings
    .filter(({ environment }) => environment.OPENBLAS_NUM_THREADS === "1")
    .map((setting) => ({ ...setting, products: "xnnpack" })),
];

/**
 * Decodes with a model folder in PyTorch, greedily and by beam search, with henkan's rules: log P over ((5 + n) / 6)
 * ranks, a hypothesis that ends keeps its place. Each setting of threads and products runs in a process of its own,
 * one after the other.
 * @throws {Error} where PyTorch or its OpenBLAS is missing, with what to do
 */
export async function decodeWithPyTorch({ rounds = 5, beam = 5, most, ...given }: SearchCase): Promise<{
  version: string;
  blas: string;
  greedy: Decoded;
  beam: Decoded;
}> {
  const answers: [setting: string, answer: Answer][] = [];
  for (const { products, ...setting } of settings.slice(0, most)) {
    const { child, answers: next } = spawnPytorch("pytorch_search.py", [], debianPytorch, setting);
    child.stdin.on("error", () => {}); // a process that ended early says why on its other pipe
    child.stdin.end(JSON.stringify({ ...given, rounds, beam, products }));
    const answer = (await next()) as Answer;
    refuseOtherBlas(answer.blas, debianPytorch);
    answers.push([`${setting.name}, ${products === "blas" ? "OpenBLAS" : "XNNPACK"}`, answer]);
  }
  const best = (search: "greedy" | "beam"): Decoded => {
    const runs = answers.map(([setting, answer]) => ({ setting, ...answer[search] }));
    const [fastest] = runs.toSorted((a, b) => a.seconds - b.seconds);
    const [quickest] = runs.toSorted((a, b) => a.one - b.one);
    const { seconds, setting, ids } = fastest!;
    return { seconds, setting, ids, milliseconds: quickest!.one, oneSetting: quickest!.setting };
  };
  const { torch, blas } = answers[0]![1];
  return { version: torch, blas, greedy: best("greedy"), beam: best("beam") };
}
