import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { type ConfigurationInput, parseConfiguration } from "../../configuration/configuration.ts";
import { cacheFolderOf } from "./cache-folder.ts";

/** Files that say that they have so many bytes. */
async function files(...sizes: number[]): Promise<string[]> {
  const folder = await temporaryFolder();
  const paths = sizes.map((_, i) => join(folder, `${i}.tsv`));
  for (const [i, path] of paths.entries()) {
    await writeFile(path, "");
    await truncate(path, sizes[i]);
  }
  return paths;
}

const chosen = (input: ConfigurationInput) => cacheFolderOf(parseConfiguration(input), "model");

it("is one in the model's folder for pairs that are too many for memory, in all files together", async () => {
  const [large, half, other] = await files(256e6 + 1, 128e6, 128e6 + 1);
  expect(await chosen({ data: { pairs: large! } })).toBe(join("model", "cache"));
  expect(await chosen({ data: { pairs: half! } })).toBe(null);
  expect(await chosen({ data: { pairs: { source: half!, target: other! } } })).toBe(join("model", "cache"));
  expect(await chosen({ data: { pairs: [{ pairs: half! }, { pairs: other! }] } })).toBe(
    join("model", "cache"),
  );
});

it("is the one that the configuration names, whatever the size", async () => {
  const [small] = await files(3);
  expect(await chosen({ data: { pairs: small!, cache: "elsewhere" } })).toBe("elsewhere");
});

it("is none where the decoder copies, or pairs come from what is no file", async () => {
  const [large] = await files(256e6 + 1);
  expect(await chosen({ data: { pairs: large! }, decoder: { copying: true } })).toBe(null);
  expect(await chosen({ data: { pairs: "/dev/stdin" } })).toBe(null);
  expect(await chosen({ data: { pairs: "missing.tsv" } })).toBe(null);
});
