import { readRequest } from "../search/request.ts";
import { BOS } from "../text/index.ts";
import { checkEdits, type Edit, editedRow, likeliestTokens } from "./edits.ts";
import type { GateRows, SteppedDecoder } from "./stepped-decoder.ts";
import { tokenText } from "./traced-output.ts";

/** A token that a step could write. */
interface Alternative {
  readonly token: number;
  readonly text: string;
  readonly probability: number;
}

/** One step of an output that was followed. */
export interface TrailStep {
  /** The token that was written. */
  readonly written: Alternative;
  /** The likeliest tokens, the likeliest first. */
  readonly alternatives: readonly Alternative[];
  /** The attention that was used, `[S]`; null for a model without. */
  readonly attention: readonly number[] | null;
  /** The states after the step, `[H]` each: see `decoderStates`. */
  readonly states: readonly Float32Array[];
  /** Gates of each layer, `[H]` each, where they were asked for. */
  readonly gates?: readonly Readonly<Record<string, Float32Array>>[];
}

/** What a model does while it reads a line and writes one output. */
export interface Trail {
  readonly sourceTokens: readonly string[];
  /** The encoder's state at every source token and `</s>`, `[H]` each. */
  readonly encoder: readonly Float32Array[];
  /** The encoder's gates by layer, direction (forward first) and position, where they were asked for. */
  readonly encoderGates?: readonly (readonly GateRows[])[];
  /** The decoder's states before the first step, `[H]` each. */
  readonly initial: readonly Float32Array[];
  /** A step for each token and `</s>`, in the order in which the decoder writes. */
  readonly steps: readonly TrailStep[];
}

export interface TrailOptions {
  /** How many alternatives each step tells (default 8). */
  readonly alternatives?: number;
  /** Whether the gates are read too (default: false). */
  readonly gates?: boolean;
  /** Changes to attention and states; which token is written is said by the output (default: none). */
  readonly edits?: readonly Edit[];
  readonly signal?: AbortSignal;
}

/**
 * Makes the decoder write given tokens, and tells what each step looked at, held in its states and would rather have
 * written.
 * @param ids the output in the order in which the decoder writes, `</s>` included
 */
export async function followOutput(
  decoder: SteppedDecoder,
  line: string,
  ids: readonly number[],
  { alternatives = 8, gates = false, edits = [], signal }: TrailOptions = {},
): Promise<Trail> {
  const { model } = decoder;
  const request = readRequest({ model }, line, {});
  checkEdits(model, edits, request.ids.length);
  const source = await decoder.read(request, { gates });
  const alternative = (logProbabilities: Float32Array, token: number): Alternative => ({
    token,
    text: tokenText(model, request, token),
    probability: Math.exp(logProbabilities[token]!),
  });
  const steps: TrailStep[] = [];
  let [states, last] = [source.initial, BOS];
  for (const [step, token] of ids.entries()) {
    signal?.throwIfAborted();
    const row = editedRow({ token: last, states }, step, edits);
    const [found] = await decoder.step(source, [row], { gates });
    const { logProbabilities, attention, ...rest } = found!;
    const likeliest = likeliestTokens(found!, alternatives).filter((id) => logProbabilities[id]! > never);
    steps.push({
      written: alternative(logProbabilities, token),
      alternatives: likeliest.map((id) => alternative(logProbabilities, id)),
      attention: attention === undefined ? null : Array.from(attention),
      ...rest,
    });
    [states, last] = [rest.states, token];
  }
  return {
    sourceTokens: request.tokens,
    encoder: source.states,
    ...(source.gates && { encoderGates: source.gates }),
    initial: source.initial,
    steps,
  };
}

/** Tokens that are never written, and copies of what is not there, are less likely. */
const never = -1e8;
