import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { fileFormatNames } from "../../src/data/formats/index.ts";
import { readPairBytes } from "../../src/data/open-pairs.ts";
import { HenkanError } from "../../src/errors.ts";
import { CheckpointStore } from "../../src/jobs/checkpoint/checkpoint-store.ts";
import { readSettings } from "../../src/jobs/configuration-file.ts";
import { openCachedCorpus } from "../../src/jobs/prepare/cached-corpus.ts";
import { openTrainingCache } from "../../src/jobs/prepare/training-cache.ts";
import { modelFiles } from "../../src/model-folder/files.ts";
import { saveModel } from "../../src/model-folder/model-folder.ts";
import { readModel } from "../../src/model-folder/read-model.ts";
import { RandomStream } from "../../src/random.ts";
import { tokenizerFromJson, trainTokenizer } from "../../src/text/index.ts";
import { drawnTokenizerFile } from "./drawn-tokenizer-file.ts";
import { mutated } from "./mutations.ts";
import { reversals } from "./reversals.ts";
import { history, untrainedModel } from "./tiny-saved-model.ts";

/** Something that reads bytes of anybody. */
export interface FuzzTarget {
  readonly name: string;
  /** What is read well. */
  readonly seeds: readonly Uint8Array[];
  readonly read: (bytes: Uint8Array) => Promise<unknown> | unknown;
}

/** @param folder for files of targets that read no bytes */
export async function fuzzTargets(folder: string): Promise<FuzzTarget[]> {
  return [...(await modelTargets(folder)), ...formatTargets(), ...(await fileTargets(folder))];
}

/** Each file of a model folder, beside the others as they are. */
async function modelTargets(folder: string): Promise<FuzzTarget[]> {
  const model = join(folder, "model");
  await saveModel(model, untrainedModel(), history);
  const names = [modelFiles.config, modelFiles.weights, modelFiles.source, modelFiles.target] as const;
  const whole = new Map(
    await Promise.all(
      names.map(async (name) => [name, new Uint8Array(await readFile(join(model, name)))] as const),
    ),
  );
  const files = names.map(
    (name): FuzzTarget => ({
      name: `a model's ${name}`,
      seeds: [whole.get(name)!],
      read: (bytes) =>
        readModel({
          nameOf: (file) => file,
          read: async (file) => (file === name ? bytes : whole.get(file as typeof name)!),
        }),
    }),
  );
  const random = new RandomStream(1, "fuzzed tokenizers");
  const lines = reversals(200).map(({ source }) => `${source} ${source}`);
  const tokenizers = [
    ...Array.from({ length: 6 }, () => drawnTokenizerFile(random)),
    ...(["bpe", "unigram"] as const).map((kind) =>
      trainTokenizer({ kind, maximumVocabulary: 290 }, lines).toJSON(),
    ),
  ];
  const encoder = new TextEncoder();
  return [
    ...files,
    {
      name: "a tokenizer file",
      seeds: tokenizers.map((json) => encoder.encode(JSON.stringify(json))),
      read: (bytes) => {
        const text = new TextDecoder().decode(bytes);
        const tokenizer = tokenizerFromJson(parsedJson(text));
        tokenizer.decode(tokenizer.encode("ab  Σé かが <x>\u0301"));
      },
    },
  ];
}

