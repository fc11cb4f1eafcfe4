import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ConfigError } from "../errors.ts";
import { siteFiles } from "../export/studio-site.ts";
import { filesInFolder, type ModelFile, modelFiles } from "../model-folder/files.ts";
import type { StudioModels } from "./studio-models.ts";

/** Where a browser finds the studio, if nobody says otherwise: what it keeps of runs belongs to the address. */
export const usualPort = 4264;

/** How many ports behind the usual one are tried. */
const morePorts = 20;

const host = "127.0.0.1";

/** What every answer has: isolation, so that threads share memory; and no way to load or to send anything elsewhere. */
const headers = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy":
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; base-uri 'none'; " +
    "form-action 'none'; object-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-cache",
} as const;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".jsonl": "text/plain; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

export interface StudioServerOptions {
  /** The folder of the page's files. */
  readonly site: string;
  readonly models: StudioModels;
  /** Default: the usual one, or the next that is free. */
  readonly port?: number | undefined;
}

export interface StudioServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the studio on this machine alone: the page's files, and of the models what makes them up, to be read.
 * @throws {ConfigError} where the port is taken
 * @throws {DataError} where henkan was not built
 */
export async function serveStudio({ site, models, port }: StudioServerOptions): Promise<StudioServer> {
  const files = await siteFiles(site);
  const server = createServer((request, response) => {
    answer(request, response, { files, models }).catch(() => response.destroy());
  });
  await listen(server, port);
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${taken}/`,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Served {
  /** The page's, by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly models: StudioModels;
}

/** Only what is listed is there, so no path leads elsewhere. */
async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  // A page of elsewhere whose name was turned to this machine.
  if (!isLocal(request.headers.host))
    return refuse(response, 403, "This server answers on this machine alone.");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    return refuse(response, 405, "Only reading is offered.");
  }
  const path = pathOf(request.url);
  if (path === "models/index.json") {
    response.setHeader("content-type", types[".json"]!);
    response.end(
      request.method === "HEAD" ? undefined : JSON.stringify({ models: [...served.models.keys()] }),
    );
    return;
  }
  const file = path === null ? null : await fileOf(path, served);
  const found = file === null ? null : await stat(file).catch(() => null);
  if (file === null || !found?.isFile()) return refuse(response, 404, "There is no such file.");
  response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
  response.setHeader("content-length", found.size);
  if (request.method === "HEAD") response.end();
  else await pipeline(createReadStream(file), response);
}

/** The path of a request without its query; null where it is none. */
function pathOf(url = ""): string | null {
  try {
    return decodeURIComponent(url.split(/[?#]/)[0]!).slice(1) || "index.html";
  } catch {
    return null;
  }
}

/** The file that a path names; null where it names none. */
async function fileOf(path: string, { files, models }: Served): Promise<string | null> {
  const [, name, file] = /^models\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const folder = name === undefined ? undefined : models.get(name);
  if (folder === undefined) return files.get(path) ?? null;
  if (file === modelFiles.metrics) return join(folder, file);
  const shown: readonly string[] = [
    modelFiles.config,
    modelFiles.weights,
    modelFiles.source,
    modelFiles.target,
  ];
  if (!shown.includes(file!)) return null;
  const model = await filesInFolder(folder).catch(() => null);
  return model?.nameOf(file as ModelFile) ?? null;
}

function isLocal(name = ""): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(name);
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": types[".txt"]! }).end(`${text}\n`);
}

async function listen(server: Server, port: number | undefined): Promise<void> {
  if (port !== undefined) {
    if (await tryPort(server, port)) return;
    throw new ConfigError(
      `--port ${port}: it is taken: choose another, or leave it out for one that is free`,
    );
  }
  for (let tried = usualPort; tried <= usualPort + morePorts; tried++)
    if (await tryPort(server, tried)) return;
  await tryPort(server, 0);
}

/** @returns false where the port is taken, or only the system's own programs may have it */
function tryPort(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(false);
      else reject(error);
    };
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      resolve(true);
    });
  });
}
