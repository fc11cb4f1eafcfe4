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

/** What makes a page cross-origin isolated, so that it may share memory among threads. */
export const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
} as const;

/**
 * Serves a folder at a path of its own; all else is 404.
 * @param headers beside the type (default: none, as the plainest server does)
 */
export async function serveFolder(
  folder: string,
  path = "/some/path/",
  headers: Readonly<Record<string, string>> = {},
): Promise<StaticServer> {
  const server = createServer(async ({ url = "" }, response) => {
    for (const [header, value] of Object.entries(headers)) response.setHeader(header, value);
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
