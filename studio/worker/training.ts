import { openRuntime } from "../../src/runtime/index.ts";

/** Calls that train. */
export const trainingHandlers = {
  /** Opens the runtime, and says with how many threads it computes. */
  async "runtime.open"(_: Record<string, never>): Promise<{ readonly threads: number }> {
    const { threads } = await openRuntime({ replicas: 1 });
    return { threads };
  },
};
