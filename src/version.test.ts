import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { henkanVersion } from "./version.ts";

test("is that of package.json", () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  expect(henkanVersion).toBe(version);
});
