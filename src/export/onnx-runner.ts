import type { Executable, HostTensor, HostTensors } from "../runtime/index.ts";
import { type Hypothesis, readHypotheses, turned, writtenTokens } from "../search/hypothesis.ts";
import { type EncodedRequest, readRequest } from "../search/request.ts";
import type { Model } from "../seq2seq/model.ts";
import { BOS, EOS, PAD } from "../text/index.ts";

const batchSize = 64;

/** Runs an exported `model.onnx` on lines and gives the hypotheses of each, in order. No line may be empty. */
export async function runSearch(
  search: Executable,
  model: Model,
  lines: readonly string[],
): Promise<Hypothesis[][]> {
  return await inBatches(model, lines, async (batch) => {
    const { ids, ...rest } = await search.run(sourceFeeds(batch));
    const found = {
      ...rest,
      ids: { ...ids!, dtype: "int32" as const, data: Int32Array.from(ids!.data, Number) },
    };
    return batch.map((line, b) => readHypotheses(found, b, model, line));
  });
}

/** The output of greedy search with the two stages for a line: its tokens in reading order, and log P with `</s>`. */
export interface Steps {
  readonly tokens: readonly string[];
  readonly logProbability: number;
}

/** Runs an exported `encoder.onnx` and `decoder-step.onnx` on lines, in order, by greedy search. */
export async function runStages(
  { encoder, step }: { readonly encoder: Executable; readonly step: Executable },
  model: Model,
  lines: readonly string[],
): Promise<Steps[]> {
  return await inBatches(model, lines, async (batch) => {
    const written = batch.map(() => ({ ids: [] as number[], logProbability: 0 }));
    const goesOn = (b: number) => written[b]!.ids.at(-1) !== EOS && written[b]!.ids.length < batch[b]!.limit;
    let known: HostTensors = await encoder.run(sourceFeeds(batch));
    while (batch.some((_, b) => goesOn(b))) {
      const last = written.map(({ ids }) => ids.at(-1) ?? BOS);
      const result = await step.run({ ...known, token: integers([last.length], last) });
      const V = result.logProbabilities!.shape[1]!;
      const logP = result.logProbabilities!.data as Float32Array;
      for (const [b, output] of written.entries()) {
        if (!goesOn(b)) continue;
        const { ids } = output;
        const row = logP.subarray(b * V, (b + 1) * V);
        const isLast = ids.length === batch[b]!.limit - 1;
        const id = isLast ? EOS : row.indexOf(row.reduce((a, x) => Math.max(a, x)));
        ids.push(id);
        output.logProbability += row[id]!;
      }
      known = { ...known, ...nextStates(result) };
    }
    return written.map(({ ids, logProbability }, b) => ({
      tokens: writtenTokens(turned(model, ids.slice(0, -1)), model.target, batch[b]!).tokens,
      logProbability,
    }));
  });
}

const next = "next.";

function nextStates(result: HostTensors): HostTensors {
  const states = Object.entries(result).filter(([name]) => name.startsWith(next));
  return Object.fromEntries(states.map(([name, tensor]) => [name.slice(next.length), tensor]));
}

/** Lines of similar length share a batch; the results are in the order of the lines. */
async function inBatches<T>(
  model: Model,
  lines: readonly string[],
  run: (batch: readonly EncodedRequest[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const requests = lines.map((line) => readRequest({ model }, line, {}));
  const order = [...requests.keys()].sort((a, b) => requests[a]!.ids.length - requests[b]!.ids.length);
  const results: T[] = [];
  for (let at = 0; at < order.length; at += batchSize) {
    const rows = order.slice(at, at + batchSize);
    const batch = await run(rows.map((row) => requests[row]!));
    rows.forEach((row, b) => {
      results[row] = batch[b]!;
    });
  }
  return results;
}

/** The inputs that are made from lines. */
function sourceFeeds(batch: readonly EncodedRequest[]): HostTensors {
  const copies = batch.flatMap((line) => line.copies ?? []);
  return {
    source: padded(batch.map(({ ids }) => ids)),
    ...(copies.length > 0 && { copies: padded(copies) }),
  };
}

/** `[B, S]` int64, with PAD behind. */
function padded(sequences: readonly Int32Array[]): HostTensor {
  const S = Math.max(...sequences.map(({ length }) => length));
  const rows = sequences.flatMap((ids) => [...ids, ...Array<number>(S - ids.length).fill(PAD)]);
  return integers([sequences.length, S], rows);
}

function integers(shape: readonly number[], values: readonly number[]): HostTensor {
  return { dtype: "int64", shape, data: BigInt64Array.from(values, (value) => BigInt(value)) };
}
