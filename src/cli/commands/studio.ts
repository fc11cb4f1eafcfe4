import { studioFolder } from "../../export/studio-site.ts";
import type { Given } from "../flags/given.ts";
import type { studioFlags } from "../flags/studio-flags.ts";
import { studioModels } from "../studio-models.ts";
import { serveStudio, usualPort } from "../studio-server.ts";
import { counted } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";

/** `henkan studio`: serves the studio on this machine until Ctrl-C. */
export async function studio(
  folders: readonly string[],
  { port, quiet = false }: Given<typeof studioFlags>,
  terminal: Terminal,
): Promise<number> {
  const models = await studioModels(folders);
  const server = await serveStudio({ site: studioFolder, models, port });
  const say = (line: string) => void (quiet || terminal.stderr.write(`${line}\n`));
  const ended = new Promise<void>((resolve) => {
    const forget = terminal.onInterrupt(() => {
      forget();
      resolve();
    });
  });
  try {
    await print(terminal, `${server.url}\n`);
    if (models.size > 0) say(`with ${counted(models.size, "model")}: ${[...models.keys()].join(", ")}`);
    if (port === undefined && server.port !== usualPort) {
      say(`port ${usualPort} is taken; runs that a browser has kept there are not seen at this address`);
    }
    say("Ctrl-C ends it");
    await ended;
  } finally {
    await server.close();
  }
  return 0;
}
