import { Agent, request } from "node:http";

/** One HTTP request of a bench. */
export interface Call {
  readonly path: string;
  /** Default: POST with a body, GET without. */
  readonly method?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Cuts the connection this many milliseconds after the request is written (default: never). */
  readonly cutAfter?: number | undefined;
}

/** An answer with its whole body; status 0: the connection ended without one. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type Caller = (call: Call) => Promise<Reply>;

/** Calls a server over connections that are kept, as many at once as there are calls; `fetch` costs thrice the time. */
export function caller(address: string): { call: Caller; close(): void } {
  const { hostname, port } = new URL(address);
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, maxFreeSockets: 512 });
  const call: Caller = ({ path, body, cutAfter, ...rest }) =>
    new Promise<Reply>((resolve) => {
      const { method = body === undefined ? "GET" : "POST" } = rest;
      const headers = {
        ...(body !== undefined && {
          "content-type": "application/json",
          "content-length": String(Buffer.byteLength(body)),
        }),
        ...rest.headers,
      };
      const none = (error?: Error) => resolve({ status: 0, headers: {}, body: error?.message ?? "" });
      const outgoing = request({ agent, hostname, port, path, method, headers }, (incoming) => {
        const parts: Buffer[] = [];
        incoming.on("data", (part: Buffer) => parts.push(part));
        incoming.on("error", none);
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode!,
            headers: incoming.headers,
            body: Buffer.concat(parts).toString(),
          }),
        );
      });
      outgoing.on("error", (error: NodeJS.ErrnoException) => {
        // A kept connection that the server has closed in that moment: every client tries again.
        const isStale = outgoing.reusedSocket && error.code === "ECONNRESET" && cutAfter === undefined;
        if (isStale) resolve(call({ path, ...(body !== undefined && { body }), ...rest }));
        else none(error);
      });
      outgoing.end(body);
      if (cutAfter !== undefined) setTimeout(() => outgoing.destroy(), cutAfter);
    });
  return { call, close: () => agent.destroy() };
}
