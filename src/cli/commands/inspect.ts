import { formatJson } from "../../data/json-numbers.ts";
import { architecture, describeModel, type ModelDescription } from "../../jobs/index.ts";
import type { KeptEvaluation } from "../../metrics/index.ts";
import { loadModel } from "../../model-folder/model-folder.ts";
import { duration } from "../../report/index.ts";
import type { Given } from "../flags/given.ts";
import type { inspectFlags } from "../flags/model-flags.ts";
import { formatScores } from "../scores.ts";
import { counted, formatTable, grouped } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";

/** `henkan inspect`: what a model is made of, how it was trained, how it scored. */
export async function inspect(
  folder: string,
  { json = false }: Given<typeof inspectFlags>,
  terminal: Terminal,
): Promise<number> {
  const description = describeModel(await loadModel(folder));
  await print(terminal, json ? `${formatJson(description)}\n` : describe(description));
  return 0;
}

function describe(description: ModelDescription): string {
  const { configuration, source, target, training } = description;
  return [
    formatTable(architecture(configuration), "ll"),
    parameterTable(description),
    formatTable(
      [
        ["vocabulary", "tokens", "", "at most"],
        ["source", grouped(source.vocabulary), source.tokenizer, grouped(configuration.source.maximumLength)],
        ["target", grouped(target.vocabulary), target.tokenizer, grouped(configuration.target.maximumLength)],
      ],
      "lrlr",
    ),
    formatTable(trainingFacts(description), "ll"),
    scoresOn(
      training.averagedEpochs ? "dev pairs, average of epochs" : "dev pairs, best epoch",
      training.dev,
    ),
    scoresOn("test pairs", training.test),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function parameterTable({ parameters }: ModelDescription): string {
  const rows = parameters.tensors.map((tensor) => [
    tensor.name,
    tensor.shape.map(grouped).join(" × "),
    grouped(tensor.parameters),
  ]);
  return formatTable(
    [["tensor", "shape", "parameters"], ...rows, ["total", "", grouped(parameters.total)]],
    "lrr",
  );
}

function trainingFacts({ henkan, data, training, configuration }: ModelDescription): string[][] {
  const { seed, epochs, microBatches = 1 } = configuration.training;
  const ended = { epochs: "", stalled: ", dev no longer got better", interrupted: ", interrupted" };
  const end = training.ended === null ? ", not ended" : ended[training.ended];
  const averaged = training.averagedEpochs;
  const kept = averaged === undefined ? "" : `; kept is the average of ${averaged.join(", ")}`;
  const best = training.bestEpoch === 0 ? "none finished" : `${training.bestEpoch} of ${epochs} at most`;
  return [
    ["trained on", `${counted(data.pairs, "pair")}, fingerprint ${data.fingerprint}`],
    ["dev", `${counted(data.devPairs, "pair")}${data.heldOut ? ", held out of the training file" : ""}`],
    ["best epoch", `${best}${kept}`],
    ["updates", `${grouped(training.updates)} in ${duration(training.seconds)}${end}`],
    ...(microBatches > 1 ? [["batches", `cut into ${microBatches} parts`]] : []),
    ["seed", String(seed)],
    ["runtime", `${training.runtime}, ${counted(training.threads, "thread")}`],
    ["started", training.started],
    ["henkan", henkan],
  ];
}

function scoresOn(what: string, evaluation: KeptEvaluation | null): string {
  if (evaluation === null) return "";
  return `scores on ${counted(evaluation.sentences, "sentence")} (${what})\n${formatScores(evaluation)}`;
}
