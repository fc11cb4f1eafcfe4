import { HenkanError } from "../errors.ts";
import type { GraphRequest } from "./answer-graphs.ts";
import { cannotRun, copiedInto, reason, refuseUnknown } from "./executable.ts";

import type { HostTensor, HostTensors } from "./host-tensor.ts";
import { startThread } from "./node-thread.ts";
import type { Executable, Runtime } from "./runtime.ts";
import type { Crew, Thread } from "./thread.ts";

/** The script of a replica's thread, as JavaScript. */
const script = new URL("./graph-worker.js", import.meta.url);

/**
 * Compiles each graph once in each of several threads, which compute by themselves: as many runs go on at the same time,
 * and the caller's thread is free. Each replica has its own copy of the weights in the graph, and its own arena of
 * intermediate values. Threads start with the first graph, and end when nobody holds what this gives.
 * @param others threads of other processes that compute, too: see `answerGraphs`
 */
export function openReplicas(
  name: Runtime["name"],
  count: number,
  others: readonly Crew[] = [],
): Pick<Runtime, "replicate"> {
  const pool = new ThreadPool(name, count, others);
  return { replicate: (model) => pool.compile(model) };
}

const pools = new FinalizationRegistry<Thread[]>((threads) => {
  for (const thread of threads) void thread.stop();
});

class ThreadPool {
  readonly name: Runtime["name"];
  private readonly count: number;
  private readonly others: readonly Crew[];
  private readonly threads: Thread[] = [];
  private readonly free: Pick<Thread, "ask">[] = [];
  /** Runs that wait for a thread. */
  private readonly waiting: ((thread: Pick<Thread, "ask">) => void)[] = [];
  private graphs = 0;

  constructor(name: Runtime["name"], count: number, others: readonly Crew[]) {
    this.name = name;
    this.count = count;
    this.others = others;
    pools.register(this, this.threads);
  }

  async compile(model: Uint8Array): Promise<Executable> {
    if (this.threads.length === 0) {
      this.threads.push(...Array.from({ length: this.count }, () => startThread(script, this.name)));
      this.free.push(...this.threads, ...this.others.flatMap(({ places }) => places));
    }
    const graph = this.graphs++;
    const shared = new Uint8Array(new SharedArrayBuffer(model.length));
    shared.set(model);
    const compiled = await this.askAll<Interface>({ kind: "compile", graph, model: shared });
    return new ReplicatedExecutable(this, graph, compiled);
  }

  /** Runs a graph in the thread that is free next. */
  async run(graph: number, feeds: HostTensors): Promise<HostTensors> {
    const thread =
      this.free.shift() ?? (await new Promise<Pick<Thread, "ask">>((resolve) => this.waiting.push(resolve)));
    try {
      return await this.explained(
        thread.ask<HostTensors>({ kind: "run", graph, feeds } satisfies GraphRequest),
      );
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free.push(thread);
      else next(thread);
    }
  }

  async askAll<Answer>(request: GraphRequest): Promise<Answer> {
    const crews = this.others.map((crew) => crew.askAll<Answer>(request));
    const answers = await Promise.allSettled([
      ...this.threads.map((thread) => thread.ask<Answer>(request)),
      ...crews,
    ]);
    const failure = answers.find((one) => one.status === "rejected");
    if (failure !== undefined) return this.explained(Promise.reject(failure.reason));
    return (answers[0] as PromiseFulfilledResult<Answer>).value;
  }

  /** Frees a graph's memory: in threads of other processes when something is asked of them next. */
  async forget(graph: number): Promise<void> {
    const request = { kind: "release", graph } satisfies GraphRequest;
    for (const crew of this.others) crew.tellLater(request);
    await Promise.all(this.threads.map((thread) => this.explained(thread.ask(request))));
  }

  private async explained<Answer>(asked: Promise<Answer>): Promise<Answer> {
    try {
      return await asked;
    } catch (cause) {
      if (cause instanceof HenkanError) throw cause;
      throw new HenkanError(`a replica of the ${this.name} runtime has failed: ${reason(cause)}`, { cause });
    }
  }
}

type Interface = Pick<Executable, "inputs" | "outputs">;

const executables = new FinalizationRegistry<{ pool: ThreadPool; graph: number }>(({ pool, graph }) => {
  void pool.forget(graph).catch(() => {});
});

class ReplicatedExecutable implements Executable {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  private readonly pool: ThreadPool;
  private readonly graph: number;
  private isReleased = false;

  constructor(pool: ThreadPool, graph: number, { inputs, outputs }: Interface) {
    this.pool = pool;
    this.graph = graph;
    this.inputs = inputs;
    this.outputs = outputs;
    executables.register(this, { pool, graph }, this);
  }

  async run(feeds: HostTensors, into: HostTensors = {}): Promise<HostTensors> {
    if (this.isReleased) throw cannotRun(this.pool.name, "it is released");
    const read = Object.entries(this.inputsOf(feeds));
    const own = Object.fromEntries(read.map(([name, tensor]) => [name, withoutNeighbours(tensor)]));
    const found = await this.pool.run(this.graph, own);
    try {
      refuseUnknown(into, this.outputs);
      return Object.fromEntries(
        this.outputs.map((output) => [output, copiedInto(into[output], output, found[output]!)]),
      );
    } catch (cause) {
      throw cannotRun(this.pool.name, cause);
    }
  }

  async hold(feeds: HostTensors): Promise<void> {
    const shared = inSharedMemory(this.inputsOf(feeds));
    await this.pool.askAll({ kind: "hold", graph: this.graph, feeds: shared });
  }

  private inputsOf(feeds: HostTensors): HostTensors {
    return Object.fromEntries(Object.entries(feeds).filter(([name]) => this.inputs.includes(name)));
  }

  async release(): Promise<void> {
    this.isReleased = true;
    if (executables.unregister(this)) await this.pool.forget(this.graph);
  }
}

/** A tensor in a buffer of its own: what is posted takes its whole buffer along, or shares it. */
function withoutNeighbours(tensor: HostTensor): HostTensor {
  const { data } = tensor;
  const isAlone = data.buffer instanceof ArrayBuffer && data.byteLength === data.buffer.byteLength;
  return isAlone ? tensor : { ...tensor, data: data.slice() };
}

/** Copies tensors side by side into memory that threads share. */
function inSharedMemory(tensors: HostTensors): HostTensors {
  const aligned = ({ data }: HostTensor) => Math.ceil(data.byteLength / 8) * 8;
  const bytes = Object.values(tensors).reduce((sum, tensor) => sum + aligned(tensor), 0);
  const buffer = new SharedArrayBuffer(bytes);
  let at = 0;
  const copies = Object.entries(tensors).map(([name, tensor]) => {
    const Data = tensor.data.constructor as Float32ArrayConstructor;
    const data = new Data(buffer, at, tensor.data.length);
    data.set(tensor.data as Float32Array);
    at += aligned(tensor);
    return [name, { ...tensor, data }] as const;
  });
  return Object.fromEntries(copies);
}
