/**
 * Takes the README's picture of the studio, docs/studio.png, where Chromium is.
 *
 * npm run build:studio && npx tsx scripts/studio-picture.ts
 */

import { launchChromium } from "../test/support/chromium.ts";
import { isolation, serveFolder } from "../test/support/static-server.ts";

const server = await serveFolder("dist/studio", "/", isolation);
const browser = await launchChromium();
const size = { width: 1080, height: 940 };
const context = await browser.newContext({ viewport: size, locale: "en-GB", deviceScaleFactor: 1.4 });
const page = await context.newPage();
await page.goto(server.url);
const moment = page.locator(".film-controls input");
await moment.waitFor();
await moment.fill(String(Math.round(0.65 * Number(await moment.getAttribute("max")))));
await moment.blur();
await page.waitForTimeout(1000); // the heat map moves
await page.evaluate(() => scrollTo(0, 0));
await page.screenshot({ path: "docs/studio.png" });
await browser.close();
server.close();
