import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../bundles/bundle.ts";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { openRuntime } from "../src/runtime/index.ts";
import { createTranslator } from "../src/search/translator.ts";
import { henkan } from "./support/fake-terminal.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

const installed = (path: string) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));
const execute = promisify(execFile);

/** A project that has the exported package "letters" and the given runtimes among its dependencies. */
async function consumer(runtimes: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  const model = join(folder, "my Letters");
  await saveModel(model, untrainedModel(), history);
  await mkdir(join(folder, "node_modules"));
  const out = join(folder, "node_modules", "letters");
  const run = await henkan(["export", model, "--to", "package", "--out", out, "--name", "letters"]);
  expect(run.exitCode, run.stderr).toBe(0);
  for (const name of runtimes) await symlink(installed(name), join(folder, "node_modules", name));
  return folder;
}

const program = `
import { transduce } from "letters";
const lines = ["abc", "", "hgfed"];
const one = await transduce(lines[2]);
const beam = await transduce(lines[0], { beam: 3, nBest: 2 });
console.log(JSON.stringify({ one, beam, all: await transduce(lines) }));
`;

beforeAll(() => bundle("dist", ["package"]));

describe("henkan export --to package", () => {
  it("writes a package of its own, named for npm, and says how to use it", async () => {
    const folder = await temporaryFolder();
    const [model, out] = [join(folder, "My Letters (2)"), join(folder, "the out")];
    await saveModel(model, untrainedModel(), history);
    const { stdout } = await henkan(["export", model, "--to", "package", "--out", out]);
    expect(stdout).toContain(`"npm install --install-links '${out}'"`);
    expect(stdout).toContain('import { transduce } from "my-letters-2";\n');
    expect((await readdir(out)).sort()).toEqual([
      "README.md",
      "henkan-export.json",
      "index.d.ts",
      "index.js",
      "licenses.txt",
      "model",
      "package.json",
    ]);
    const own = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
    expect(JSON.parse(await readFile(join(out, "package.json"), "utf8"))).toMatchObject({
      name: "my-letters-2",
      type: "module",
      dependencies: { "onnxruntime-web": own.dependencies["onnxruntime-web"] },
      optionalDependencies: { "onnxruntime-node": own.optionalDependencies["onnxruntime-node"] },
    });
    const code = await readFile(join(out, "index.js"), "utf8");
    expect(code).not.toMatch(/^\s*(import|export)\b.* from /m);
    // Names in constants, which no bundler follows; onnxruntime-web is the one that pages need.
    expect([...code.matchAll(/\bimport\(\s*(?:\/\*.*?\*\/\s*)*([^\s)]+)/g)].map(([, name]) => name)).toEqual([
      "nativeName",
      "webInNodeName",
      '"onnxruntime-web/wasm"',
      "href", // graph-replicas.js, which is not there
    ]);
  });

  it("refuses a name that npm would not take", async () => {
    const folder = join(await temporaryFolder(), "model");
    await saveModel(folder, untrainedModel(), history);
    const run = await henkan(["export", folder, "--to", "package", "--out", "x", "--name", "変換"]);
    expect(run).toMatchObject({
      exitCode: 2,
      stderr: 'name "変換": expected a name for an npm package, such as "my-model" or "@me/my-model"\n',
    });
  });

  it.each([
    ["native", ["onnxruntime-node", "onnxruntime-web", "onnxruntime-common"]],
    ["wasm", ["onnxruntime-web", "onnxruntime-common"]],
  ] as const)("gives in Node what henkan gives (%s)", async (prefer, packages) => {
    const folder = await consumer(packages);
    await writeFile(join(folder, "main.mjs"), program);
    const { stdout, stderr } = await execute(process.execPath, ["main.mjs"], { cwd: folder });
    const translator = await createTranslator(untrainedModel(), await openRuntime({ prefer }));
    const expected = await translator.translate(["abc", "", "hgfed"]);
    const [searched] = await translator.translate(["abc"], { beam: 3, nBest: 2 });
    const { one, beam, all } = JSON.parse(stdout);
    const texts = (list: readonly { text: string }[]) => list.map(({ text }) => text);
    expect(texts(all)).toEqual(texts(expected));
    expect(texts(beam.hypotheses)).toEqual(texts(searched!.hypotheses));
    expect(one.text).toBe(expected[2]!.text);
    expect(one.score).toBeCloseTo(expected[2]!.score, 4);
    expect(one.attention).toHaveLength(expected[2]!.attention!.length);
    if (prefer === "native") expect(stderr).toBe("");
    else expect(stderr).toContain("Running on WebAssembly");
  });

  it("has types for both forms, and no others", async () => {
    const folder = await consumer([]);
    const compile = async (code: string) => {
      await writeFile(
        join(folder, "use.ts"),
        `import { type Transduction, transduce } from "letters";\n${code}\n`,
      );
      const flags = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022"];
      const run = execute(process.execPath, [installed("typescript/bin/tsc"), ...flags, "use.ts"], {
        cwd: folder,
      });
      return await run.then(
        () => "",
        ({ stdout }: { stdout: string }) => stdout,
      );
    };
    const right =
      'export const one: Transduction = await transduce("a"); (await transduce(["a"], { beam: 2 })).at(-1)?.text;';
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    expect(await compile(right)).toBe("");
    expect(await compile("await transduce(7);")).toContain("No overload matches this call");
  });
});
