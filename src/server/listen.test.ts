import { connect, type Socket } from "node:net";
import type { HttpBindings } from "@hono/node-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { listen } from "./listen.ts";
import { testService, wildFolder } from "./service.fixture.ts";

const pause = (milliseconds: number) => new Promise((wake) => setTimeout(wake, milliseconds));

async function listening(options: Parameters<typeof listen>[1] = {}) {
  const service = await testService([await wildFolder("wild")]);
  const { port, close } = await listen(service, { port: 0, ...options });
  onTestFinished(async () => void (await close(0)));
  const metric = async (name: string) => {
    const { body } = await service.metrics.text();
    return Number(new RegExp(`^${name} (.*)$`, "m").exec(body)?.[1] ?? 0);
  };
  return { service, port, close, metric };
}

/** What a connection is answered, to its end. */
function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (part) => {
      answer += part.toString();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
  });
}

const problemIn = (answer: string) => JSON.parse(answer.split("\r\n\r\n")[1]!) as object;

const post = (body: string, headers = "") =>
  `POST /v1/translate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}` +
  `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

describe("a listening service", () => {
  it("drops what a client has asked for that is gone", async () => {
    const { port, metric } = await listening();
    const text = Array.from({ length: 900 }, () => "abcdefgh");
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(post(JSON.stringify({ text, minimumLength: 80, beam: 8 })));
    while ((await metric("henkan_queue_texts")) === 0) await pause(2);
    const computed = async () => await metric("henkan_batch_texts_sum");
    socket.destroy();
    while ((await metric("henkan_queue_texts")) > 0) await pause(2);
    while ((await metric("henkan_requests_in_hand")) > 0) await pause(2);
    await pause(300); // the batch in hand
    expect(await computed()).toBeLessThan(900);
    expect(await metric('henkan_problems_total{problem="client-gone"}')).toBe(1);
    expect(await metric('henkan_requests_total{route="/v1/translate",status="499"}')).toBe(1);
  });

  it("does not wait for ever for what is slow to come", async () => {
    const { port } = await listening({ headersTimeout: 0.5, requestTimeout: 1 });
    const [headers, body] = await Promise.all([
      talk(port, "GET /healthz HTTP/1.1\r\nHost: x\r\n"),
      talk(port, post('{"text": "a"}').slice(0, -3)),
    ]);
    for (const answer of [headers, body]) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(problemIn(answer)).toMatchObject({ status: 408, detail: "the request did not arrive in time" });
    }
  });

  it("does not wait for ever for a client that does not read", async () => {
    const service = await testService([await wildFolder("wild")]);
    let accepted: Socket | undefined;
    const fetch: typeof service.fetch = (request, environment) => {
      accepted = (environment as HttpBindings).incoming.socket;
      return service.fetch(request, environment);
    };
    const { port, close } = await listen({ ...service, fetch }, { port: 0, idleTimeout: 0.5 });
    onTestFinished(async () => void (await close(0)));
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.pause();
    socket.write("GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(200)); // more than buffers hold
    await expect.poll(() => accepted?.destroyed).toBe(true);
    socket.destroy();
  });

  it("refuses what is no HTTP, and headers that are too large", async () => {
    const { port, metric } = await listening();
    const answer = await talk(port, "nonsense\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json\r\n/);
    expect(problemIn(answer)).toMatchObject({
      type: "urn:henkan:problem:invalid-request",
      detail: "this is not HTTP/1.1",
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    const large = `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`;
    expect(problemIn(await talk(port, large))).toMatchObject({
      status: 431,
      detail: "the headers have more than 16 KiB",
    });
    expect(await metric('henkan_problems_total{problem="headers-too-large"}')).toBe(1);
  });

  it("answers HTTP/1.0 that names no host, as probes of load balancers do", async () => {
    const { port } = await listening();
    expect(await talk(port, "GET /readyz HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  it("refuses a body that is too large, whether its length is told or not, and closes the connection", async () => {
    const { port } = await listening();
    const told = "POST /v1/translate HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n{";
    expect(await talk(port, told)).toMatch(/^HTTP\/1\.1 413 /);
    const chunk = `8000\r\n${" ".repeat(0x8000)}\r\n`;
    const counted =
      "POST /v1/translate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    expect(await talk(port, `${counted}${chunk.repeat(40)}`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("answers a request whose body comes after it was told to end", async () => {
    const { service, port, close } = await listening();
    const text = post('{"text": "abcdefgh"}', "Expect: 100-continue\r\n");
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text.slice(0, -5)));
    socket.on("data", (part) => {
      answer += part.toString();
    });
    const answered = new Promise((resolve) => socket.on("close", resolve));
    while (!answer.includes("100 Continue")) await pause(2); // its headers were read
    const drained = service.drain();
    const closed = close(60);
    await pause(20);
    socket.write(text.slice(-5));
    expect(await closed).toBe(true);
    await Promise.all([drained, answered]);
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  });

  it("answers what has come while it closes", async () => {
    const { service, port, close, metric } = await listening();
    const text = Array.from({ length: 100 }, () => "abcdefgh");
    const answered = talk(port, post(JSON.stringify({ text, minimumLength: 60, beam: 4 })));
    while ((await metric("henkan_requests_in_hand")) === 0) await pause(2);
    const drained = service.drain();
    expect(await close(60)).toBe(true);
    await drained;
    expect(await answered).toMatch(/^HTTP\/1\.1 200 OK\r\n(.*\r\n)*connection: close\r\n/i);
  });
});
