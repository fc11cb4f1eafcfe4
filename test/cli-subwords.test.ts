import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadModel } from "../src/model-folder/model-folder.ts";
import { trainTokenizer } from "../src/text/index.ts";
import { henkan } from "./support/fake-terminal.ts";
import { judges } from "./support/judges.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const PAIRS = [
  ["the cat sleeps", "猫が寝る"],
  ["the dog sleeps", "犬が寝る"],
  ["the cat runs", "猫が走る"],
  ["the dog runs", "犬が走る"],
];
const SMALL = {
  encoder: { size: 6, embedding: 5 },
  decoder: { size: 6, embedding: 7 },
  training: { epochs: 2 },
};

async function folderWith(configuration: object): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "pairs.tsv"), PAIRS.map((pair) => `${pair.join("\t")}\n`).join(""));
  await mkdir(join(folder, "configs"));
  const data = { pairs: "../pairs.tsv", dev: "../pairs.tsv" };
  const yaml = JSON.stringify({ data, out: "../model", ...SMALL, ...configuration });
  await writeFile(join(folder, "configs", "subwords.yaml"), yaml);
  return folder;
}

const train = (folder: string) => henkan(["train", join(folder, "configs", "subwords.yaml")]);

describe("henkan with subwords", () => {
  it("trains a joint vocabulary, whose file other programs read, and translates", async () => {
    const side = { tokenizer: "bpe", maximumVocabulary: 300, segmenter: "ja" };
    const folder = await folderWith({ vocabulary: "joint", source: side, target: side });
    const run = await train(folder);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stderr).toContain("tokens: bpe of the source, bpe of the target\n");
    const { model } = await loadModel(join(folder, "model"));
    expect(model.source.vocabulary.size).toBeLessThanOrEqual(300);
    const json: unknown = JSON.parse(await readFile(join(folder, "model", "source.tokenizer.json"), "utf8"));
    for (const judge of judges(json)) {
      expect(await judge.encode(["the cat 猫 🐕"])).toEqual([model.source.encode("the cat 猫 🐕")]);
    }
    const input = "the cat runs\n🐕\n";
    const translated = await henkan(["translate", join(folder, "model"), "--output-format", "jsonl"], {
      stdin: [input],
    });
    expect(translated.exitCode, translated.stderr).toBe(0);
    expect(translated.stdout.trim().split("\n")).toHaveLength(2);
  });

  it("uses a tokenizer.json that the configuration names, relative to its file", async () => {
    const folder = await folderWith({ source: { tokenizerFile: "../given.json" } });
    const given = trainTokenizer({ kind: "bpe", lowercase: true }, ["the cat and the dog"]);
    await writeFile(join(folder, "given.json"), JSON.stringify(given));
    const run = await train(folder);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stderr).toContain("tokens: bpe of the source, characters of the target\n");
    const { model } = await loadModel(join(folder, "model"));
    expect(model.source.toJSON()).toEqual(given.toJSON());
  });

  it.each([
    ["is not there", undefined, "cannot be read: no such file or folder: expected a tokenizer.json"],
    ["is not JSON", "{", "not JSON: expected a tokenizer.json"],
    [
      "is of another kind",
      '{ "model": { "type": "WordPiece" } }',
      'tokenizer: model.type "WordPiece" is not supported: expected BPE or Unigram',
    ],
  ])("says where a tokenizer.json %s", async (_, content, why) => {
    const folder = await folderWith({ source: { tokenizerFile: "../given.json" } });
    if (content !== undefined) await writeFile(join(folder, "given.json"), content);
    const run = await train(folder);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(`${join(folder, "given.json")}: ${why}\n`);
  });
});
