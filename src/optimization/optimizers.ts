import { adafactor } from "./adafactor.ts";
import { adam, adamw } from "./adam.ts";
import { sgd } from "./sgd.ts";
import type { OptimizerDefinition } from "./update-rule.ts";

/** The optimizers: the schema, help and pages are made from this list. */
export const optimizers = { adam, adamw, sgd, adafactor } as const satisfies Readonly<
  Record<string, OptimizerDefinition>
>;
