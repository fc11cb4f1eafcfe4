import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadModel, saveModel } from "../src/model-folder/model-folder.ts";
import { henkan } from "./support/fake-terminal.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

/** A folder with a model, `old`, of letters a … h to words p … x, and pairs. */
async function folderWithModel(): Promise<string> {
  const folder = await temporaryFolder();
  const input = {
    encoder: { cell: "gru", dropout: 0 },
    decoder: { dropout: 0.1 },
    context: { score: "additive" },
    source: { tokenizer: "characters", maximumLength: 9 },
    target: { tokenizer: "words", lowercase: true },
  } as const;
  await saveModel(join(folder, "old"), untrainedModel(input), history);
  await writeFile(join(folder, "pairs.tsv"), "abc\tp q\nhgz\tq r y\nfed\tS t\nbead\tu v w x\n");
  return folder;
}

describe("henkan train --from", () => {
  it("starts from a model, which also says what the configuration leaves out", async () => {
    const folder = await folderWithModel();
    await mkdir(join(folder, "configs"));
    const yaml =
      "from: ../old\nout: ../new\ndata: { pairs: ../pairs.tsv, dev: ../pairs.tsv }\nencoder: { dropout: 0.2 }\n";
    await writeFile(join(folder, "configs", "tune.yaml"), yaml);
    const rates = ["--training.learningRate", "1e-12", "--training.epochs", "1"];
    const run = await henkan(["train", join(folder, "configs", "tune.yaml"), ...rates]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stderr).toContain("tokens: characters of the source, words of the target\n");
    expect(run.stderr).toMatch(
      /\nstarted from an older model: \d+ parameters copied, 4 mapped by token \(12 of 13 source and 13 of 14 target tokens known\)\n/,
    );
    const [old, tuned] = [
      await loadModel(join(folder, "old")).then(({ model }) => model),
      await loadModel(join(folder, "new")).then(({ model }) => model),
    ];
    expect(tuned.configuration).toMatchObject({
      from: join(folder, "old"),
      encoder: { cell: "gru", size: 6, embedding: 5, dropout: 0.2 },
      decoder: { cell: "lstm", size: 6, embedding: 7, dropout: 0.1 },
      context: { score: "additive" },
      source: { tokenizer: "characters", maximumLength: 9 },
      target: { tokenizer: "words", lowercase: true },
    });
    const recurrent = "encoder.0.forward.weight_h";
    expect(tuned.weights.view(recurrent)).toEqual(old.weights.view(recurrent));
  });

  it("lists what has other sizes, and leaves no model", async () => {
    const folder = await folderWithModel();
    const flags = [
      "--pairs",
      join(folder, "pairs.tsv"),
      "--out",
      join(folder, "new"),
      "--encoder.embedding=4",
    ];
    const run = await henkan(["train", ...flags, "--from", join(folder, "old"), "--quiet"]);
    expect(run).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: [
        "from: its weights have other shapes than those of this model:",
        "  encoder.embedding: [12, 5] there, [13, 4] here",
        "  encoder.0.forward.weight_x0: [5, 9] there, [4, 9] here",
        "  encoder.0.backward.weight_x0: [5, 9] there, [4, 9] here",
        "leave encoder, decoder and context out of the configuration: they are then as they are there; or train " +
          "without from\n",
      ].join("\n"),
    });
    await expect(loadModel(join(folder, "new"))).rejects.toThrow("config.json: cannot be read");
  });

  it("names a folder that is no model, before anything else", async () => {
    const run = await henkan(["train", "--pairs", "none.tsv", "--from", "nowhere"]);
    expect(run).toEqual({
      exitCode: 2,
      stdout: "",
      stderr:
        'nowhere: cannot be read: no such file or folder: expected a model folder, as "henkan train" writes it\n',
    });
  });

  it("says of a problem that part of the configuration is the model's", async () => {
    const old = join(await folderWithModel(), "old");
    const run = await henkan(["train", "--pairs", "none.tsv", "--from", old, "--encoder.size", "5"]);
    expect(run.stderr).toBe(
      `command line, with what it leaves out as in ${old}:\n` +
        "  encoder.size 5: expected an even number, because the encoder is bidirectional\n",
    );
  });
});
