import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveStudio } from "../src/cli/studio-server.ts";
import { modelFiles } from "../src/model-folder/files.ts";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { startHenkan } from "./support/command-process.ts";
import { henkan } from "./support/fake-terminal.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** `fetch` would clean the path before it is sent, and names its own host. */
function ask(url: string, path: string, { method = "GET", host = "127.0.0.1:1" } = {}): Promise<Answer> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers: { host } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => {
        const { statusCode, headers } = response;
        resolve({ status: statusCode!, type: headers["content-type"], headers, body });
      });
    });
    sent.on("error", reject).end();
  });
}

describe("the server of henkan studio", () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof serveStudio>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "henkan-studio-"));
    const site = join(folder, "site");
    await mkdir(join(site, "parts"), { recursive: true });
    await writeFile(join(site, "index.html"), "<!doctype html><title>studio</title>");
    await writeFile(join(site, "parts/a.js"), "export {};");
    await writeFile(join(folder, "secret.txt"), "secret");
    await symlink(join(folder, "secret.txt"), join(site, "link.txt"));
    await saveModel(join(folder, "runs", "日本 1"), untrainedModel(), history);
    await writeFile(join(folder, "runs", "日本 1", "train.tsv"), "secret");
    const models = new Map([["日本 1", join(folder, "runs", "日本 1")]]);
    server = await serveStudio({ site, models, port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("gives each file with its type, and headers that isolate the page", async () => {
    const page = await ask(server.url, "/");
    expect(page).toMatchObject({ status: 200, type: "text/html; charset=utf-8" });
    expect(page.body).toContain("<title>studio</title>");
    expect(await ask(server.url, "/parts/a.js?v=1")).toMatchObject({
      status: 200,
      type: "text/javascript; charset=utf-8",
      body: "export {};",
    });
    const runtime = await ask(server.url, "/ort-wasm-simd-threaded.wasm", { method: "HEAD" });
    expect(runtime).toMatchObject({ status: 200, type: "application/wasm" }); // the folder has none
    for (const path of ["/", "/parts/a.js", "/no-such-file", "/models/index.json"]) {
      const { headers } = await ask(server.url, path);
      expect(headers).toMatchObject({
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
        "x-content-type-options": "nosniff",
      });
      expect(headers["content-security-policy"]).toMatch(
        /^default-src 'self'; script-src 'self' 'wasm-unsafe-eval';/,
      );
      expect(headers["content-security-policy"]).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:|\*/);
    }
  });

  it("offers of a model what makes it up, to be read", async () => {
    const index = await ask(server.url, "/models/index.json");
    expect(JSON.parse(index.body)).toEqual({ models: ["日本 1"] });
    const at = (file: string) => `/models/${encodeURIComponent("日本 1")}/${file}`;
    for (const file of [modelFiles.config, modelFiles.weights, modelFiles.source, modelFiles.target]) {
      expect((await ask(server.url, at(file))).status, file).toBe(200);
    }
    expect(JSON.parse((await ask(server.url, at("config.json"))).body)).toMatchObject({ format: 2 });
    for (const path of [
      at("train.tsv"),
      at("../../secret.txt"),
      at("%2e%2e/secret.txt"),
      "/models/other/config.json",
    ]) {
      expect(await ask(server.url, path), path).toMatchObject({ status: 404 });
    }
    expect(await ask(server.url, at("config.json"), { method: "PUT" })).toMatchObject({ status: 405 });
    expect(await ask(server.url, "/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  });

  it.each([
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "//etc/passwd",
    "/link.txt",
    "/%00",
    "/%zz",
    "/parts",
  ])("has nothing at %s", async (path) => {
    expect(await ask(server.url, path)).toMatchObject({ status: 404, body: "There is no such file.\n" });
  });

  it("answers at no other name, which a page of elsewhere may have turned to this machine", async () => {
    expect(await ask(server.url, "/", { host: "evil.example" })).toMatchObject({ status: 403 });
    expect(await ask(server.url, "/", { host: "localhost:1" })).toMatchObject({ status: 200 });
  });

  it("says that a port is taken", async () => {
    const { exitCode, stderr } = await henkan(["studio", "--port", String(server.port)]);
    expect([exitCode, stderr]).toEqual([
      2,
      `--port ${server.port}: it is taken: choose another, or leave it out for one that is free\n`,
    ]);
  });
});

describe("henkan studio", () => {
  it("serves models of folders until Ctrl-C, and ends with 0", async () => {
    const runs = await temporaryFolder();
    for (const name of ["a", "b"]) await saveModel(join(runs, name), untrainedModel(), history);
    const { child, written, ended } = startHenkan(["studio", runs, join(runs, "a")]);
    await new Promise<void>((resolve) =>
      child.stderr.on("data", () => {
        if (written.stderr.includes("Ctrl-C")) resolve();
      }),
    );
    await expect.poll(() => written.stdout).toContain("\n"); // a pipe of its own
    const [url] = /^http:\/\/127\.0\.0\.1:\d+\/$/m.exec(written.stdout)!;
    expect(written.stderr).toContain("with 3 models: a, b, a-2\n");
    expect(JSON.parse((await ask(url, "/models/index.json")).body)).toEqual({ models: ["a", "b", "a-2"] });
    expect((await ask(url, "/")).body).toContain("<title>henkan studio</title>");
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    await expect(ask(url, "/")).rejects.toThrow("ECONNREFUSED");
  });

  it("refuses a folder without models", async () => {
    const empty = await temporaryFolder();
    expect(await henkan(["studio", empty])).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `${empty}: there is no model in it: expected a model folder, as "henkan train" writes it, or a folder of model folders\n`,
    });
    const missing = await henkan(["studio", join(empty, "none")]);
    expect([missing.exitCode, missing.stderr]).toEqual([2, expect.stringContaining("none: cannot be read:")]);
  });
});