/** Text that is no JSON is refused before a tokenizer is read. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const formatSeeds: Readonly<Record<(typeof fileFormatNames)[number], string>> = {
  tsv: "ab\tp q\ncd\tr\n\nid\ten\tja\n",
  csv: 'sep=;\nsource;target\n"a;b";"p ""q"""\nc;d\n',
  jsonl: '{"source": "ab", "target": "p q"}\n{"source": "c", "target": "d", "more": [1]}\n',
  tmx: '<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>a &amp; <ph x="1"/>b</seg></tuv><tuv xml:lang="ja"><seg>あ</seg></tuv></tu></body></tmx>',
  xliff:
    '<xliff version="1.2"><file source-language="en" target-language="ja"><body><trans-unit id="1"><source>a</source><target>あ</target></trans-unit></body></file></xliff>',
  po: 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n#, fuzzy\nmsgid "a\\x41"\nmsgstr "b"\n\nmsgctxt "c"\nmsgid "d"\nmsgstr "e"\n',
};

function formatTargets(): FuzzTarget[] {
  const encoder = new TextEncoder();
  return fileFormatNames.map((format) => ({
    name: `pairs as ${format}`,
    seeds: [encoder.encode(formatSeeds[format])],
    read: async (bytes) => {
      async function* chunks() {
        yield bytes.subarray(0, bytes.length >> 1);
        yield bytes.subarray(bytes.length >> 1);
      }
      for await (const _ of readPairBytes(chunks(), "a file", { format }));
    },
  }));
}

/** What is read from a file by its name. */
async function fileTargets(folder: string): Promise<FuzzTarget[]> {
  const at = (name: string) => join(folder, name);
  const tsv = reversals(60)
    .map(({ source, target }) => `${source}\t${target}\n`)
    .join("");
  await writeFile(at("pairs.tsv"), tsv);
  const yaml =
    "data: { pairs: pairs.tsv }\nencoder:\n  size: 8\n  cell: gru\ntraining: { epochs: 2, groups: [{ parameters: '*', weightDecay: 0.1 }] }\n";
  await writeFile(at("run.yaml"), yaml);
  const configuration = parseConfiguration({ ...(await readSettings(at("run.yaml"))), encoder: { size: 8 } });
  const cache = await openTrainingCache(configuration, at("cache"), {}, { onNotice: () => {} });
  cache.close();
  const tokens = new Uint8Array(await readFile(cache.cache));
  const store = new CheckpointStore(at("run"));
  const tensors = new Map([["weights", Float32Array.of(1, 2, 3)]]);
  await store.write({
    identity: { henkan: "0" } as never,
    folder: {},
    state: { counters: { update: 3 } as never, tensors },
  });
  const place = join(store.path, (await readdir(store.path))[0]!);
  const checkpoint = await Promise.all(
    ["manifest.json", "state.json", "state.safetensors"].map(
      async (name) => [name, new Uint8Array(await readFile(join(place, name)))] as const,
    ),
  );
  await mkdir(at("scratch"));
  const written = (name: string, read: (path: string) => Promise<unknown>) => async (bytes: Uint8Array) => {
    await writeFile(join(folder, "scratch", name), bytes);
    await read(join(folder, "scratch", name));
  };
  return [
    {
      name: "a configuration",
      seeds: [Buffer.from(yaml)],
      read: written("run.yaml", async (path) => parseConfiguration(await readSettings(path))),
    },
    {
      name: "a token cache",
      seeds: [tokens],
      read: written("corpus.tokens", async (path) => {
        const corpus = openCachedCorpus(path);
        try {
          for (let i = 0; i < corpus.examples.count; i++) corpus.examples.example(i);
        } finally {
          corpus.close();
        }
      }),
    },
    ...checkpoint.map(
      ([name, bytes]): FuzzTarget => ({
        name: `a checkpoint's ${name}`,
        seeds: [bytes],
        read: async (changed) => {
          await writeFile(join(place, name), changed);
          try {
            await store.newest(() => {});
          } finally {
            await writeFile(join(place, name), bytes);
          }
        },
      }),
    ),
    {
      name: "pairs in gzip",
      seeds: [new Uint8Array(gzipSync(tsv))],
      read: written("pairs.tsv.gz", readAllPairs),
    },
  ];
}

async function readAllPairs(path: string): Promise<void> {
  const { openPairs } = await import("../../src/data/open-pairs.ts");
  for await (const _ of openPairs(path));
}

/** A mutation that was not read, nor refused in words: its number says how it is drawn again. */
export interface FuzzFailure {
  readonly target: string;
  readonly number: number;
  readonly why: string;
}

const mostSeconds = 5;

/** Reads mutations of a target's seeds, numbered from `from` on. */
export async function fuzz(target: FuzzTarget, count: number, from = 0): Promise<FuzzFailure[]> {
  const failures: FuzzFailure[] = [];
  for (let number = from; number < from + count; number++) {
    const random = new RandomStream(1, `fuzz ${target.name}`, number);
    const seed = target.seeds[number % target.seeds.length]!;
    const begin = performance.now();
    let why: string | undefined;
    try {
      await target.read(mutated(seed, random));
    } catch (error) {
      if (!(error instanceof HenkanError))
        why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      else if (error.message.length > 5000) why = `a message of ${error.message.length} characters`;
    }
    const seconds = (performance.now() - begin) / 1000;
    if (seconds > mostSeconds) why ??= `${seconds.toFixed(1)} s`;
    if (why !== undefined) failures.push({ target: target.name, number, why });
  }
  return failures;
}
