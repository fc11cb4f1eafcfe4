import { openRuntime, type Runtime } from "../../src/runtime/index.ts";

/** Both runtimes, opened when first used: suites that concern both run once for each. */
export const runtimes = (["native", "wasm"] as const).map((name) => {
  let runtime: Promise<Runtime> | undefined;
  return {
    name,
    open: () => {
      runtime ??= openRuntime({ prefer: name, threads: 1 });
      return runtime;
    },
  };
});
