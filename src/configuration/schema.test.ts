import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { configurationJsonSchema } from "./configuration.ts";

describe("configuration.schema.json", () => {
  it("is what `npm run schema` writes", async () => {
    const file = await readFile(new URL("../../configuration.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(file)).toEqual(configurationJsonSchema());
  });
});
