import { flag, whole } from "./flag.ts";

/** Flags of what computes a model's outputs. */
export const runtimeFlags = {
  replicas: flag(
    "--replicas <n>",
    "batches of many lines that are computed at the same time, each on one core; 1: one batch at a time, on all cores " +
      "(default: one a core, at most 8)",
    whole(1),
  ),
};
