import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runFaults } from "./support/faulty-load.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

describe("a service with faults", () => {
  it("answers right to the byte or with the error that is due, while threads die and its model is replaced", async () => {
    const folder = join(await temporaryFolder(), "letters");
    const { counts, wrong, generation, restarts } = await runFaults({
      folder,
      requests: 600,
      kills: 4,
      replacements: 3,
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(generation).toBe(5);
    expect(restarts).toBeGreaterThan(1);
    expect(counts.right).toBeGreaterThan(500);
    expect(counts["400"]).toBeGreaterThan(0);
  }, 180_000);
});
