import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { attentionScores } from "../src/nn/index.ts";
import { henkan } from "./support/fake-terminal.ts";
import { listed } from "./support/listed.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

async function savedModel(maximumLength = 200): Promise<string> {
  const folder = join(await temporaryFolder(), "model");
  await saveModel(folder, untrainedModel({ source: { maximumLength } }), history);
  return folder;
}

/** The command fails with the message alone, on standard error, and exit code 2. */
async function refusal(args: readonly string[], message: string): Promise<void> {
  expect(await henkan(args)).toEqual({ exitCode: 2, stdout: "", stderr: `${message}\n` });
}

const pairs = "ab\tp q\nba\tq p\nc\tr\nd\ts\n";

describe("a file of pairs", () => {
  async function train(path: string, message: string): Promise<void> {
    await refusal(["train", "--pairs", path, "--out", join(path, "..", "out")], message);
  }

  it("that is missing", async () => {
    const path = join(await temporaryFolder(), "none.tsv");
    await train(path, `${path}: cannot be read: no such file or folder`);
  });

  it("that is empty", async () => {
    const path = await file("empty.tsv", "");
    await train(path, `${path}: no pairs: the file is empty`);
  });

  it("that is a folder", async () => {
    const path = await temporaryFolder();
    await refusal(
      ["train", "--pairs", path, "--out", join(path, "out")],
      `${path}: cannot be read: it is a folder, not a file`,
    );
  });

  it("with a line without a tab", async () => {
    const path = await file("pairs.tsv", `${pairs}\nno tab here\n`);
    await train(
      path,
      `${path}:6: "no tab here" has no tab: expected source, tab, target; name the file .jsonl if it holds JSON ` +
        "lines, or give source and target as two files",
    );
  });

  it("that is not UTF-8", async () => {
    const path = await file("pairs.tsv", Buffer.from("ab\tp\ncaf\xe9\tq\n", "latin1"));
    await train(
      path,
      `${path}:2: byte 0xe9 at offset 8 is not UTF-8: convert the file, for example with iconv -f ENCODING -t UTF-8`,
    );
  });

  it("of which nothing can be held out", async () => {
    const path = await file("pairs.tsv", "ab\tp q\nab\tq p\n");
    await train(
      path,
      `${path}: all pairs have the same source: expected two at least, one to train on and one to hold out; or name ` +
        "a file of dev pairs as data.dev",
    );
  });

  it("that is not named", async () => {
    await refusal(
      ["train"],
      "no pairs to train on: name a file with --pairs FILE.tsv, or as data.pairs in the configuration file",
    );
  });
});

describe("a configuration", () => {
  it("that is nested beyond measure, in a file or a flag", async () => {
    const deep = `[`.repeat(50_000) + `]`.repeat(50_000);
    const path = await file("run.yaml", `training: ${deep}`);
    await refusal(["train", path], `${path}: values are nested 50000 deep: expected 200 at most`);
    await refusal(
      ["train", `--training.groups=${deep}`],
      "--training.groups: values are nested 50000 deep: expected 200 at most",
    );
    await refusal(
      ["train", `--training.${"x.".repeat(40_000)}y=1`],
      "--training.x.x…: 40002 keys: expected 20 at most",
    );
  });

  it("with unknown keys and wrong types: all of them, with the nearest known keys", async () => {
    const path = await file(
      "run.yaml",
      "encodr: {}\ntraining: { lerningRate: 1, epochs: many }\ncontext: { score: dott }\n",
    );
    await refusal(
      ["train", path],
      [
        `${path}:`,
        `  context.score "dott": expected one of ${listed(Object.keys(attentionScores))}`,
        '  training.epochs "many": expected number, received string',
        "  training.lerningRate: unknown key; did you mean learningRate?",
        "  encodr: unknown key; did you mean encoder?",
      ].join("\n"),
    );
  });

  it("with flags that are unknown or of a wrong type", async () => {
    await refusal(
      ["train", "--encoder.sise", "5", "--seed", "x", "--decoder.inputFeeding=2"],
      [
        "command line:",
        "  encoder.sise: unknown key; did you mean size?",
        "  decoder.inputFeeding 2: expected boolean, received number",
        '  training.seed "x": expected number, received string',
      ].join("\n"),
    );
  });

  it("with a flag that lacks its value", async () => {
    await refusal(
      ["train", "--encoder.size", "--quiet"],
      "--encoder.size: the value is missing: expected --encoder.size VALUE",
    );
  });

  it("that is not YAML: with line and column", async () => {
    const path = await file("run.yaml", "training:\n  epochs: [1\nencoder: {}\n");
    await refusal(
      ["train", path],
      `${path}:3:1: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]`,
    );
    const list = await file("list.yaml", "- 1\n");
    await refusal(
      ["train", list],
      `${list}: expected sections such as "training:", each with keys and values`,
    );
  });

  it("that is missing", async () => {
    await refusal(["train", "none.yaml"], "none.yaml: cannot be read: no such file or folder");
  });
});

