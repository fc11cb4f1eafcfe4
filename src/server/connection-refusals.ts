import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { ProblemError, problemBody } from "./problem.ts";
import { requestIdOf } from "./request-log.ts";

/** Answers what does not come to be a request, by Node's code of why, in the form of all refusals. */
export function refuseInWords(server: Server): void {
  const last = new WeakMap<Socket, ServerResponse>();
  server.prependListener("request", ({ socket }, response) => void last.set(socket, response));
  server.on("clientError", ({ code }: NodeJS.ErrnoException, socket: Socket) => {
    const response = last.get(socket);
    const isAnswering = response?.headersSent && !response.writableFinished;
    if (!socket.writable || isAnswering) return socket.destroy();
    const problem = problemOf(code);
    const body = JSON.stringify(problemBody(problem, requestIdOf(undefined)));
    socket.end(
      `HTTP/1.1 ${problem.status} Refused\r\nContent-Type: application/problem+json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      () => socket.destroy(),
    );
  });
}

function problemOf(code: string | undefined): ProblemError {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return new ProblemError("too-slow", "the request has not arrived in time");
  if (code === "HPE_HEADER_OVERFLOW")
    return new ProblemError("headers-too-large", "the headers have more than 16 KiB");
  return new ProblemError("invalid-request", "the request is not HTTP");
}
