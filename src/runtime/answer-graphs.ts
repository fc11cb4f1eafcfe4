import type { HostTensors } from "./host-tensor.ts";
import type { Executable, Runtime } from "./runtime.ts";

/** What is asked of a thread that runs graphs. A graph is named by its number. */
export type GraphRequest =
  | { readonly kind: "compile"; readonly graph: number; readonly model: Uint8Array }
  | { readonly kind: "run"; readonly graph: number; readonly feeds: HostTensors }
  | { readonly kind: "hold"; readonly graph: number; readonly feeds: HostTensors }
  | { readonly kind: "release"; readonly graph: number };

/**
 * Answers requests to compile graphs and to run them.
 * @param compile of a runtime
 */
export function answerGraphs(compile: Runtime["compile"]): (request: GraphRequest) => Promise<unknown> {
  const graphs = new Map<number, Executable>();
  return async (request) => {
    if (request.kind === "compile") {
      const compiled = await compile(request.model);
      graphs.set(request.graph, compiled);
      const { inputs, outputs } = compiled;
      return { inputs, outputs };
    }
    const graph = graphs.get(request.graph);
    if (request.kind === "run") return graph!.run(request.feeds);
    if (request.kind === "release") {
      graphs.delete(request.graph);
      await graph?.release();
      return null;
    }
    // Slices of shared memory are not shared.
    const own = Object.entries(request.feeds).map(([name, tensor]) => {
      return [name, { ...tensor, data: tensor.data.slice() }] as const;
    });
    await graph!.hold(Object.fromEntries(own));
    return null;
  };
}
