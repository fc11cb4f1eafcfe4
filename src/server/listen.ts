import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { errnoWords } from "../data/errno.ts";
import { ConfigError } from "../errors.ts";
import { refuseInWords } from "./connection-refusals.ts";
import type { Service } from "./service.ts";

export interface ListenOptions {
  /** Default: this machine alone. */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port?: number;
  /** Seconds in which a request's headers, and all of it, must have come (default 10 and 30). */
  readonly headersTimeout?: number;
  readonly requestTimeout?: number;
  /** Seconds after which a connection is cut on which nothing comes or goes (default: 10 more than a request may take). */
  readonly idleTimeout?: number;
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
    idleTimeout = service.limits.timeout + 10,
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
  server.setTimeout(idleTimeout * 1000);
  refuseInWords(server, (problem) => service.metrics.refused(problem));
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
