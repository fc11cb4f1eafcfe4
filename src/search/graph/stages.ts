import type { Configuration } from "../../configuration/configuration.ts";
import { cut, input, type OnnxOptions, relabel, squeeze, type Tensor, toOnnx } from "../../graph/index.ts";
import type { BoundDecoder } from "../../seq2seq/decoder.ts";
import type { VocabularySizes } from "../../seq2seq/model.ts";
import type { SearchPlan } from "../search-plan.ts";
import { initialStates, predict } from "./ensemble.ts";
import { asRows, Grid } from "./grid.ts";
import { nextToken } from "./next-token.ts";
import { looksBack } from "./rules.ts";
import { bindDecoders, constraintInputs, type OtherInputs } from "./search-graph.ts";

/** A search in two graphs, for a custom loop: the encoder, which runs once, and one step of the decoder. */
export interface Stages {
  /** From `source` `[S, B]` int32, other sources, and `copies` for models that may copy, to memory and first states. */
  readonly encoder: Uint8Array;
  /** From the memory, the states and the step's other inputs to its outputs and the next states. */
  readonly step: Uint8Array;
  /** The memory: outputs of the encoder that are inputs of the step, with the same names. */
  readonly memory: readonly string[];
  /** The states: outputs of the encoder and inputs of the step, same names; the step gives them as `next.…`. */
  readonly states: readonly string[];
}

/** Tensors that the stages read instead of their usual inputs, made from inputs of another form. */
export interface StageInputs extends OtherInputs {
  /** `[S, B]` int32. Default: the input `source`. */
  readonly source?: Tensor;
  /** `[B]` int32. Default: the input `token`. */
  readonly token?: Tensor;
}

/** Traces a step: from the last tokens and the states, `[B, H]` each, to its outputs and the next states. */
type TraceStep = (
  decoders: readonly BoundDecoder[],
  token: Tensor,
  states: readonly Tensor[],
) => { readonly outputs: Readonly<Record<string, Tensor>>; readonly states: readonly Tensor[] };

/**
 * The decoder's step for any loop. Inputs besides memory and states: `token` `[B]` int32, the last token of each
 * output, `<s>` at first. Outputs besides the next states: `logProbabilities` of all possible next tokens, `[B, V]`, or
 * `[B, V + S]` for models that may copy; and, for a model with attention, `attention` `[B, S]`.
 */
export function decoderStages(
  configurations: readonly Configuration[],
  sizes: VocabularySizes,
  options?: OnnxOptions,
  inputs: StageInputs = {},
): Stages {
  const give: TraceStep = (decoders, token, states) => {
    const { logP, attention, states: after } = predict(decoders, token, states);
    return {
      states: after,
      outputs: { logProbabilities: logP, ...(attention && { attention: firstQuery(attention) }) },
    };
  };
  return stages(configurations, sizes, options, give, inputs);
}

/**
 * The step of greedy search or sampling, for streams. Inputs besides memory and states: `token` `[B]` int32; `step`,
 * int64, from 0; `history` `[B, t]` int64 for a plan that looks back; and those of the plan (see `searchGraph`).
 * Outputs besides the next states: `written` `[B, 1]` int64, `logProbability` `[B, 1]` and `attention` `[B, S]`.
 */
export function writingStages(
  configurations: readonly Configuration[],
  sizes: VocabularySizes,
  plan: SearchPlan,
  options?: OnnxOptions,
  inputs: StageInputs = {},
): Stages {
  const constraints = constraintInputs(plan);
  const write: TraceStep = (decoders, token, states) => {
    const grid = new Grid(token, 0, 1);
    const all = grid.all(); // one row per slot
    const next = nextToken(
      { decoders, constraints },
      plan,
      grid,
    )({
      step: input("step", [], "int64"),
      token: asRows(token),
      slot: asRows(all),
      rowOf: all,
      states: states.map(asRows),
      ...(looksBack(plan) && { history: asRows(input("history", ["B", "t"], "int64")) }),
    });
    const asSentences = (x: Tensor) => relabel(x, ["B", ...x.shape.slice(1)]);
    const outputs = {
      written: asSentences(next.written),
      logProbability: asSentences(next.logP),
      ...(next.attention && { attention: firstQuery(next.attention) }),
    };
    return { outputs, states: next.states.map(asSentences) };
  };
  return stages(configurations, sizes, options, write, inputs);
}

function stages(
  configurations: readonly Configuration[],
  sizes: VocabularySizes,
  options: OnnxOptions | undefined,
  traceStep: TraceStep,
  {
    source = input("source", ["S", "B"], "int32"),
    token = input("token", ["B"], "int32"),
    ...inputs
  }: StageInputs,
): Stages {
  const { decoders, otherSources, copies } = bindDecoders(configurations, sizes, source, inputs);
  const initial = initialStates(decoders);
  const states = initial.map((_, index) => `state.${index}`);
  const before = initial.map(({ shape, dtype }, index) => input(states[index]!, shape, dtype));
  const { outputs, states: after } = traceStep(decoders, token, before);

  const results = [...Object.values(outputs), ...after];
  const memory = cut(results, { early: [source, ...otherSources, copies], late: [token, ...before] });
  const given = Object.fromEntries(memory.map((tensor, index) => [`memory.${index}`, tensor]));
  const next = Object.fromEntries(after.map((tensor, index) => [`next.${states[index]}`, tensor]));
  const first = Object.fromEntries(initial.map((tensor, index) => [states[index]!, tensor]));
  return {
    encoder: toOnnx({ ...given, ...first }, options),
    step: toOnnx({ ...outputs, ...next }, { ...options, given }),
    memory: Object.keys(given),
    states,
  };
}

/** `[B, 1, S]` → `[B, S]`. */
function firstQuery(attention: Tensor): Tensor {
  return squeeze(attention, 1);
}
