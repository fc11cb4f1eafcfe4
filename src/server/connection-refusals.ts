import { type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { ProblemError, type ProblemName, problemBody } from "./problem.ts";
import { requestIdOf } from "./request-log.ts";

/**
 * Answers what never becomes a request in the form of all refusals: the server of Node would close the connection with a
 * status alone.
 */
export function refuseInWords(server: Server, onRefused: (problem: ProblemName) => void): void {
  const last = new WeakMap<Socket, ServerResponse>();
  server.prependListener("request", ({ socket }, response) => void last.set(socket, response));
  server.on("clientError", ({ code }: NodeJS.ErrnoException, socket: Socket) => {
    const response = last.get(socket);
    const isAnswering = response?.headersSent && !response.writableFinished;
    if (!socket.writable || code === "ECONNRESET" || isAnswering) return socket.destroy();
    const problem = problemOf(code);
    const body = JSON.stringify(problemBody(problem, requestIdOf(undefined)));
    const head = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      "content-type: application/problem+json",
      `content-length: ${Buffer.byteLength(body)}`,
      "connection: close",
    ];
    // Also where the client leaves its side open.
    socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
    onRefused(problem.problem);
  });
}

/** By Node's code of what was wrong. */
function problemOf(code: string | undefined): ProblemError {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return new ProblemError("too-slow", "the request did not arrive in time");
  if (code === "HPE_HEADER_OVERFLOW")
    return new ProblemError("headers-too-large", "the headers have more than 16 KiB");
  return new ProblemError("invalid-request", "this is not HTTP/1.1");
}
