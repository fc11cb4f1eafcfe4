import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fuzz as fuzzTarget, fuzzTargets } from "../test/support/fuzz-targets.ts";
import type { Bench } from "./bench.ts";
import type { Figure } from "./figure.ts";

/** Mutations between two lines of progress. */
const atOnce = 10_000;

/**
 * `npm run bench -- fuzz`: drawn mutations of all that henkan reads: model folders, tokenizer files, configurations, token
 * caches, checkpoints, files of pairs. Each is read or refused in words, within five seconds. Option: `--rounds`, the
 * mutations of all targets together (default 1,000,000).
 */
export const fuzz: Bench = async ({ options, say }) => {
  const folder = await mkdtemp(join(tmpdir(), "henkan-fuzz-"));
  const figures: Figure[] = [];
  try {
    const targets = await fuzzTargets(folder);
    const each = Math.ceil(Number(options.rounds ?? 1_000_000) / targets.length);
    for (const target of targets) {
      let failed = 0;
      for (let from = 0; from < each; from += atOnce) {
        const failures = await fuzzTarget(target, Math.min(atOnce, each - from), from);
        failed += failures.length;
        for (const { number, why } of failures.slice(0, 3))
          say(`fuzz: ${target.name}, mutation ${number}: ${why}`);
      }
      say(`fuzz: ${target.name}: ${each} mutations, ${failed} failed`);
      const name = `fuzz: ${target.name}, failed`;
      figures.push({ name, value: failed, unit: "", target: 0, better: "below", note: `of ${each}` });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return figures;
};
