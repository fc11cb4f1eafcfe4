import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../src/cli/command-table.ts";
import { nameOf } from "../src/cli/flags/flag.ts";
import { serveFlags } from "../src/cli/flags/serve-flags.ts";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { folderOfFiles } from "./support/command-files.ts";
import { startHenkan } from "./support/command-process.ts";
import { henkan, type Ran } from "./support/fake-terminal.ts";
import { history } from "./support/tiny-saved-model.ts";
import { wildModel } from "./support/wild-model.ts";

interface Running {
  readonly address: string;
  readonly folder: string;
  readonly stderr: () => string;
  readonly interrupt: () => void;
  readonly ended: Promise<Ran>;
}

/** Runs `henkan serve` in this process while something is done with it; "@x" is a file. */
async function serving(args: readonly string[], use: (running: Running) => Promise<void>): Promise<Ran> {
  const folder = await folderOfFiles();
  const model = args.some((arg) => arg.includes("=@")) ? [] : ["@model"];
  const given = ["serve", ...model, "--workers", "1", "--port", "0", ...args].map((arg) =>
    arg.replace("@", `${folder}/`),
  );
  let stderr = "";
  let resolve: (announced: readonly [string, () => void]) => void = () => {};
  const announced = new Promise<readonly [string, () => void]>((done) => {
    resolve = done;
  });
  const ended = henkan(given, {
    onOutput: (text, interrupt) => resolve([/http:\S+/.exec(text)![0], interrupt]),
    onNotice: (text) => {
      stderr += text;
    },
  });
  ended.then(({ stderr }) => resolve([stderr, () => {}]));
  const [address, interrupt] = await announced;
  expect(address).toMatch(/^http:/);
  try {
    await use({ address, folder, stderr: () => stderr, interrupt, ended });
  } finally {
    interrupt();
  }
  return await ended;
}

