import type { Configuration } from "../configuration/configuration.ts";
import {
  cast,
  cut,
  expandDims,
  gather,
  greater,
  input,
  mul,
  type OnnxOptions,
  relabel,
  squeeze,
  type Tensor,
  toOnnx,
} from "../graph/index.ts";
import type { Gates } from "../nn/index.ts";
import { copiesInput } from "../seq2seq/copying.ts";
import { type TracedModel, traceModel, type VocabularySizes } from "../seq2seq/model.ts";
import type { Rows } from "../seq2seq/rows.ts";
import { PAD } from "../text/index.ts";

/** A model in two graphs, to be stepped and changed from outside: the encoder, and one step of the decoder. */
export interface InspectionGraphs {
  /**
   * From `source` `[S, 1]` int32, and `copies` for a model that may copy, to what the step reads, the states before the
   * first step, `encoder` `[S, 1, H]`: the state at every position, and, if asked for, its gates (see `gateName`).
   */
  readonly encoder: Uint8Array;
  /**
   * From what the encoder gives, `token` `[R]` int32 and R rows of states to `logProbabilities` `[R, V]`, or `[R, V + S]`
   * where source tokens are copied, and the states after the step as `next.…`. A model with attention also reads
   * `forced` `[R, S]` and `isForced` `[R, 1]` (1: the row's attention is replaced) and gives `attention` `[R, S]`, the
   * weights that were used. If asked for, it gives the gates as well.
   */
  readonly step: Uint8Array;
  /** The states' names, and H of each. */
  readonly states: readonly { readonly name: string; readonly size: number | undefined }[];
}

export interface InspectionOptions extends OnnxOptions {
  /** Whether the gates are among the outputs (default: false). */
  readonly gates?: boolean;
}

/** Traces the graphs of one model. */
export function inspectionGraphs(
  configuration: Configuration,
  sizes: VocabularySizes,
  { gates = false, ...options }: InspectionOptions = {},
): InspectionGraphs {
  const { encoded, decoder, source, copies } = traceOnSource(configuration, sizes);
  const token = input("token", ["R"], "int32");
  const states = decoder.initial.map((tensor, index) => ({ name: `state.${index}`, tensor }));
  const before = states.map(({ name, tensor }) => input(name, ["R", tensor.dimension(1)]));
  const rows = rowsOfOneSource(token);
  const attends = configuration.context.kind === "attention";
  const forced = attends && {
    weights: rows.toQueries(input("forced", ["R", "S"])),
    isForced: rows.toQueries(greater(input("isForced", ["R", 1]), 0)),
  };
  const after = decoder.step(decoder.embed(token), before, rows, forced || undefined);
  const outputs = {
    logProbabilities: after.logP,
    ...(after.weights && { attention: rows.fromQueries(after.weights) }),
    ...(gates && decoderGates(after.gates())),
    ...Object.fromEntries(after.states.map((tensor, index) => [`next.state.${index}`, tensor])),
  };
  const memory = cut(Object.values(outputs), { early: [source, copies], late: [token, ...before] });
  const given = Object.fromEntries(memory.map((tensor, index) => [`memory.${index}`, tensor]));
  const first = Object.fromEntries(states.map(({ name, tensor }) => [name, tensor]));
  const ofEncoder = { encoder: encoded.memory, ...(gates && encoderGates(encoded.gates())) };
  return {
    encoder: toOnnx({ ...given, ...first, ...ofEncoder }, options),
    step: toOnnx(outputs, { ...options, given }),
    states: states.map(({ name, tensor }) => {
      const size = tensor.dimension(1);
      return { name, size: typeof size === "number" ? size : undefined };
    }),
  };
}

/** The graph that gives each of many sources as one vector: from `source` `[S, B]` int32 to `vector` `[B, H]`. */
export function sourceVectorGraph(
  configuration: Configuration,
  sizes: VocabularySizes,
  options: OnnxOptions = {},
): Uint8Array {
  return toOnnx({ vector: traceOnSource(configuration, sizes).encoded.vector }, options);
}

/** The name under which the graphs give a gate, `[R, H]` in a step and `[S, 1, H]` of the encoder. */
export function gateName(gate: string, layer: number, direction?: number): string {
  return direction === undefined ? `gate.${layer}.${gate}` : `gate.${layer}.${direction}.${gate}`;
}

function traceOnSource(
  configuration: Configuration,
  sizes: VocabularySizes,
): TracedModel & { readonly copies: Tensor } {
  const source = input("source", ["S", "B"], "int32");
  const copies = copiesInput();
  const mask = cast(greater(source, PAD), "float32");
  return { ...traceModel(configuration, sizes, { source, mask, copies }), copies };
}

/** Every row belongs to the one source of the batch. */
function rowsOfOneSource(token: Tensor): Rows {
  const first = mul(token, 0); // [R]
  return {
    toQueries: (x) => relabel(expandDims(x, 0), ["B", ...x.shape]),
    fromQueries: (x) => squeeze(relabel(x, [1, ...x.shape.slice(1)]), 0),
    ofSentence: (x) => gather(x, first),
  };
}

function decoderGates(layers: readonly Gates[]): Record<string, Tensor> {
  return Object.fromEntries(
    layers.flatMap((gates, layer) =>
      Object.entries(gates).map(([gate, values]) => [gateName(gate, layer), values]),
    ),
  );
}

function encoderGates(layers: readonly (readonly Gates[])[]): Record<string, Tensor> {
  return Object.fromEntries(
    layers.flatMap((directions, layer) =>
      directions.flatMap((gates, direction) =>
        Object.entries(gates).map(([gate, values]) => [gateName(gate, layer, direction), values]),
      ),
    ),
  );
}
