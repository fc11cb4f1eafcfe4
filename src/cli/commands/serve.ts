import { serve as listen } from "@hono/node-server";
import { createService } from "../../server/service.ts";
import type { Given } from "../flags/given.ts";
import type { serveFlags } from "../flags/serve-flags.ts";
import type { Terminal } from "../terminal.ts";

/** `henkan serve`: models over HTTP, until it is told to end. */
export async function serve(
  folders: readonly string[],
  { host = "127.0.0.1", port = 8080, workers }: Given<typeof serveFlags>,
  terminal: Terminal,
): Promise<number> {
  const service = await createService(
    folders.map((folder) => ({ folder })),
    { ...(workers !== undefined && { workers }) },
  );
  const server = listen({ fetch: service.fetch, hostname: host, port });
  await new Promise((resolve) => server.on("listening", resolve));
  const address = server.address() as { port: number };
  terminal.stderr.write(`serving on http://${host}:${address.port}\n`);
  await new Promise<void>((resolve) => terminal.onInterrupt(resolve));
  await new Promise((resolve) => server.close(resolve));
  await service.close();
  return 0;
}
