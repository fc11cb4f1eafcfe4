import { z } from "zod";
import { parseJsonNumbers } from "../../../src/data/json-numbers.ts";
import type { TrainingEvent } from "../../../src/training/events.ts";

/** Losses may be infinite. */
const number = z.custom<number>((value) => typeof value === "number");
const step = { epoch: number, update: number };

/** What learning curves read of events; other fields stay as they are. */
const eventSchema = z.discriminatedUnion("event", [
  z.looseObject({ event: z.literal("start"), epochs: number }),
  z.looseObject({ event: z.literal("update"), ...step, progress: number, loss: number }),
  z.looseObject({
    event: z.literal("evaluation"),
    ...step,
    trainLoss: number,
    dev: z.looseObject({ loss: number, sequence_error_rate: number }),
  }),
  z.looseObject({ event: z.literal("average"), epochs: z.array(number) }),
  z.looseObject({ event: z.literal("end"), reason: z.string() }),
]);

/** The events of a `metrics.jsonl` of anybody: lines that are none, such as one that is being written, are left out. */
export function parseEvents(text: string): TrainingEvent[] {
  return text.split("\n").flatMap((line) => {
    try {
      const parsed = eventSchema.safeParse(parseJsonNumbers(line));
      return parsed.success ? [parsed.data as unknown as TrainingEvent] : [];
    } catch {
      return [];
    }
  });
}
