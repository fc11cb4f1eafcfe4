import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

export interface StaticServer {
  /** Where the folder is served, with "/" at the end. */
  readonly url: string;
  close(): void;
}

/** Serves a folder at a path of its own; all else is 404. No headers but the type, as the plainest server does. */
export async function serveFolder(folder: string, path = "/some/path/"): Promise<StaticServer> {
  const server = createServer(async ({ url = "" }, response) => {
    const name = url.startsWith(path) ? url.slice(path.length) || "index.html" : "none";
    try {
      const bytes = await readFile(join(folder, name));
      response.setHeader("content-type", types[extname(name)] ?? "application/octet-stream").end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
