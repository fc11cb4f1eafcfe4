import { expect, it } from "vitest";
import { fuzz, fuzzTargets } from "./support/fuzz-targets.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

it("ten thousand mutations of what henkan reads are read or refused in words", {
  timeout: 300_000,
}, async () => {
  const targets = await fuzzTargets(await temporaryFolder());
  for (const target of targets) for (const seed of target.seeds) await target.read(seed);
  for (const target of targets) expect(await fuzz(target, Math.ceil(10_000 / targets.length))).toEqual([]);
});
