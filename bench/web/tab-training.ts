import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { bundle } from "../../bundles/bundle.ts";
import { onnxRuntimeFiles } from "../../src/export/shipped-files.ts";
import { isolation, type StaticServer, serveFolder } from "../../test/support/static-server.ts";
import type { TrainingOrder, TrainingSpeed } from "./training-worker.ts";

/** A page that trains shapes, isolated, so that it may have threads. */
export interface TabTraining {
  tokensPerSecond(order: TrainingOrder): Promise<number>;
  close(): void;
}

/** @param folder an empty one, which the page's files are written into */
export async function openTabTraining(browser: Browser, folder: string): Promise<TabTraining> {
  await bundle(folder, ["bench"]);
  const site = join(folder, "bench");
  for (const { path, data } of await onnxRuntimeFiles()) await writeFile(join(site, path), data);
  await writeFile(join(site, "index.html"), "<!doctype html><title>bench</title>");
  const server: StaticServer = await serveFolder(site, "/", isolation);
  return {
    async tokensPerSecond(order) {
      const page = await browser.newPage();
      await page.goto(server.url);
      const speed = await trainInWorker(page, order);
      await page.close();
      if ("failure" in speed) throw new Error(speed.failure);
      return speed.tokensPerSecond;
    },
    close: () => server.close(),
  };
}

function trainInWorker(page: Page, order: TrainingOrder): Promise<TrainingSpeed> {
  return page.evaluate(
    (given) =>
      new Promise<TrainingSpeed>((resolve) => {
        const worker = new Worker("worker.js", { type: "module" });
        worker.addEventListener("message", ({ data }) => resolve(data));
        worker.addEventListener("error", ({ message }) => resolve({ failure: message }));
        worker.postMessage(given);
      }),
    order,
  );
}
