import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { readRequest } from "../src/search/request.ts";
import { createTranslator } from "../src/search/translator.ts";
import { trainTokenizer } from "../src/text/index.ts";
import { judges } from "../test/support/judges.ts";
import { tokenIds } from "../test/support/reference-search-comparison.ts";
import { history } from "../test/support/tiny-saved-model.ts";
import { wildModel } from "../test/support/wild-model.ts";
import type { Bench, BenchContext } from "./bench.ts";
import { cellModels } from "./cell-speed.ts";
import { benchPairs } from "./pairs.ts";
import { checkPeers } from "./peers/peers.ts";
import { decodeWithPyTorch, type SourceBatch } from "./peers/pytorch-search.ts";
import type { BenchShape } from "./shapes.ts";
import { prepareStep } from "./step.ts";

const tiny: BenchShape = { name: "check", V: 11, E: 6, H: 10, B: 3, S: 5, T: 7 };

/**
 * `npm run bench -- check`: whether all sides of a comparison still do the same work, at sizes that take seconds and
 * without a time. It ends with an error where they do not.
 */
export const check: Bench = async (context) => {
  await checkSteps(context);
  await checkPeers(tiny, context);
  await checkSearch(context);
  await checkText(context);
  return [];
};

/** Each model of the step's bench computes, and the same twice. */
async function checkSteps({ runtime, say }: BenchContext): Promise<void> {
  for (const [name, model] of Object.entries(cellModels)) {
    const { run } = await prepareStep(tiny, runtime, model);
    const [first, second] = [await run(), await run()];
    if (!Number.isFinite(first) || first !== second)
      throw new Error(`step: ${name}: losses ${first} and ${second}`);
    say(`step: ${name}, the same twice`);
  }
}

/** The peer's greedy search and beam search give our outputs. */
async function checkSearch({ runtime, say }: BenchContext): Promise<void> {
  const model = wildModel({ seed: 2, target: { maximumLength: 7 }, source: { maximumLength: 10 } });
  const lines = ["abc", "d", "hgfedcba", "ab", "bead"];
  const requests = lines.map((line) => readRequest({ model }, line, {}));
  const batch: SourceBatch = {
    sources: requests.map(({ ids }) => [...ids]),
    limits: requests.map(({ limit }) => limit),
  };
  const translator = await createTranslator(model, runtime);
  const folder = await mkdtemp(join(tmpdir(), "henkan-bench-"));
  try {
    await saveModel(folder, model, history);
    const asked = { folder, batches: [batch], one: batch, rounds: 1, most: 1 };
    const peer = await decodeWithPyTorch(asked).catch((error: Error) => error);
    if (peer instanceof Error) return say(`search: no peer: ${peer.message}`);
    for (const [search, beam] of [
      ["greedy", 1],
      ["beam", 5],
    ] as const) {
      const found = await translator.translate(lines, { beam });
      const own = found.map(({ source, hypotheses }) => tokenIds(model, hypotheses[0]!.tokens, source));
      refuseDifference(`search: ${search}`, own, peer[search].ids[0]!);
      say(`search: ${search}, the same as PyTorch ${peer.version}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Other programs give our ids for the lines that are timed. */
async function checkText({ say }: BenchContext): Promise<void> {
  const lines = (await benchPairs()).train.slice(0, 500).map(({ target }) => target);
  for (const kind of ["bpe", "unigram"] as const) {
    const tokenizer = trainTokenizer({ kind, maximumVocabulary: 500, byteFallback: false }, lines);
    const own = lines.map((line) => tokenizer.encode(line));
    for (const judge of judges(tokenizer.toJSON())) {
      refuseDifference(`text: ${kind}`, own, await judge.encode(lines));
      say(`text: ${kind}, the same as ${judge.name}`);
    }
  }
}

/** @throws {Error} naming the first rows that differ */
function refuseDifference(
  what: string,
  own: readonly (readonly number[])[],
  theirs: readonly (readonly number[])[],
): void {
  const at = own.findIndex((ids, i) => ids.join() !== theirs[i]?.join());
  if (at >= 0)
    throw new Error(`${what}: line ${at + 1} is ${own[at]!.join()} here and ${theirs[at]?.join()} there`);
}
