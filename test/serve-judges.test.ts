import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { openRuntime } from "../src/runtime/index.ts";
import { createTranslator } from "../src/search/translator.ts";
import { askPython, python, pythonScript, withoutModules } from "./support/python.ts";
import { type Served, startServed } from "./support/served.ts";
import { lastingFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

const model = untrainedModel();
const folder = join(await lastingFolder(), "letters");
let served: Served;

beforeAll(async () => {
  await saveModel(folder, model, history);
  served = await startServed(["--pair", `en-ja=${folder}`, "--rate", "1000000", "--workers", "1"]);
});
afterAll(() => served?.stop());

const withoutClient = withoutModules("libretranslatepy");

describe.skipIf(withoutClient !== "")(`libretranslatepy, a client of LibreTranslate${withoutClient}`, () => {
  it("translates, and hears of languages and of what is refused", async () => {
    const texts = ["hgfedcba", "ab\n\ncd", "日本 & <b>"];
    const answer = askPython<{ languages: unknown; texts: string[]; refusal: unknown }>(
      "libretranslate_client.py",
      { address: served.address, source: "en", target: "ja", texts, key: null },
    );
    const translator = await createTranslator(model, await openRuntime({ threads: 1 }));
    const expected = await Promise.all(
      texts.map(async (text) => {
        const lines = await translator.translate(text.split("\n"), { beam: 5 });
        return lines.map((line) => line.text).join("\n");
      }),
    );
    expect(answer).toEqual({
      languages: [
        { code: "en", name: "English", targets: ["ja"] },
        { code: "ja", name: "Japanese", targets: [] },
      ],
      texts: expected,
      refusal: [400, { error: "xx is not supported" }],
    });
  });
});

const withoutWeblate = withoutModules("django", "requests", "weblate.machinery");

describe.skipIf(withoutWeblate !== "")(`Weblate's client of LibreTranslate${withoutWeblate}`, () => {
  async function asks(pairs: readonly string[]) {
    const flags = pairs.flatMap((pair) => ["--pair", `${pair}=${folder}`]);
    const own = await startServed([...flags, "--workers", "1", "--url-prefix", "/mt"], { prefix: "/mt" });
    try {
      return askPython<{ languages: unknown; pairs: unknown; texts: string[]; settings: unknown }>(
        "weblate_client.py",
        {
          address: `${own.address}/mt/`,
          key: "",
          pairs: [
            ["en", "ja_JP"],
            ["zh_Hans", "en"],
            ["en", "tg"],
          ],
          texts: ["hgfedcba", "ab\n\ncd"],
        },
      );
    } finally {
      await own.stop();
    }
  }

  it("translates, with languages as it names them", { timeout: 120_000 }, async () => {
    const { settings, ...answer } = await asks(["en-ja", "zh_Hans-en"]);
    const translator = await createTranslator(model, await openRuntime({ threads: 1 }));
    const lines = await translator.translate(["hgfedcba", "ab", "", "cd"], { beam: 5 });
    const [one, ...others] = lines.map(({ text }) => text);
    expect(answer).toEqual({
      languages: ["en", "ja", "zh-Hans"],
      pairs: [["en", "ja"], ["zh-Hans", "en"], null],
      texts: [one, others.join("\n")],
    });
    // It tries whatever it is given with English and German: the guide says how to live with that.
    expect(JSON.stringify(settings)).toContain("de is not supported");
  });

  it("saves a service that has a pair from English to German", { timeout: 120_000 }, async () => {
    expect((await asks(["en-ja", "en-de", "zh_Hans-en"])).settings).toBe(null);
  });
});

const schemathesis = join(dirname(python), "schemathesis");
const withoutSchemathesis = existsSync(schemathesis)
  ? ""
  : ` (skipped: needs schemathesis, from test/python/requirements.txt, where HENKAN_JUDGES says)`;

describe.skipIf(withoutSchemathesis !== "")(`schemathesis${withoutSchemathesis}`, () => {
  it("finds nothing wrong with what the service does and says that it does", async () => {
    // Not spawnSync: the service waits for whoever reads what it logs.
    const { status, said } = await ranProgram(
      schemathesis,
      [
        ...["--config-file", pythonScript("schemathesis.toml"), "run"],
        `${served.address}/openapi.json`,
        ...[
          "--checks",
          "all",
          "--max-examples",
          "15",
          "--seed",
          "1",
          "--no-color",
          "--request-timeout",
          "60",
        ],
      ],
      dirname(folder),
    );
    expect(status, said).toBe(0);
  }, 300_000);
});

function ranProgram(program: string, args: readonly string[], cwd: string) {
  return new Promise<{ status: unknown; said: string }>((resolve) => {
    execFile(program, args, { cwd, timeout: 200_000 }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : (error.code ?? error.signal), said: stdout + stderr }),
    );
  });
}
