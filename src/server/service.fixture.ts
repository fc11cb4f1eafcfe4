import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { history } from "../../test/support/tiny-saved-model.ts";
import { type WildOptions, wildModel } from "../../test/support/wild-model.ts";
import { saveModel } from "../model-folder/model-folder.ts";
import { createService, type ServiceOptions } from "./create-service.ts";
import type { Service } from "./service.ts";

/** A folder for all tests of a file, with a model in it. */
export async function wildFolder(name: string, options: WildOptions = {}): Promise<string> {
  const above = await mkdtemp(join(tmpdir(), "henkan-"));
  afterAll(() => rm(above, { recursive: true, force: true }));
  const folder = join(above, name);
  await saveModel(folder, wildModel(options), history);
  return folder;
}

/** Limits for machines that are busy with other things. */
export const patient = { wait: 60, timeout: 60 };

/** A service that ends with its test. */
export async function testService(
  folders: readonly string[],
  options: ServiceOptions = {},
): Promise<Service> {
  const sources = folders.map((folder) => ({ folder }));
  const limits = { ...patient, ...options.limits };
  const service = await createService(sources, { workers: 1, page: false, ...options, limits });
  onTestFinished(() => service.close());
  return service;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect
  readonly json: any;
}

/** Calls a service's fetch handler: with a body that is not a text, as JSON. */
export async function call(
  service: Service,
  path: string,
  body?: unknown,
  {
    headers = {},
    ...rest
  }: {
    readonly headers?: Record<string, string>;
    readonly method?: string;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Answer> {
  const response = await service.fetch(
    new Request(`http://localhost${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && {
        body:
          typeof body === "string" || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
      }),
      ...rest,
    }),
  );
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== "" ? JSON.parse(text) : undefined,
  };
}
