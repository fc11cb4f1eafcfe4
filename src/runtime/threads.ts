/** The logical cores that this process may use, at least 1, in Node and in browsers. */
export function availableThreads(): number {
  const os = globalThis.process?.getBuiltinModule?.("os");
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}
