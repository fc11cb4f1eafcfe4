import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { describe, expect, it, onTestFinished } from "vitest";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { openRuntime } from "../src/runtime/index.ts";
import { createTranslator, type Translation } from "../src/search/translator.ts";
import { launchChromium, withoutChromium } from "./support/chromium.ts";
import { serveFolder } from "./support/static-server.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A page's folder: henkan's browser door as one script, the .wasm file beside it, and a model. */
async function site(): Promise<string> {
  const folder = await temporaryFolder();
  const build = await rolldown({ input: { henkan: here("../src/index.ts") }, platform: "browser" });
  await build.write({ dir: folder, format: "esm", codeSplitting: false });
  await build.close();
  const wasm = "ort-wasm-simd-threaded.wasm";
  await copyFile(here(`../node_modules/onnxruntime-web/dist/${wasm}`), join(folder, wasm));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>a</title>");
  await saveModel(join(folder, "model"), untrainedModel(), history);
  return folder;
}

describe.skipIf(withoutChromium !== "")(`load() in a page in Chromium${withoutChromium}`, () => {
  // A page by plain HTTP from another machine has no WebCrypto: the name makes Chromium take this one for such.
  it.each(["127.0.0.1", "machine.test"])("takes an address relative to the page, at %s", async (host) => {
    const server = await serveFolder(await site());
    const browser = await launchChromium(["--host-resolver-rules=MAP machine.test 127.0.0.1"]);
    onTestFinished(async () => {
      await browser.close();
      server.close();
    });
    const page = await browser.newPage();
    await page.goto(server.url.replace("127.0.0.1", host));
    expect(await page.evaluate(() => globalThis.crypto.subtle !== undefined)).toBe(host === "127.0.0.1");
    const lines = ["hgfed", "", "abc"];
    // As text: a function would be rewritten for Node.
    const found = (await page.evaluate(
      `import("./henkan.js").then(({ load }) => load("model")).then(({ translate }) => translate(${JSON.stringify(lines)}))`,
    )) as Translation[];
    const translator = await createTranslator(untrainedModel(), await openRuntime({ threads: 1 }));
    const expected = await translator.translate(lines);
    expect(found.map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
    found.forEach(({ score }, i) => expect(score).toBeCloseTo(expected[i]!.score, 4));
  });
});
