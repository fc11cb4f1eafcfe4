import type { Configuration } from "../configuration/configuration.ts";
import type { Batch } from "../data/index.ts";
import type { ParameterSpec, Weights } from "../nn/index.ts";
import { samplingShare } from "../optimization/scheduled-sampling.ts";
import { RandomStream } from "../random.ts";
import type { Executable, HostTensor, Runtime } from "../runtime/index.ts";
import { gradientName, type TrainingGraph, trainingGraph, type VocabularySizes } from "../seq2seq/model.ts";
import { ownInputName } from "../seq2seq/objective.ts";

/** The training graph, compiled. */
export class TrainingStep {
  readonly specs: readonly ParameterSpec[];
  /** Those of them that are not frozen. */
  readonly trained: readonly ParameterSpec[];
  /** Seconds spent in the runtime so far. */
  runSeconds = 0;
  private readonly executable: Executable;
  private readonly masks: TrainingGraph["masks"];
  private readonly options: Configuration["training"];

  private constructor(graph: TrainingGraph, executable: Executable, options: Configuration["training"]) {
    this.specs = graph.parameters;
    this.trained = graph.trained;
    this.masks = graph.masks;
    this.executable = executable;
    this.options = options;
  }

  static async compile(
    configuration: Configuration,
    sizes: VocabularySizes,
    runtime: Runtime,
  ): Promise<TrainingStep> {
    const graph = trainingGraph(configuration, sizes);
    return new TrainingStep(graph, await runtime.compile(graph.onnx), configuration.training);
  }

  /** Gives the graph's memory back; it cannot run any more. */
  async release(): Promise<void> {
    await this.executable.release();
  }

  /**
   * Loss and gradient of one batch.
   * @param gradient receives the gradient; what is frozen is left alone
   * @param draw which draw of dropout masks and own predictions it is: a number that no other batch of the run has
   * @param tokens what the sums over target tokens are divided by (default: the batch's own, so they are means)
   * @param progress the share of the run that is done, 0 … 1, for scheduled sampling (default: 0)
   * @returns −log P per target token, nats
   */
  async run(
    batch: Batch,
    weights: Weights,
    gradient: Weights,
    draw: number,
    { tokens = batch.targetTokens, progress = 0 }: { tokens?: number; progress?: number } = {},
  ): Promise<number> {
    const { S, T, B } = batch;
    const { seed, scheduledSampling } = this.options;
    const feeds: Record<string, HostTensor> = {
      ...weights.tensors(),
      source: { dtype: "int32", shape: [S, B], data: batch.source },
      sourceMask: { dtype: "float32", shape: [S, B], data: batch.sourceMask },
      ...(batch.copies && { copies: { dtype: "int32", shape: [S, B], data: batch.copies } }),
      targetInput: { dtype: "int32", shape: [T, B], data: batch.targetInput },
      targetOutput: { dtype: "int32", shape: [T, B], data: batch.targetOutput },
      targetWeight: { dtype: "float32", shape: [T, B], data: tokenWeights(batch, tokens) },
    };
    for (const mask of this.masks) {
      const shape = mask.shape.map((size) =>
        typeof size === "number" ? size : { S, T, B }[size as "S" | "T" | "B"],
      );
      const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
      new RandomStream(seed, mask.name, draw).fillDropout(data, mask.rate);
      feeds[mask.name] = { dtype: "float32", shape, data };
    }
    if (scheduledSampling.rate > 0) {
      const data = new Float32Array(T * B);
      const share = samplingShare(scheduledSampling, progress);
      new RandomStream(seed, ownInputName, draw).fillBernoulli(data, share);
      feeds[ownInputName] = { dtype: "float32", shape: [T, B], data };
    }
    // Every output is named: what is left to the native runtime makes it copy all of them.
    const loss = new Float32Array(1);
    const into: Record<string, HostTensor> = {
      loss: { dtype: "float32", shape: [], data: loss },
      objective: { dtype: "float32", shape: [], data: new Float32Array(1) },
      ...this.gradientOutputs(gradient),
    };
    const start = performance.now();
    await this.executable.run(feeds, into);
    this.runSeconds += (performance.now() - start) / 1000;
    return loss[0]!;
  }

  private gradientOutputs(gradient: Weights): Record<string, HostTensor> {
    const all = gradient.tensors();
    return Object.fromEntries(this.trained.map(({ name }) => [gradientName(name), all[name]!]));
  }
}

/** 1 / N for each target token, 0 for padding. */
function tokenWeights({ targetMask }: Batch, N: number): Float32Array {
  return targetMask.map((real) => real / N);
}
