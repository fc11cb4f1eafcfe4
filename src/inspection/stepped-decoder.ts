import type { Executable, HostTensor, HostTensors, Runtime } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { gateName, type InspectionGraphs, inspectionGraphs, sourceVectorGraph } from "./inspection-graphs.ts";

/** A source as the encoder has read it: what all steps of its outputs share. */
export interface ReadSource {
  /** S, `</s>` counted. */
  readonly length: number;
  /** The states before the first step, `[H]` each. */
  readonly initial: readonly Float32Array[];
  /** The top layer's state at every position: S rows of `[H]`. */
  readonly states: readonly Float32Array[];
  /** Gates of the encoder, where they were asked for: by layer, direction (forward first) and position. */
  readonly gates?: readonly (readonly GateRows[])[];
  /** What the step reads. */
  readonly memory: HostTensors;
}

/** Gates by the letter of the cell's equations, for each position `[H]`. */
export type GateRows = Readonly<Record<string, readonly Float32Array[]>>;

/** One output that is being written. */
export interface DecoderRow {
  /** Its last token; `<s>` at first. */
  readonly token: number;
  /** The states before the step, `[H]` each. */
  readonly states: readonly Float32Array[];
  /** Attention that replaces the computed one in this step, `[S]` (default: none). */
  readonly attention?: ArrayLike<number> | undefined;
}

/** What a step gives for one row. */
export interface SteppedRow {
  /** log P of every next token: `[V]`, or `[V + S]` where source tokens are copied. */
  readonly logProbabilities: Float32Array;
  /** The weights that were used, `[S]`; undefined for a model without attention. */
  readonly attention: Float32Array | undefined;
  /** The states after the step. */
  readonly states: readonly Float32Array[];
  /** By layer, where they were asked for: `[H]` of each gate. */
  readonly gates?: readonly Readonly<Record<string, Float32Array>>[];
}

/** A source as ids. */
export interface SourceIds {
  /** With `</s>`. */
  readonly ids: Int32Array;
  /** The id as which each token is copied, for a model that may copy. */
  readonly copies?: Int32Array | undefined;
}

interface Compiled extends Pick<InspectionGraphs, "states"> {
  readonly encoder: Executable;
  readonly step: Executable;
}

/**
 * A model whose decoder is stepped from outside, so that everything between two steps can be looked at and changed. The
 * graphs are compiled when they are first used; those with gates are apart, because few look at them.
 */
export class SteppedDecoder {
  readonly model: Model;
  private readonly runtime: Runtime;
  private readonly compiled = new Map<string, Promise<Compiled>>();
  private vectorGraph: Promise<Executable> | undefined;

  constructor(model: Model, runtime: Runtime) {
    this.model = model;
    this.runtime = runtime;
  }

  /** Reads a source. */
  async read({ ids, copies = ids }: SourceIds, { gates = false } = {}): Promise<ReadSource> {
    const { encoder, states } = await this.graphs(gates);
    const shape = [ids.length, 1];
    const found = await encoder.run({
      source: { dtype: "int32", shape, data: ids },
      copies: { dtype: "int32", shape, data: copies },
    });
    const { encoder: encoded, ...rest } = found;
    return {
      length: ids.length,
      initial: states.map(({ name }) => float(found[name]!)),
      states: rowsOf(encoded!, ids.length),
      memory: Object.fromEntries(Object.entries(rest).filter(([name]) => name.startsWith("memory."))),
      ...(gates && { gates: this.encoderGates(found, ids.length) }),
    };
  }

  /** One step of some outputs of one source. */
  async step(source: ReadSource, rows: readonly DecoderRow[], { gates = false } = {}): Promise<SteppedRow[]> {
    const { step, states } = await this.graphs(gates);
    const R = rows.length;
    const S = source.length;
    const found = await step.run({
      ...source.memory,
      token: { dtype: "int32", shape: [R], data: Int32Array.from(rows, ({ token }) => token) },
      ...Object.fromEntries(
        states.map(({ name }, index) => [name, stacked(rows.map((row) => row.states[index]!))]),
      ),
      forced: stacked(rows.map(({ attention }) => Float32Array.from(attention ?? new Float32Array(S)))),
      isForced: stacked(rows.map(({ attention }) => Float32Array.of(attention === undefined ? 0 : 1))),
    });
    const logProbabilities = rowsOf(found.logProbabilities!, R);
    const attention = found.attention && rowsOf(found.attention, R);
    const after = states.map(({ name }) => rowsOf(found[`next.${name}`]!, R));
    const ofGates = gates ? this.decoderGates(found, R) : undefined;
    return rows.map((_, r) => ({
      logProbabilities: logProbabilities[r]!,
      attention: attention?.[r],
      states: after.map((state) => state[r]!),
      ...(ofGates && { gates: ofGates[r]! }),
    }));
  }

