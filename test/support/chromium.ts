import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Debian's Chromium, or another where the variable CHROMIUM says. */
const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** What a suite's name says of it where there is no Chromium. */
export const withoutChromium = existsSync(chromiumPath) ? "" : ` (skipped: no ${chromiumPath})`;

/** Starts Chromium without a window, and without the requests that it makes for itself. */
export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", ...quiet, ...more],
  });
}
