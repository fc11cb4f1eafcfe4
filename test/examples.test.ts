import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const examples = new URL("../examples/", import.meta.url);
/** What each example's output must hold: an example without an entry fails. */
const outputs: Record<string, RegExp> = {
  "attention-from-parts.ts": /^first of 6 0 4 0 2: 6$/m,
  "linear-regression.ts": /^y = 2\.000 x \+ -1\.000$/m,
  "subwords.ts":
    /^widest: bpe ▁ w i dest \| unigram ▁wide st\ncoldness: .*\nP = 9\.4e-3, drawn \d+ times of 1000: ▁low est$/m,
  "score-text.ts":
    /^bleu 69\.19 100\.0 48\.9 nrefs:var\|case:mixed\|eff:no\|tok:13a\|smooth:exp\|version:henkan-/m,
};

describe("examples", async () => {
  it.each((await readdir(examples)).filter((name) => name.endsWith(".ts")))("%s runs", async (name) => {
    const run = promisify(execFile)(process.execPath, ["--import", "tsx", new URL(name, examples).pathname]);
    expect((await run).stdout).toMatch(outputs[name]!);
  });
});
