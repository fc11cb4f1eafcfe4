import { copyFile, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { history, untrainedModel } from "../../test/support/tiny-saved-model.ts";
import { CheckpointError, DataError } from "../errors.ts";
import { loadModel, saveHistory, saveModel } from "./model-folder.ts";

async function savedFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), "model");
  await saveModel(folder, untrainedModel(), history);
  return folder;
}

async function editConfig(
  folder: string,
  edit: (config: Record<string, unknown>) => unknown,
): Promise<string> {
  const path = join(folder, "config.json");
  await writeFile(path, JSON.stringify(edit(JSON.parse(await readFile(path, "utf8")))));
  return path;
}

describe("a model folder", () => {
  it("gives back the model and its history", async () => {
    const folder = await savedFolder();
    const { model, record } = await loadModel(folder);
    const saved = untrainedModel();
    expect(model.configuration).toEqual(saved.configuration);
    expect(model.weights.values).toEqual(saved.weights.values);
    expect(model.source.toJSON()).toEqual(saved.source.toJSON());
    expect(model.target.toJSON()).toEqual(saved.target.toJSON());
    expect(record).toMatchObject({ ...history, format: 2, vocabulary: { source: 12, target: 13 } });
    expect(record.henkan).toMatch(/^\d+\.\d+\.\d+/);
    expect((await readdir(folder)).sort()).toEqual([
      "config.json",
      "source.tokenizer.json",
      "target.tokenizer.json",
      "weights.safetensors",
    ]);
  });

  it("keeps how long outputs may be where that was learnt from the training pairs", async () => {
    const folder = join(await temporaryFolder(), "model");
    await saveModel(folder, { ...untrainedModel(), outputMargin: 42 }, history);
    expect((await loadModel(folder)).model.outputMargin).toBe(42);
    const usual = await savedFolder();
    expect((await loadModel(usual)).model).not.toHaveProperty("outputMargin");
    expect(await readFile(join(usual, "config.json"), "utf8")).not.toContain("outputMargin");
  });

  it("is whole at every moment of a replacement", async () => {
    const [old, other] = [await savedFolder(), join(await temporaryFolder(), "other")];
    const newer = untrainedModel();
    newer.weights.values.fill(0.5);
    await saveModel(other, newer, history);
    const weight = async () => (await loadModel(old)).model.weights.values[0];
    expect(await weight()).not.toBe(0.5);
    // As if killed before the new files were all there.
    await mkdir(join(old, "next-model.1.tmp"));
    await copyFile(join(other, "weights.safetensors"), join(old, "next-model.1.tmp", "weights.safetensors"));
    expect(await weight()).not.toBe(0.5);
    // As if killed then, after each file that has taken its place.
    await mkdir(join(old, "next-model"));
    const files = ["weights.safetensors", "source.tokenizer.json", "target.tokenizer.json", "config.json"];
    for (const file of files) await copyFile(join(other, file), join(old, "next-model", file));
    for (const file of files) {
      expect(await weight(), file).toBe(0.5);
      await rename(join(old, "next-model", file), join(old, file));
    }
    expect(await weight()).toBe(0.5);
    await saveHistory(old, history); // which tidies up
    expect(await readdir(old)).not.toContain("next-model");
  });

  it("holds the same bytes for the same model", async () => {
    const [one, two] = [await savedFolder(), await savedFolder()];
    for (const name of await readdir(one)) {
      expect(await readFile(join(one, name)), name).toEqual(await readFile(join(two, name)));
    }
  });

  it("takes a new history", async () => {
    const folder = await savedFolder();
    const training = { ...history.training, bestEpoch: 4 };
    await saveHistory(folder, { ...history, training });
    expect((await loadModel(folder)).record.training).toEqual(training);
  });

  it("holds scores that are infinite, and others in the bytes that they always had", async () => {
    const { dev } = history.training;
    const infinite = { ...dev!, metrics: { ...dev!.metrics, perplexity: Number.POSITIVE_INFINITY } };
    const folder = join(await temporaryFolder(), "model");
    await saveModel(folder, untrainedModel(), {
      ...history,
      training: { ...history.training, dev: infinite },
    });
    expect((await loadModel(folder)).record.training.dev).toEqual(infinite);
    await saveHistory(folder, history);
    expect(await readFile(join(folder, "config.json"))).toEqual(
      await readFile(join(await savedFolder(), "config.json")),
    );
  });

  it("is not touched by a record that could not be read again", async () => {
    const folder = await savedFolder();
    const before = await readFile(join(folder, "weights.safetensors"));
    const other = untrainedModel();
    other.weights.values.fill(1);
    const training = { ...history.training, updates: 0.5 };
    await expect(saveModel(folder, other, { ...history, training })).rejects.toThrow(CheckpointError);
    await expect(saveHistory(folder, { ...history, training })).rejects.toThrow("training.updates: ");
    expect(await readFile(join(folder, "weights.safetensors"))).toEqual(before);
    expect((await loadModel(folder)).record).toMatchObject(history);
  });

  it("says when it cannot be created", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    await expect(saveModel(join(file, "model"), untrainedModel(), history)).rejects.toThrow(
      new DataError(`${join(file, "model")}: cannot be created: a part of the path is not a folder`),
    );
  });
});

