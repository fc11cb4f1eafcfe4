import { hear } from "../runtime/breathe.ts";
import type { Executable, HostTensors, Runtime } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { BOS, EOS, PAD } from "../text/index.ts";
import { looksBack } from "./graph/rules.ts";
import type { Stages } from "./graph/stages.ts";
import { turned, writtenTokens } from "./hypothesis.ts";
import type { SearchOptions } from "./options.ts";
import type { EncodedRequest } from "./request.ts";
import { searchFeeds } from "./search-feeds.ts";
import type { SearchPlan } from "./search-plan.ts";

/** The token that was just written: the next of the output or, if the decoder writes from the end, the one before. */
export interface StreamedToken {
  readonly token: string;
  /** The output so far. A character whose bytes are not all written yet is U+FFFD. */
  readonly text: string;
  /** log P of the token, natural, given those before it. */
  readonly logProbability: number;
  /** Its weights over the source's tokens and `</s>`; null for a model without attention. */
  readonly attention: readonly number[] | null;
}

/** The two graphs of a stream, compiled. */
export interface CompiledStages extends Pick<Stages, "memory" | "states"> {
  readonly encoder: Executable;
  readonly step: Executable;
}

export async function compileStages(stages: Stages, runtime: Runtime): Promise<CompiledStages> {
  const { memory, states } = stages;
  const [encoder, step] = await Promise.all([runtime.compile(stages.encoder), runtime.compile(stages.step)]);
  return { memory, states, encoder, step };
}

/** Writes the output of a line token by token, until `</s>` or the limit. The signal is checked between tokens. */
export async function* streamTokens(
  { encoder, step, states }: CompiledStages,
  model: Model,
  line: EncodedRequest,
  plan: SearchPlan,
  { signal, replaceUnknown }: SearchOptions,
  weights: HostTensors,
): AsyncGenerator<StreamedToken, void, undefined> {
  const feeds = { ...weights, ...searchFeeds([line], plan) };
  let known: HostTensors = await encoder.run(feeds);
  const written: number[] = [];
  const rows: number[][] = [];
  for (let t = 0; t < line.limit; t++) {
    await hear(signal);
    const result = await step.run({
      ...feeds,
      ...known,
      token: { dtype: "int32", shape: [1], data: Int32Array.of(written.at(-1) ?? BOS) },
      step: { dtype: "int64", shape: [], data: BigInt64Array.of(BigInt(t)) },
      ...(looksBack(plan) && { history: history(written, plan) }),
    });
    const id = Number(result.written!.data[0]);
    if (id === EOS || id === PAD) return;
    written.push(id);
    rows.push(Array.from((result.attention?.data as Float32Array | undefined) ?? []));
    const attention = replaceUnknown ? turned(model, rows) : undefined;
    const { tokens, text } = writtenTokens(turned(model, written), model.target, line, attention);
    yield {
      token: turned(model, tokens)[t]!,
      text,
      logProbability: Number(result.logProbability!.data[0]),
      attention: result.attention === undefined ? null : rows[t]!,
    };
    known = { ...known, ...Object.fromEntries(states.map((name) => [name, result[`next.${name}`]!])) };
  }
}

/** `[1, n]`, with the beginning that `startOfHistory` gives. */
function history(written: readonly number[], { exclude }: SearchPlan) {
  const ids = [...Array<number>(Math.max(0, exclude - 1)).fill(PAD), BOS, ...written];
  return {
    dtype: "int64",
    shape: [1, ids.length],
    data: BigInt64Array.from(ids, (id) => BigInt(id)),
  } as const;
}
