import type { Executable, Runtime } from "../src/runtime/index.ts";

/** One run of a graph, in milliseconds of `performance.now()`. */
export interface Span {
  readonly graph: Executable;
  readonly start: number;
  readonly end: number;
}

/** A runtime that notes when its graphs run. */
export interface TimedRuntime extends Runtime {
  readonly spans: Span[];
}

/** Puts a stopwatch around a runtime; graphs run one after the other. */
export function timedRuntime(runtime: Runtime): TimedRuntime {
  const spans: Span[] = [];
  const compile: Runtime["compile"] = async (model) => {
    const graph = await runtime.compile(model);
    return {
      inputs: graph.inputs,
      outputs: graph.outputs,
      async run(feeds, into) {
        const start = performance.now();
        const results = await graph.run(feeds, into);
        spans.push({ graph, start, end: performance.now() });
        return results;
      },
      hold: (feeds) => graph.hold(feeds),
      release: () => graph.release(),
    };
  };
  return { name: runtime.name, threads: runtime.threads, replicas: 1, spans, compile, replicate: compile };
}