describe("a model folder is refused", () => {
  const again = "copy it again from where it was trained, or train again";
  const modelAgain = "copy it again from where the model was trained, or train again";

  async function refusal(folder: string, message: string): Promise<void> {
    await expect(loadModel(folder)).rejects.toThrow(new CheckpointError(message));
  }

  it("where there is none, or a file", async () => {
    const folder = await temporaryFolder();
    const expected = 'expected a model folder, as "henkan train" writes it';
    await refusal(
      join(folder, "none"),
      `${join(folder, "none")}: cannot be read: no such file or folder: ${expected}`,
    );
    await writeFile(join(folder, "file"), "");
    await refusal(join(folder, "file"), `${join(folder, "file")}: it is a file: ${expected}`);
  });

  it.each(["config.json", "weights.safetensors", "source.tokenizer.json", "target.tokenizer.json"])(
    "where %s is missing",
    async (name) => {
      const folder = await savedFolder();
      await rm(join(folder, name));
      await refusal(
        folder,
        `${join(folder, name)}: cannot be read: no such file or folder: a model folder needs config.json, ` +
          "weights.safetensors, source.tokenizer.json and target.tokenizer.json",
      );
    },
  );

  it("where its format is newer", async () => {
    const folder = await savedFolder();
    const path = await editConfig(folder, (config) => ({ ...config, format: 3 }));
    await refusal(
      folder,
      `${path}: format 3 is newer than this version of henkan, which reads format 2: update henkan`,
    );
  });

  it("where config.json is not JSON, or lacks something", async () => {
    const folder = await savedFolder();
    const path = await editConfig(folder, ({ vocabulary: _, ...rest }) => rest);
    await refusal(
      folder,
      `${path}: not the record of a henkan model: vocabulary: Invalid input: expected object, received undefined`,
    );
    await writeFile(path, "{");
    await refusal(folder, `${path}: not JSON: ${modelAgain}`);
  });

  it("where the configuration has a key that is not known", async () => {
    const folder = await savedFolder();
    const path = await editConfig(folder, (config) => ({ ...config, configuration: { encodr: {} } }));
    await refusal(folder, `${path}:\n  encodr: unknown key; did you mean encoder?`);
  });

  it("where a tokenizer is damaged or another model's", async () => {
    const folder = await savedFolder();
    const path = join(folder, "source.tokenizer.json");
    await copyFile(join(folder, "target.tokenizer.json"), path);
    await refusal(folder, `${path}: 13 entries, expected 12 by config.json: ${modelAgain}`);
    await writeFile(path, '{"format": 9}');
    await refusal(
      folder,
      `${path}: tokenizer: format 9 is newer than this version of henkan, which reads format 1: update henkan`,
    );
  });

  it("where the weights are truncated", async () => {
    const folder = await savedFolder();
    const path = join(folder, "weights.safetensors");
    const { length } = await readFile(path);
    await truncate(path, length - 5);
    await refusal(
      folder,
      `${path}: ${length - 5} bytes, expected ${length} by config.json: it is truncated: ${again}`,
    );
  });

  it("where the weights have other shapes", async () => {
    const folder = await savedFolder();
    await editConfig(folder, (config) => ({
      ...config,
      configuration: untrainedModel({ encoder: { cell: "gru" } }).configuration,
    }));
    await expect(loadModel(folder)).rejects.toThrow(
      /weights\.safetensors: encoder\.0\.\S+ has the shape \[\d+, 12\], expected \[\d+, 9\]; /,
    );
  });

  it("where the weights were altered", async () => {
    const folder = await savedFolder();
    const path = join(folder, "weights.safetensors");
    const bytes = await readFile(path);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(path, bytes);
    await expect(loadModel(folder)).rejects.toThrow(
      /weights\.safetensors: its SHA-256 is [0-9a-f]{8}…, expected [0-9a-f]{8}… by config\.json: it was altered or belongs to another model: copy it again from where it was trained, or train again$/,
    );
  });
});
