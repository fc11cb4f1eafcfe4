import { type Server, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";
import { errnoWords } from "../data/errno.ts";
import { ConfigError } from "../errors.ts";
import { ProblemError, type ProblemName, problemBody } from "./problem.ts";
import type { Service } from "./service.ts";

export interface ListenOptions {
  /** Default: this machine alone. */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port?: number;
  /** Seconds in which a request's headers, and all of it, must have come (default 10 and 30). */
  readonly headersTimeout?: number;
  readonly requestTimeout?: number;
  /** Connections at the same time (default 2,000). */
  readonly connections?: number;
}

export interface Listening {
  readonly port: number;
  /**
   * Accepts no more connections, answers what has come, and ends.
   * @param grace seconds after which it ends anyway
   * @returns whether all were answered
   */
  close(grace: number): Promise<boolean>;
}

/**
 * Listens for HTTP requests.
 * @throws {ConfigError} where that is not possible at the address
 */
export async function listen(
  service: Service,
  {
    host = "127.0.0.1",
    port = 8000,
    headersTimeout = 10,
    requestTimeout = 30,
    connections = 2000,
  }: ListenOptions = {},
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, environment) => service.fetch(request, environment),
    hostname: host.includes(":") ? `[${host}]` : host, // what HTTP/1.0, and probes that speak it, need not tell
    serverOptions: {
      headersTimeout: headersTimeout * 1000,
      requestTimeout: requestTimeout * 1000,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: 10_000,
    },
  }) as Server;
  server.maxConnections = connections;
  server.on("clientError", (error, socket) => {
    const problem = refuseUnread(error, socket);
    if (problem !== undefined) service.metrics.refused(problem);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      reject(new ConfigError(`${host}:${port}: cannot listen there: ${errnoWords(cause)}`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close(grace) {
      const closed = new Promise<boolean>((resolve) => server.close(() => resolve(true)));
      server.closeIdleConnections();
      const idling = setInterval(() => server.closeIdleConnections(), 100);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), grace * 1000);
      });
      const isComplete = await Promise.race([closed, late]);
      clearInterval(idling);
      clearTimeout(timer);
      server.closeAllConnections();
      return isComplete;
    },
  };
}

/** Answers what never became a request: the server of Node would close the connection with a status alone. */
function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex): ProblemName | undefined {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return undefined;
  }
  const problem =
    error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? new ProblemError("too-slow", "the request did not arrive in time")
      : error.code === "HPE_HEADER_OVERFLOW"
        ? new ProblemError("headers-too-large", "the headers have more than 16 KiB")
        : new ProblemError("invalid-request", "this is not HTTP/1.1");
  const body = JSON.stringify(problemBody(problem, crypto.randomUUID()));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  // Also where the client leaves its side open.
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
  return problem.problem;
}