describe("a folder for the model", () => {
  it("that holds other things is left alone", async () => {
    const path = await file("pairs.tsv", pairs);
    const folder = await temporaryFolder();
    await writeFile(join(folder, "thesis.tex"), "");
    await refusal(
      ["train", "--pairs", path, "--out", folder],
      `${folder}: it holds thesis.tex and is not a model folder: nothing there was touched; name another as out`,
    );
    expect(await readdir(folder)).toEqual(["thesis.tex"]);
    await refusal(
      ["train", "--pairs", path, "--out", path],
      `${path}: it is a file: expected a folder for the model; name another as out`,
    );
  });

  it("with another program's config.json is left alone", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "config.json"), '{"architectures": []}');
    const { exitCode, stderr } = await henkan([
      "train",
      "--pairs",
      await file("pairs.tsv", pairs),
      "--out",
      folder,
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${folder}: it holds config.json and is not a model folder`);
  });

  it("where no checkpoint can be written", async () => {
    const path = await file("pairs.tsv", pairs);
    const folder = join(path, "..", "model");
    await mkdir(folder);
    await writeFile(join(folder, "checkpoints"), "");
    const args = ["train", "--pairs", path, "--out", folder, "--encoder.size", "4", "--decoder.size", "4"];
    await refusal(
      [...args, "--quiet"],
      `${join(folder, "checkpoints")}: cannot be read: a part of the path is not a folder`,
    );
  });

  it.runIf(process.platform === "linux")("on a disk that is full for the metrics", async () => {
    const path = await file("pairs.tsv", pairs);
    const folder = join(path, "..", "model");
    await mkdir(folder);
    await symlink("/dev/full", join(folder, "metrics.jsonl"));
    await refusal(
      ["train", "--pairs", path, "--out", folder, "--quiet"],
      `${join(folder, "metrics.jsonl")}: cannot be written: no space left on the device`,
    );
  });
});

describe("a model folder", () => {
  it.each(["translate", "inspect"])("that is missing: %s", async (command) => {
    await refusal(
      [command, "no-model"],
      'no-model: cannot be read: no such file or folder: expected a model folder, as "henkan train" writes it',
    );
  });

  it("of a newer format", async () => {
    const folder = await savedModel();
    const path = join(folder, "config.json");
    await writeFile(path, (await readFile(path, "utf8")).replace('"format": 2', '"format": 3'));
    await refusal(
      ["inspect", folder],
      `${path}: format 3 is newer than this version of henkan, which reads format 2: update henkan`,
    );
  });

  it("with truncated weights", async () => {
    const folder = await savedModel();
    const path = join(folder, "weights.safetensors");
    const { length } = await readFile(path);
    await truncate(path, length - 4);
    await refusal(
      ["translate", folder],
      `${path}: ${length - 4} bytes, expected ${length} by config.json: it is truncated: copy it again from where it ` +
        "was trained, or train again",
    );
  });
});

describe("weights that are not finite", () => {
  it.each([Number.NaN, Number.NEGATIVE_INFINITY])("%s: the parameter is named", async (value) => {
    const folder = join(await temporaryFolder(), "model");
    const model = untrainedModel();
    model.weights.view("decoder.output.bias").data[3] = value;
    await saveModel(folder, model, history);
    for (const command of ["translate", "inspect"]) {
      await refusal(
        [command, folder],
        `${join(folder, "weights.safetensors")}: value 3 of decoder.output.bias is ${value}, expected a finite number: ` +
          "train again, with a lower training.learningRate if training diverged",
      );
    }
  });
});

it("weights of a terabyte are refused without being read", async () => {
  const folder = await savedModel();
  const path = join(folder, "weights.safetensors");
  const { length } = await readFile(path);
  await truncate(path, 2 ** 40); // sparse: it takes no room
  await refusal(
    ["translate", folder],
    `${path}: ${2 ** 40} bytes, expected ${length} by config.json: it is too long: copy it again from where it was ` +
      "trained, or train again",
  );
});

describe.runIf(process.platform === "linux")("a file of a model that is a device", () => {
  it.each(["config.json", "weights.safetensors", "source.tokenizer.json"])(
    "%s is not read without end",
    async (name) => {
      const folder = await savedModel();
      await rm(join(folder, name));
      await symlink("/dev/zero", join(folder, name));
      await refusal(
        ["translate", folder],
        `${join(folder, name)}: expected a regular file: a model folder needs config.json, weights.safetensors, ` +
          "source.tokenizer.json and target.tokenizer.json",
      );
    },
  );
});

describe("lines to translate", () => {
  it("that are not UTF-8", async () => {
    const folder = await savedModel();
    const stdin = [Buffer.from("ab\n"), Buffer.from("c\xff\n", "latin1")];
    const { exitCode, stdout, stderr } = await henkan(["translate", folder, "--quiet"], { stdin });
    expect(exitCode).toBe(2);
    expect(stdout.split("\n")).toHaveLength(2); // the line before it is answered
    expect(stderr).toBe(
      "standard input:2: byte 0xff at offset 4 is not UTF-8: convert the file, for example with iconv -f ENCODING -t UTF-8\n",
    );
  });

  it("that are longer than the limit are cut, and counted", async () => {
    const folder = await savedModel(3);
    const { exitCode, stderr } = await henkan(["translate", folder], {
      stdin: ["abcd\nabc\nabcdefg\n"],
    });
    expect(exitCode).toBe(0);
    expect(stderr).toContain("2 sources cut: longer than 3 tokens (source.maximumLength)\n");
  });

  it("in a file that is missing, or a format that is not known", async () => {
    const folder = await savedModel();
    await refusal(
      ["translate", folder, "--input", "none.txt"],
      "none.txt: cannot be read: no such file or folder",
    );
    await refusal(
      ["translate", folder, "--output-format", "xml"],
      '--output-format "xml": expected one of "text", "jsonl"',
    );
  });
});

describe("a command line", () => {
  it.each([
    [["trian"], "error: unknown command 'trian'\n(Did you mean train?)"],
    [["train", "--pears", "x"], "error: unknown option '--pears'\n(Did you mean --pairs?)"],
    [["translate"], "error: missing required argument 'dir'"],
    [["inspect", "--encoder.size", "x"], "error: unknown option '--encoder.size'"],
  ])("with a mistake: %j", async (args, message) => {
    await refusal(args, message);
  });

  it("with --debug shows the stack and the causes", async () => {
    const { exitCode, stderr } = await henkan(["inspect", "no-model", "--debug"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^CheckpointError: no-model: cannot be read.*\n {4}at /);
    expect(stderr).toContain("\ncaused by Error: ENOENT");
  });
});
