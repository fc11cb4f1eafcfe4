import type { Batcher } from "./batcher.ts";
import type { Limits } from "./limits.ts";
import { translationParts } from "./parts.ts";
import { sampleTexts } from "./sample-texts.ts";
import type { Generation } from "./served-model.ts";
import type { Capacity } from "./service.ts";
import type { Work } from "./worker-messages.ts";
import type { PooledResult } from "./worker-pool.ts";

/** Tokens of a text, and texts for each worker. */
const [length, count] = [12, 128];

/** Translates drawn texts, one by one and then as many as fit into batches: the batcher learns what batches cost. */
export async function measureCapacity(
  generation: Generation,
  batcher: Batcher<Work, PooledResult>,
  workers: number,
  limits: Limits,
): Promise<Capacity> {
  const text = sampleTexts(generation.model, count * workers, length);
  const { signal } = new AbortController();
  const { parts } = await translationParts(generation, { text }, { ...limits, texts: text.length }, signal);
  for (const part of parts.slice(0, 4)) await batcher.submit([part]);
  await batcher.submit(parts.slice(0, 16 * workers));
  const start = performance.now();
  await batcher.submit(parts);
  const seconds = (performance.now() - start) / 1000;
  return { textsPerSecond: parts.length / seconds, tokens: length };
}
