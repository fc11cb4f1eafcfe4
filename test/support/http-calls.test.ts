import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { AnswerReader } from "./http-answers.ts";
import { caller } from "./http-calls.ts";

async function serving(listener: RequestListener) {
  const server = createServer(listener);
  let connections = 0;
  server.on("connection", () => void connections++);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { call, close } = caller(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    close();
    server.closeAllConnections();
    server.close();
  });
  return { call, connections: () => connections };
}

it("calls a server of Node: bodies, headers, methods, and one connection for calls that follow each other", async () => {
  const { call, connections } = await serving((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const { method, url, headers } = request;
      response.setHeader("x-method", method!);
      response.setHeader("x-length", headers["content-length"] ?? "none");
      if (url === "/chunked") {
        response.write("日");
        response.write("本");
        response.end();
      } else response.end(`${url} ${headers["x-own"] ?? ""} ${Buffer.concat(parts)}`);
    });
  });
  const own = { headers: { "x-own": "of the call" } };
  expect((await call({ path: "/a", ...own })).body).toBe("/a of the call ");
  const { status, headers, body } = await call({ path: "/b", body: "日本" });
  expect([status, headers["x-method"], headers["x-length"], body]).toEqual([200, "POST", "6", "/b  日本"]);
  expect((await call({ path: "/c", body: new Uint8Array([113]) })).body).toBe("/c  q");
  expect((await call({ path: "/chunked" })).body).toBe("日本");
  const head = await call({ path: "/d", method: "HEAD" });
  expect([head.body, head.headers["x-method"]]).toEqual(["", "HEAD"]);
  expect((await call({ path: "/e" })).body).toBe("/e  ");
  expect(connections()).toBe(1);
  await Promise.all(["/f", "/g", "/h"].map((path) => call({ path })));
  expect(connections()).toBe(3);
});

it("keeps no connection that the server ends, and tries again where a kept one was ended", async () => {
  const sockets: Socket[] = [];
  const { call, connections } = await serving((request, response) => {
    sockets.push(request.socket);
    if (request.url === "/last") response.setHeader("connection", "close");
    response.end("answered");
  });
  expect((await call({ path: "/last" })).body).toBe("answered");
  expect((await call({ path: "/" })).body).toBe("answered");
  expect(connections()).toBe(2);
  sockets.at(-1)!.resetAndDestroy();
  expect((await call({ path: "/" })).body).toBe("answered");
  expect(connections()).toBe(3);
});

it("tells of a connection that ends without an answer, or is cut by itself", async () => {
  const { call } = await serving((request) => {
    if (request.url === "/ended") request.socket.destroy();
  });
  expect((await call({ path: "/ended" })).status).toBe(0);
  expect((await call({ path: "/cut", cutAfter: 5 })).status).toBe(0);
  const free = createTcpServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  const { status, body } = await caller(`http://127.0.0.1:${port}`).call({ path: "/" });
  expect([status, body]).toEqual([0, expect.stringContaining("ECONNREFUSED")]);
});

it("reads answers in whatever pieces they come", () => {
  const head = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nVary: a\r\nVary: b\r\n";
  const answers = [
    `${head}Content-Length: 6\r\n\r\n日本`,
    `${head}Transfer-Encoding: chunked\r\n\r\n3\r\n日\r\n3\r\n本\r\n0\r\n\r\n`,
  ];
  for (const answer of answers) {
    const bytes = Buffer.from(answer);
    for (let size = 1; size <= bytes.length; size += 3) {
      const reader = new AnswerReader(false);
      const piece = Buffer.alloc(size);
      for (let at = 0; at < bytes.length; at += size) {
        const length = bytes.copy(piece, 0, at);
        const reply = reader.read(piece.subarray(0, length));
        piece.fill(0); // the reader may not keep what it was given
        if (at + size < bytes.length) expect(reply).toBe(undefined);
        else {
          expect(reply).toMatchObject({ status: 503, body: "日本" });
          expect(reply!.headers).toMatchObject({ "retry-after": "2", vary: "a, b" });
        }
      }
    }
  }
  const untilItsEnd = new AnswerReader(false);
  expect(untilItsEnd.read(Buffer.from("HTTP/1.1 200 OK\r\n\r\nall"))).toBe(undefined);
  expect(untilItsEnd.end()).toEqual({ status: 200, headers: {}, body: "all" });
  const cut = new AnswerReader(false);
  cut.read(Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nall"));
  expect(cut.end()).toBe(undefined);
});
