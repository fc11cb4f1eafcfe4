import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type InputOptions, type OutputOptions, rolldown } from "rolldown";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Bundle {
  /** By the name of the script. */
  readonly entries: Readonly<Record<string, string>>;
  readonly input: InputOptions;
  readonly output: OutputOptions;
}

const bundles = {
  /** The scripts of a page, and of a service's. */
  web: {
    entries: { page: "page.ts", worker: "worker.ts", "served-page": "served-page.ts" },
    // ONNX Runtime without its .mjs inside: its threads start from that file, and not from the worker's script.
    input: {
      platform: "browser",
      resolve: { conditionNames: ["onnxruntime-web-use-extern-wasm", "import"] },
    },
    output: { minify: true },
  },
  /** The scripts of the studio: views are loaded when they are shown, and page and worker share what both need. */
  studio: {
    entries: {
      main: "../studio/main.tsx",
      worker: "../studio/worker/worker.ts",
      replica: "../studio/worker/replica.ts",
      "service-worker": "../studio/service-worker.ts",
    },
    input: {
      platform: "browser",
      resolve: { conditionNames: ["onnxruntime-web-use-extern-wasm", "import"] },
    },
    output: { minify: true, codeSplitting: true, chunkFileNames: "parts/[name]-[hash].js" },
  },
  /** What `npm run bench -- web` measures in a browser. */
  bench: {
    entries: { worker: "../bench/web/training-worker.ts", replica: "../studio/worker/replica.ts" },
    input: {
      platform: "browser",
      resolve: { conditionNames: ["onnxruntime-web-use-extern-wasm", "import"] },
    },
    output: { minify: true, codeSplitting: true },
  },
  /** The code of an npm package. */
  package: {
    entries: { index: "package.ts" },
    // A name in a constant must stay there, or bundlers would follow it (src/runtime/libraries.ts).
    input: { platform: "browser", external: /^onnxruntime-/, optimization: { inlineConst: false } },
    output: { minify: false },
  },
  /**
   * The command line in few files: it starts in two thirds of the time. Commands are loaded when they are called. The
   * threads of preparing, training and decoding have scripts of their own beside it.
   */
  bin: {
    entries: {
      henkan: "../src/cli/main.ts",
      "token-worker": "../src/jobs/prepare/token-worker.ts",
      "replica-worker": "../src/jobs/replicas/replica-worker.ts",
      "graph-replicas": "../src/runtime/graph-replicas.ts",
      "graph-worker": "../src/runtime/graph-worker.ts",
      "translation-worker": "../src/server/translation-worker.ts",
    },
    input: { platform: "node", external: /^(onnxruntime-|koffi$)/, optimization: { inlineConst: false } },
    output: { minify: false, codeSplitting: true, chunkFileNames: "[name].js" },
  },
} satisfies Record<string, Bundle>;

/**
 * Bundles what `henkan export` ships beside a model, and the command line, with the licences of what is in them.
 * @param folder where a folder for each bundle is made, or its files replaced
 */
export async function bundle(
  folder: string,
  names: readonly (keyof typeof bundles)[] = ["web", "package", "bin"],
): Promise<void> {
  for (const name of names) {
    const fresh = join(folder, `${name}.${process.pid}.tmp`);
    await mkdir(fresh, { recursive: true });
    const packages = await writeScripts(bundles[name], fresh);
    const licences = await Promise.all(packages.map(licence));
    await writeFile(join(fresh, "licenses.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));
    if (name === "package") await copyFile(here("package-surface.d.ts"), join(fresh, "index.d.ts"));
    await replaceFiles(fresh, join(folder, name));
  }
}

/** Moves files into a folder that has those of an earlier time: who reads there meanwhile finds each one whole. */
async function replaceFiles(fresh: string, folder: string): Promise<void> {
  const files = await filesIn(fresh);
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await rename(join(fresh, file), join(folder, file));
  }
  const old = (await filesIn(folder)).filter((file) => !files.includes(file));
  await Promise.all(
    [fresh, ...old.map((file) => join(folder, file))].map((path) => rm(path, { recursive: true })),
  );
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

/**
 * Writes each script by itself, so that no two share a third, or where code is split all of them together. Gives the
 * folders of the packages that are in them.
 */
async function writeScripts({ entries, input, output }: Bundle, folder: string): Promise<string[]> {
  const packages = new Set<string>();
  const scripts = Object.entries(entries).map(([script, entry]) => [script, here(entry)] as const);
  for (const together of output.codeSplitting ? [scripts] : scripts.map((script) => [script])) {
    const build = await rolldown({
      ...input,
      input: Object.fromEntries(together),
      // The worker sets up the library that src/runtime/ asks for by import(); one script holds both.
      checks: { ineffectiveDynamicImport: false },
      onLog(_, { message }) {
        throw new Error(`${together.map(([script]) => script).join(", ")}: ${message}`);
      },
    });
    const written = await build.write({ codeSplitting: false, ...output, dir: folder, format: "esm" });
    await build.close();
    for (const part of written.output) {
      if (part.type === "chunk") for (const module of part.moduleIds) packages.add(packageOf(module));
    }
  }
  return [...packages].sort();
}

/** The folder of the package that a module belongs to; henkan's own where it is none of node_modules. */
function packageOf(module: string): string {
  return /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(module)?.[0] ?? here("..");
}

/** A package's name and licence, with its text where the package has it. */
async function licence(folder: string): Promise<string> {
  const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license: string;
  };
  const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
  const text = file === undefined ? "" : `\n${await readFile(join(folder, file), "utf8")}`;
  return `${about.name} ${about.version}\n${about.license}\n${text}`;
}