  /** The final state of the encoder for each source, `[H]`. Sources of one call share a batch: let them be few. */
  async vectors(sources: readonly Int32Array[]): Promise<Float32Array[]> {
    this.vectorGraph ??= this.runtime.compile(
      sourceVectorGraph(this.model.configuration, sizesOf(this.model), { weights: valuesOf(this.model) }),
    );
    const S = Math.max(...sources.map(({ length }) => length));
    const B = sources.length;
    const data = new Int32Array(S * B);
    sources.forEach((ids, b) => {
      ids.forEach((id, s) => {
        data[s * B + b] = id;
      });
    });
    const found = await (await this.vectorGraph).run({ source: { dtype: "int32", shape: [S, B], data } });
    return rowsOf(found.vector!, B);
  }

  /** Frees the graphs. */
  async release(): Promise<void> {
    const compiled = await Promise.all(this.compiled.values());
    await Promise.all(compiled.flatMap(({ encoder, step }) => [encoder.release(), step.release()]));
    await (await this.vectorGraph)?.release();
    this.compiled.clear();
    this.vectorGraph = undefined;
  }

  private graphs(gates: boolean): Promise<Compiled> {
    const key = gates ? "gates" : "";
    let compiled = this.compiled.get(key);
    if (compiled === undefined) {
      compiled = this.compile(gates);
      compiled.catch(() => this.compiled.delete(key)); // a failure is not kept
      this.compiled.set(key, compiled);
    }
    return compiled;
  }

  private async compile(gates: boolean): Promise<Compiled> {
    const { model, runtime } = this;
    const weights = valuesOf(model);
    const { states, ...graphs } = inspectionGraphs(model.configuration, sizesOf(model), { gates, weights });
    const encoder = await runtime.compile(graphs.encoder);
    return { states, encoder, step: await runtime.compile(graphs.step) };
  }

  private encoderGates(found: HostTensors, S: number): GateRows[][] {
    const { layers, bidirectional } = this.model.configuration.encoder;
    return Array.from({ length: layers }, (_, layer) =>
      Array.from({ length: bidirectional ? 2 : 1 }, (_, direction) =>
        gatesNamed(found, gateName("", layer, direction), (gate) => rowsOf(gate, S)),
      ),
    );
  }

  /** By row and layer. */
  private decoderGates(found: HostTensors, R: number): Record<string, Float32Array>[][] {
    const layers = Array.from({ length: this.model.configuration.decoder.layers }, (_, layer) =>
      gatesNamed(found, gateName("", layer), (gate) => rowsOf(gate, R)),
    );
    return Array.from({ length: R }, (_, r) =>
      layers.map((gates) =>
        Object.fromEntries(Object.entries(gates).map(([gate, rows]) => [gate, rows[r]!])),
      ),
    );
  }
}

function gatesNamed<T>(found: HostTensors, prefix: string, of: (gate: HostTensor) => T): Record<string, T> {
  const own = Object.entries(found).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, gate]) => [name.slice(prefix.length), of(gate)]));
}

function sizesOf({ source, target }: Model) {
  return { source: source.vocabulary.size, target: target.vocabulary.size };
}

function valuesOf({ weights }: Model): Map<string, Float32Array> {
  return new Map(weights.views.map(({ name, data }) => [name, data]));
}

function float({ data }: HostTensor): Float32Array {
  return data as Float32Array;
}

/** The rows of a tensor whose elements belong to `count` rows, one after the other. */
function rowsOf(tensor: HostTensor, count: number): Float32Array[] {
  const data = float(tensor);
  const size = data.length / count;
  return Array.from({ length: count }, (_, row) => data.slice(row * size, (row + 1) * size));
}

function stacked(rows: readonly Float32Array[]): HostTensor {
  const size = rows[0]!.length;
  const data = new Float32Array(rows.length * size);
  rows.forEach((row, r) => {
    data.set(row, r * size);
  });
  return { dtype: "float32", shape: [rows.length, size], data };
}
