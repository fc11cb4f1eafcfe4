import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";

/** Resident memory of a browser's largest renderer process in megabytes: the one that has the page and its workers. */
export async function rendererMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  return Math.max(...(await Promise.all(renderers.map(({ id }) => residentMegabytes(id)))));
}

async function residentMegabytes(id: number): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1000;
}
