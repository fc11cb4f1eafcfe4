import { connect, type Socket } from "node:net";
import { AnswerReader, type Reply } from "./http-answers.ts";

export type { Reply };

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

export type Caller = (call: Call) => Promise<Reply>;

/** Connections that are kept for later calls. */
const mostKept = 512;

/** What has come is copied out of it before anything else comes. */
const received = Buffer.alloc(2 ** 16);

/**
 * Calls a server over connections that are kept, as many at once as there are calls. It writes and reads HTTP/1.1 by itself:
 * who loads a service on the same machine takes time from it, and Node's own client takes three times as much.
 */
export function caller(address: string): { call: Caller; close(): void } {
  const { hostname, port, host } = new URL(address);
  const kept: Connection[] = [];
  const call: Caller = async (asked) => {
    let connection = kept.pop();
    while (connection?.isOver) connection = kept.pop();
    const isKept = connection !== undefined;
    connection ??= new Connection(Number(port), hostname);
    const { reply, keeps } = await connection.ask(requestOf(asked, host), asked);
    // A kept connection that the server has closed in that moment: every client tries again.
    if (reply.status === 0 && isKept && connection.isUnanswered && asked.cutAfter === undefined)
      return await call(asked);
    if (keeps && kept.length < mostKept) kept.push(connection);
    else connection.end();
    return reply;
  };
  return {
    call,
    close() {
      for (const connection of kept.splice(0)) connection.end();
    },
  };
}

/** A connection, with one request at a time. */
class Connection {
  isOver = false;
  /** Whether nothing has come of the last answer. */
  isUnanswered = true;
  private readonly socket: Socket;
  private reader: AnswerReader | undefined;
  private answer: (answer: { reply: Reply; keeps: boolean }) => void = () => {};

  constructor(port: number, host: string) {
    const callback = (bytes: number) => {
      this.read(received.subarray(0, bytes));
      return true; // goes on reading
    };
    this.socket = connect({ port, host, noDelay: true, onread: { buffer: received, callback } });
    let reason = "";
    this.socket.on("error", (error) => {
      reason = error.message;
    });
    this.socket.on("close", () => {
      this.isOver = true;
      const reply = this.reader?.end() ?? { status: 0, headers: {}, body: reason };
      this.answer({ reply, keeps: false });
    });
  }

  ask(
    { head, body }: { head: string; body: string | Uint8Array },
    { method, cutAfter }: Call,
  ): Promise<{ reply: Reply; keeps: boolean }> {
    this.reader = new AnswerReader(method === "HEAD");
    this.isUnanswered = true;
    return new Promise((resolve) => {
      const cut = cutAfter === undefined ? undefined : setTimeout(() => this.end(), cutAfter);
      this.answer = (answer) => {
        clearTimeout(cut);
        resolve(answer);
      };
      if (typeof body === "string") this.socket.write(head + body);
      else {
        this.socket.write(head);
        this.socket.write(body);
      }
    });
  }

  end(): void {
    this.isOver = true;
    this.socket.destroy();
  }

  private read(bytes: Buffer): void {
    this.isUnanswered = false;
    const reply = this.reader?.read(bytes);
    if (reply === undefined) return;
    this.reader = undefined;
    this.answer({ reply, keeps: reply.headers.connection?.toLowerCase() !== "close" });
  }
}

function requestOf({ path, body, method, headers }: Call, host: string) {
  const fields = {
    host,
    ...(body !== undefined && {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
    }),
    ...headers,
  };
  let head = `${method ?? (body === undefined ? "GET" : "POST")} ${path} HTTP/1.1\r\n`;
  for (const [name, value] of Object.entries(fields)) head += `${name}: ${value}\r\n`;
  return { head: `${head}\r\n`, body: body ?? "" };
}
