import type { Model } from "../seq2seq/model.ts";
import { counted, grouped } from "./table.ts";

/** Says how many sources were longer than the model reads. */
export function cutNotice(count: number, { configuration }: Model): string {
  const limit = grouped(configuration.source.maximumLength);
  return `${counted(count, "source")} cut: longer than ${limit} tokens (source.maximumLength)`;
}
