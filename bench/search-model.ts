import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseConfiguration } from "../src/configuration/configuration.ts";
import { readConfiguration, trainFromFiles } from "../src/jobs/index.ts";
import { loadModel } from "../src/model-folder/model-folder.ts";
import { Weights } from "../src/nn/index.ts";
import { type Model, traceModel } from "../src/seq2seq/model.ts";
import { trainTokenizer } from "../src/text/index.ts";
import type { BenchPairs } from "./pairs.ts";
import { modelSettings } from "./shapes.ts";

const root = join(import.meta.dirname, "..");
const config = "configs/enja-tanaka-256.yaml";
const folder = join(root, "runs/enja-tanaka-256");

/** A model to search with, and the folder where it lies; none for random weights. */
export interface SearchModel {
  readonly model: Model;
  readonly folder?: string;
}

/** E = H = 256, trained on enja-tanaka once, in about ten minutes; where its pairs are absent, random weights. */
export async function benchModel(pairs: BenchPairs, say: (line: string) => void): Promise<SearchModel> {
  if (existsSync(join(folder, "config.json"))) return { model: (await loadModel(folder)).model, folder };
  if (pairs.name !== "enja-tanaka") {
    say("search: enja-tanaka is not beside this repository: random weights, so outputs go on to their limit");
    return { model: randomModel(pairs) };
  }
  say(`search: training the model of ${config}, about ten minutes, kept in ${folder}`);
  await trainFromFiles(await readConfiguration(join(root, config)), {
    onEvent: (event) => {
      if (event.event === "evaluation") say(`epoch ${event.epoch}`);
    },
  });
  return { model: (await loadModel(folder)).model, folder };
}

function randomModel({ train }: BenchPairs): Model {
  const options = { tokenizer: "words", minimumCount: 2, maximumVocabulary: 5000 } as const;
  const configuration = parseConfiguration({
    ...modelSettings({ E: 256, H: 256 }),
    source: options,
    target: { ...options, maximumLength: 12 },
  });
  const [source, target] = (["source", "target"] as const).map((side) =>
    trainTokenizer(
      { kind: "words", ...options },
      train.map((pair) => pair[side]),
    ),
  );
  const sizes = { source: source!.vocabulary.size, target: target!.vocabulary.size };
  const { specs } = traceModel(configuration, sizes).parameters;
  const weights = new Weights(specs);
  weights.initialize(specs, 1);
  return { configuration, source: source!, target: target!, weights };
}
