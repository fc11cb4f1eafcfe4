import { createReadStream } from "node:fs";
import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { history, untrainedModel } from "../../test/support/tiny-saved-model.ts";
import { CheckpointError } from "../errors.ts";
import { saveModel } from "../model-folder/model-folder.ts";
import { openRuntime } from "../runtime/index.ts";
import { load } from "./load.ts";
import { createTranslator } from "./translator.ts";

const runtime = await openRuntime({ threads: 1 });

async function savedFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), "a model");
  await saveModel(folder, untrainedModel(), history);
  return folder;
}

/** Serves a folder at `/sub/model/`, and answers everything else with 404. Gives the address of `/sub/`. */
async function serve(folder: string): Promise<{ base: string; server: Server; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    const name = /^\/sub\/model\/([^?]+)/.exec(url)?.[1];
    const file = createReadStream(join(folder, name ?? "none"));
    file.on("error", () => response.writeHead(404).end());
    file.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sub/`, server, asked };
}

const needs =
  "a model folder needs config.json, weights.safetensors, source.tokenizer.json and target.tokenizer.json";

async function refusal(location: string | URL, message: string): Promise<void> {
  await expect(load(location, { runtime })).rejects.toThrow(new CheckpointError(message));
}

describe("load", () => {
  it("gives the translator of the model, from a path, a file URL and over HTTP", async () => {
    const folder = await savedFolder();
    const { base } = await serve(folder);
    const lines = ["abc", "", "hgfed"];
    const translator = await createTranslator(untrainedModel(), runtime);
    const expected = await translator.translate(lines);
    const beam = { beam: 3, nBest: 2 };
    const searched = await translator.translate([{ source: "hgfed", prefix: "p" }], beam);
    for (const location of [
      folder,
      pathToFileURL(folder),
      pathToFileURL(`${folder}/`).href,
      `${base}model`,
    ]) {
      const { model, translate } = await load(location, { runtime });
      expect(model.weights.values).toEqual(untrainedModel().weights.values);
      expect(await translate(lines)).toEqual(expected);
      expect(await translate("hgfed")).toEqual(expected[2]);
      expect(await translate({ source: "hgfed", prefix: "p" }, beam)).toEqual(searched[0]);
    }
  });

  it("opens a runtime where none is given", async () => {
    const { translate } = await load(await savedFolder());
    expect((await translate("")).text).toBe("");
  });

  it("keeps an address' query, asks for each file once and tells of progress", async () => {
    const { base, asked } = await serve(await savedFolder());
    const progress: [number, number][] = [];
    const onProgress = (loaded: number, total: number) => void progress.push([loaded, total]);
    await load(new URL(`${base}model/?key=7`), { runtime, onProgress });
    expect(asked[0]).toBe("/sub/model/config.json?key=7");
    expect(asked.map((url) => url.replace(/^.*\/|\?.*$/g, "")).sort()).toEqual([
      "config.json",
      "source.tokenizer.json",
      "target.tokenizer.json",
      "weights.safetensors",
    ]);
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.at(-1)![0]).toBe(progress.at(-1)![1]);
  });

  it("stops at a signal", async () => {
    const folder = await savedFolder();
    const stop = new AbortController();
    const server = createServer((_, response) => {
      response.writeHead(200).flushHeaders();
      stop.abort(new Error("enough"));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { signal } = stop;
    await expect(load(`http://127.0.0.1:${port}/model/`, { runtime, signal })).rejects.toThrow("enough");
    await expect(load(folder, { runtime, signal })).rejects.toThrow("enough");
  });
});

describe("load refuses", () => {
  it("a folder or a file that is not there", async () => {
    const folder = await savedFolder();
    const none = `${folder} 2`;
    const expected =
      'cannot be read: no such file or folder: expected a model folder, as "henkan train" writes it';
    await refusal(none, `${none}: ${expected}`);
    await refusal(pathToFileURL(none), `${none}: ${expected}`);
    const path = join(folder, "weights.safetensors");
    await rm(path);
    await refusal(pathToFileURL(folder), `${path}: cannot be read: no such file or folder: ${needs}`);
  });

  it("an address that answers 404, or not at all", async () => {
    const folder = await savedFolder();
    const { base } = await serve(folder);
    await refusal(`${base}no`, `${base}no/config.json: HTTP 404 Not Found: ${needs}`);
    await rm(join(folder, "target.tokenizer.json"));
    await refusal(`${base}model`, `${base}model/target.tokenizer.json: HTTP 404 Not Found: ${needs}`);
    // Nothing listens on the port of a closed server.
    const gone = await serve(folder);
    await new Promise((resolve) => gone.server.close(resolve));
    await expect(load(`${gone.base}model`, { runtime })).rejects.toThrow(
      new RegExp(
        `^${gone.base}model/config\\.json: cannot be fetched \\(connect ECONNREFUSED .*\\): ${needs}$`,
      ),
    );
  });

  it("a damaged file", async () => {
    const folder = await savedFolder();
    const { base } = await serve(folder);
    const path = join(folder, "weights.safetensors");
    const bytes = await readFile(path);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(path, bytes);
    const altered =
      /weights\.safetensors: its SHA-256 is [0-9a-f]{8}…, expected [0-9a-f]{8}… by config\.json/;
    await expect(load(folder, { runtime })).rejects.toThrow(altered);
    await expect(load(`${base}model`, { runtime })).rejects.toThrow(altered);
    await truncate(path, bytes.length - 4);
    await refusal(
      `${base}model`,
      `${base}model/weights.safetensors: ${bytes.length - 4} bytes, expected ${bytes.length} by config.json: it is ` +
        "truncated: copy it again from where it was trained, or train again",
    );
    await writeFile(join(folder, "config.json"), "<!doctype html>");
    await refusal(
      `${base}model`,
      `${base}model/config.json: not JSON: copy it again from where the model was trained, or train again`,
    );
  });
});