const post = (address: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${address}/v1/translate`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const short = { text: "abc" };
const heavy = { text: Array.from({ length: 300 }, () => "abcdefgh"), minimumLength: 90, beam: 8 };
/** Waits until the service has a request in hand. */
async function untilInHand(address: string): Promise<void> {
  while (!(await (await fetch(`${address}/metrics`)).text()).includes("\nhenkan_requests_in_hand 1"))
    await new Promise((wake) => setTimeout(wake, 5));
}
const statuses = async (answers: readonly Promise<Response>[]) =>
  (await Promise.all(answers)).map(({ status }) => status);
/** The status of a request with and without a flag that limits it. */
const limited = (flag: string, body: unknown, status: number): Trial => ({
  args: [flag],
  check: async ({ address }) => {
    expect((await post(address, body)).status).toBe(status);
    expect((await post(address, short)).status).toBe(200);
  },
});

interface Trial {
  readonly args: readonly string[];
  readonly check: (running: Running) => Promise<void>;
  /** Arguments that are refused; by default what its kind of value cannot be. */
  readonly refused?: readonly string[] | null;
}

const trials: Readonly<Record<Exclude<keyof typeof serveFlags, "port">, Trial>> = {
  pair: {
    args: ["--pair", "en-ja=@model", "--pair=ja-en=@other"],
    refused: ["--pair", "en=x"],
    check: async ({ address }) => {
      const { models } = (await (await fetch(`${address}/v1/models`)).json()) as { models: object[] };
      expect(models).toMatchObject([
        { name: "en-ja", source: "en", target: "ja" },
        { name: "ja-en", source: "ja", target: "en" },
      ]);
    },
  },
  host: {
    args: ["--host", "127.0.0.2"],
    refused: ["--host", "300.0.0.1"],
    check: async ({ address }) => expect(address).toMatch(/^http:\/\/127\.0\.0\.2:/),
  },
  urlPrefix: {
    args: ["--url-prefix", "/mt/"],
    refused: ["--url-prefix", "mt"],
    check: async ({ address }) => {
      expect(address).toMatch(/\d\/mt$/);
      expect((await post(address, short)).status).toBe(200);
      expect((await post(new URL(address).origin, short)).status).toBe(404);
    },
  },
  workers: {
    args: ["--workers", "2"],
    check: async ({ address }) =>
      expect(await (await fetch(`${address}/metrics`)).text()).toContain("\nhenkan_workers 2\n"),
  },
  tokens: {
    args: ["--tokens", "@words"],
    refused: ["--tokens", "@nowhere"],
    check: async ({ address, folder, stderr }) => {
      const status = async (token: string) =>
        (await post(address, short, { authorization: `Bearer ${token}` })).status;
      expect((await post(address, short)).status).toBe(401);
      expect([await status("r"), await status("later")]).toEqual([200, 401]);
      await writeFile(join(folder, "words"), "later\n");
      await expect.poll(() => status("later")).toBe(200);
      expect(await status("r")).toBe(401);
      await writeFile(join(folder, "words"), "");
      process.emit("SIGHUP");
      await expect.poll(stderr).toContain("no tokens: expected one a line");
      expect(await status("later")).toBe(200);
    },
  },
  cors: {
    args: ["--cors", "https://a.example"],
    refused: ["--cors", "https://a.example/"],
    check: async ({ address }) => {
      const { headers } = await fetch(`${address}/healthz`, { headers: { origin: "https://a.example" } });
      expect(headers.get("access-control-allow-origin")).toBe("https://a.example");
    },
  },
  trustProxy: {
    args: ["--trust-proxy", "--rate", "0.01"],
    check: async ({ address }) => {
      const found: number[] = [];
      for (const client of ["1.1.1.1", "1.1.1.1", "2.2.2.2"])
        found.push((await post(address, short, { "x-forwarded-for": client })).status);
      expect(found).toEqual([200, 429, 200]);
    },
  },
  noPage: {
    args: ["--no-page"],
    check: async ({ address }) => {
      const answer = await fetch(`${address}/`);
      expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
        404,
        "no such path: see /docs",
      ]);
    },
  },
  logText: {
    args: ["--log-text"],
    check: async ({ address, stderr }) => {
      await post(address, { text: "hgfe" });
      await expect.poll(stderr).toContain('"texts":{"text":"hgfe"}');
    },
  },
  watch: {
    args: ["--watch", "0.1"],
    check: async ({ address, folder }) => {
      await saveModel(join(folder, "model"), wildModel({ seed: 8 }), history);
      const generation = async () =>
        ((await (await post(address, short)).json()) as { generation: number }).generation;
      while ((await generation()) === 1) await new Promise((wake) => setTimeout(wake, 50));
      expect(await generation()).toBe(2);
    },
  },
  grace: {
    args: ["--grace", "0.05"],
    check: async ({ address, interrupt, ended }) => {
      const cut = post(address, heavy).catch(() => undefined);
      await untilInHand(address);
      interrupt();
      const { exitCode, stderr } = await ended;
      expect([exitCode, stderr.includes("requests were not answered within 0.05 s")]).toEqual([1, true]);
      await cut;
    },
  },
  wait: {
    args: ["--max-wait", "0.3", "--rate=1e6", "--timeout=100"],
    check: async ({ address }) => {
      const ask = () => statuses(Array.from({ length: 30 }, () => post(address, heavy)));
      let found = await ask();
      // A service that is late by more than the wait, on a busy machine, refuses all.
      while (found.every((status) => status === 503)) {
        await new Promise((wake) => setTimeout(wake, 100)); // asking makes it late, too
        found = await ask();
      }
      expect(new Set(found)).toEqual(new Set([200, 503]));
    },
  },
  timeout: {
    args: ["--timeout=0.1"],
    check: async ({ address }) => {
      const answer = await post(address, heavy);
      const { status, detail } = (await answer.json()) as { status: number; detail: string };
      // It is told by what was seen so far, or by the clock.
      expect(`${status}: ${detail}`).toMatch(
        /^413: it would take .*: more than 0\.1 s; divide it$|^504: not answered within 0\.1 s$/,
      );
      await expect.poll(async () => (await post(address, short)).status).toBe(200);
    },
  },
  rate: {
    args: ["--rate", "0.01"],
    check: async ({ address }) => {
      const found = await statuses([1, 2, 3].map(() => post(address, short)));
      expect(found.sort()).toEqual([200, 429, 429]);
    },
  },
  bodyBytes: limited("--max-body=50", { text: "a".repeat(50) }, 413),
  characters: limited("--max-characters=9", { text: "a".repeat(10) }, 400),
  texts: limited("--max-texts=2", { text: ["a", "b", "c"] }, 400),
  beam: limited("--max-beam=3", { text: "a", beam: 4 }, 400),
  outputTokens: limited("--max-output=20", { text: "a", maximumLength: 21 }, 400),
  streams: {
    args: ["--max-streams=1"],
    check: async ({ address }) => {
      const stream = () =>
        fetch(`${address}/v1/translate/stream`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ text: "abcdefgh", minimumLength: 450, maximumLength: 450 }),
        });
      const found = await statuses([stream(), stream(), stream()]);
      expect(found.sort()).toEqual([200, 503, 503]);
    },
  },
};

describe("henkan serve", () => {
  const all = commands.find(({ name }) => name === "serve")!.flags;

  it("has a trial for each of its flags", () => {
    const others = ["port", "quiet", "debug"];
    expect([...Object.keys(trials), ...others].sort()).toEqual(Object.keys(all).sort());
  });

  it.each(Object.entries(trials))("%s does what it says", async (key, { args, check }) => {
    const { exitCode, stderr } = await serving(args, check);
    if (key !== "grace") expect([exitCode, stderr.includes("fault")]).toEqual([0, false]);
  });

  it.each(Object.entries(trials))("%s refuses what it cannot mean", async (key, { refused }) => {
    if (refused === null) return;
    const flag = serveFlags[key as keyof typeof serveFlags];
    const wrong = refused ?? [`${nameOf(flag)}=${flag.takes === null ? "x" : flag.takes.wrong}`];
    const folder = await folderOfFiles();
    const args = ["serve", "@model", "--workers", "1", "--port", "0", ...wrong];
    const { exitCode, stderr } = await henkan(args.map((arg) => arg.replace("@", `${folder}/`)));
    expect([exitCode, stderr.includes("fault of henkan")], stderr).toEqual([2, false]);
  });

  it("listens at the port that it is given, and says where it cannot", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    const folder = await folderOfFiles();
    const args = ["serve", join(folder, "model"), "--workers", "1", "--port", String(port)];
    expect(await henkan(args)).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `127.0.0.1:${port}: cannot listen there: another program has the port\n`,
    });
    await new Promise((resolve) => taken.close(resolve));
    await serving(["--port", String(port)], async ({ address }) => expect(address).toContain(`:${port}`));
  });

  it("is quiet, and says more of its own faults, where it is told to", async () => {
    const { stderr } = await serving(["--quiet"], async ({ address }) => void (await post(address, short)));
    expect(stderr).toBe("");
    const loud = await henkan(["serve", "/nowhere", "--debug"]);
    expect([loud.exitCode, loud.stderr]).toEqual([2, expect.stringContaining("    at ")]);
  });

  it("serves folders by names that they are given", async () => {
    await serving(["--pair=en-ja=@model", "both=@other"], async ({ address }) => {
      const { models } = (await (await fetch(`${address}/v1/models`)).json()) as {
        models: { name: string }[];
      };
      expect(models.map(({ name }) => name)).toEqual(["both", "en-ja"]);
    });
  });

  it("can be stopped as soon as it has said where it serves", async () => {
    const folder = await folderOfFiles();
    const { exitCode, stderr } = await henkan(
      ["serve", join(folder, "model"), "--workers", "1", "--port", "0"],
      { onOutput: (_, interrupt) => interrupt() },
    );
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('"stopping"')]);
  });

  it("says what it needs", async () => {
    const { exitCode, stderr } = await henkan(["serve"]);
    expect([exitCode, stderr]).toEqual([
      2,
      "henkan serve: no model: expected a model folder, or --pair en-ja=DIR\n",
    ]);
  });
});

describe("the process of henkan serve", () => {
  let folder: string;

  async function started() {
    folder = await folderOfFiles();
    const { child, written, ended } = startHenkan([
      ...["serve", join(folder, "model"), "--port", "0", "--workers", "1"],
    ]);
    while (!written.stdout.includes("\n")) {
      if (child.exitCode !== null) throw new Error(written.stderr);
      await new Promise((wake) => setTimeout(wake, 20));
    }
    return { child, written, ended, address: /http:\S+/.exec(written.stdout)![0] };
  }

  it("says where it serves what, and its capacity", async () => {
    const { child, written, ended } = await started();
    expect(written.stdout).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+ serves model; capacity: about [\d,]+ texts\/s of 12 tokens, by greedy search\n$/,
    );
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });

  it("answers what has come at SIGTERM, accepts no more, and ends", async () => {
    const { child, written, ended, address } = await started();
    const answer = post(address, { ...heavy, text: heavy.text.slice(0, 100) });
    await untilInHand(address);
    child.kill("SIGTERM");
    while (!written.stderr.includes('"stopping"')) await new Promise((wake) => setTimeout(wake, 5));
    await expect(fetch(`${address}/healthz`, { headers: { connection: "close" } })).rejects.toThrow();
    const { status, headers } = await answer;
    expect([status, headers.get("connection")]).toEqual([200, "close"]);
    expect(await ended).toBe(0);
  });

  it("ends at once at a second SIGTERM", async () => {
    const { child, written, ended, address } = await started();
    const answer = post(address, heavy).catch(() => undefined);
    await untilInHand(address);
    child.kill("SIGTERM");
    while (!written.stderr.includes('"stopping"')) await new Promise((wake) => setTimeout(wake, 5));
    child.kill("SIGTERM");
    expect(await ended).toBe(130);
    await answer;
  });

  it("replaces its models at SIGHUP", async () => {
    const { child, ended, address } = await started();
    const generation = async () =>
      ((await (await post(address, short)).json()) as { generation: number }).generation;
    await writeFile(join(folder, "model", "weights.safetensors"), "damaged");
    child.kill("SIGHUP");
    const refused = async () =>
      (await (await fetch(`${address}/metrics`)).text()).includes('model="model",result="refused"} 1');
    while (!(await refused())) await new Promise((wake) => setTimeout(wake, 20));
    expect(await generation()).toBe(1);
    await saveModel(join(folder, "model"), wildModel({ seed: 8 }), history);
    child.kill("SIGHUP");
    while ((await generation()) === 1) await new Promise((wake) => setTimeout(wake, 20));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });
});
