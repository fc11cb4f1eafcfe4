import type * as replicas from "./graph-replicas.ts";
import { inNode } from "./libraries.ts";
import type { Runtime } from "./runtime.ts";
import type { Crew } from "./thread.ts";

/** In a constant, so that bundlers do not follow it: it needs Node. It stands beside this script, or in its bundle's folder. */
const moduleName = import.meta.url.endsWith(".ts") ? "./graph-replicas.ts" : "./graph-replicas.js";

/** Whether replicas can be started here: in Node, where their module is at hand. */
export function canReplicate(): boolean {
  if (!inNode || !import.meta.url.startsWith("file:")) return false;
  return process.getBuiltinModule("fs").existsSync(new URL(moduleName, import.meta.url));
}

/**
 * A runtime with replicas, which are loaded when a first graph needs them.
 * @param count how many of them are threads of this process
 * @param others see `openReplicas`
 */
export function withReplicas(runtime: Runtime, count: number, others: readonly Crew[] = []): Runtime {
  let opened: Promise<Pick<Runtime, "replicate">> | undefined;
  const open = async () => {
    const { href } = new URL(moduleName, import.meta.url);
    const { openReplicas }: typeof replicas = await import(/* @vite-ignore */ /* webpackIgnore: true */ href);
    return openReplicas(runtime.name, count, others);
  };
  return {
    ...runtime,
    replicas: others.reduce((sum, { places }) => sum + places.length, count),
    async replicate(model) {
      opened ??= open();
      return (await opened).replicate(model);
    },
  };
}
