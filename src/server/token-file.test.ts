import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { TokenFile } from "./token-file.ts";

interface Line {
  readonly event?: string;
  readonly error?: string;
}

/** Puts a file in another's place at once: one that is written is empty for a moment. */
async function put(path: string, content: string | Buffer): Promise<void> {
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}

async function opened(text: string, seconds: number) {
  const path = join(await temporaryFolder(), "tokens");
  await writeFile(path, text);
  const lines: Line[] = [];
  const keep = (fields: object) => void lines.push(fields);
  const file = await TokenFile.open(path, { info: keep, warn: keep, error: keep });
  onTestFinished(file.watch(seconds));
  return { path, file, lines, known: (token: string) => file.tokens.find(token) !== undefined };
}

describe("a file of tokens", () => {
  it("is read again when it has changed", async () => {
    const { path, lines, known } = await opened("# team\nfirst\nsecond\n", 0.02);
    expect(["first", "second", "third"].map(known)).toEqual([true, true, false]);
    await put(path, "second\nthird\n");
    await expect.poll(() => known("third")).toBe(true);
    expect(["first", "second"].map(known)).toEqual([false, true]);
    expect(lines).toEqual([{ event: "tokens-replaced", tokens: 2 }]);
    await writeFile(path, "fourth\n");
    await expect.poll(() => known("fourth")).toBe(true);
  });

  it("keeps its tokens where the new ones are damaged, empty or gone, and says so once", async () => {
    const { path, file, lines, known } = await opened("first\n", 0.02);
    const damages = [
      [() => put(path, "# nobody\n\n"), "no tokens: expected one a line"],
      [
        () => put(path, Buffer.from([0x61, 0xff, 0x0a])),
        "not a file of UTF-8 text: expected tokens, one a line",
      ],
      [() => put(path, "first\0second\n"), "not a file of UTF-8 text: expected tokens, one a line"],
      [() => rm(path), "cannot be read: no such file or folder"],
    ] as const;
    const expected: Line[] = [];
    for (const [damage, why] of damages) {
      await damage();
      // Two have one message: the second is told of when it is asked for.
      if (expected.at(-1)?.error?.endsWith(why)) await file.reload();
      expected.push({ event: "tokens-refused", error: `${path}: ${why}` });
      await expect.poll(() => lines).toEqual(expected);
      expect(known("first")).toBe(true);
    }
    await writeFile(path, "second\n");
    await expect.poll(() => ["first", "second"].map(known)).toEqual([false, true]);
  });

  it("takes at once what it has when it is told to", async () => {
    const { path, file, known } = await opened("first\n", 3600);
    await writeFile(path, "second\n");
    await file.reload();
    expect(["first", "second"].map(known)).toEqual([false, true]);
  });
});
