import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { createScorer } from "../search/scorer.ts";
import { loadModel, saveModel } from "./model-folder.ts";

/** Written by the last version that wrote format 1, which kept the defaults of all settings. */
const stored = new URL("../../test/model-folders/format-1", import.meta.url);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "henkan-format-1-"));
  await cp(stored, folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

it("a folder of format 1 gives the model that it holds, with the settings that have an effect alone", async () => {
  const { model, record } = await loadModel(folder);
  const { encoder, decoder, context, initialization, training, source } = model.configuration;
  expect(encoder).toMatchObject({ cell: "gru", size: 2, recurrentDropout: 0 });
  expect(decoder).toMatchObject({ cell: "ssru", size: 3, inputFeeding: false });
  expect(decoder).not.toHaveProperty("recurrentDropout");
  expect(context).toEqual({ kind: "attention", score: "general", sharpness: 1, dropout: 0, coverageLoss: 0 });
  expect(initialization).toEqual({ recurrent: "xavier" });
  expect(source).not.toHaveProperty("characterCoverage");
  expect(training).toMatchObject({
    metric: "sequence_error_rate",
    optimizer: "sgd",
    momentum: 0.9,
    decayEvery: 1,
  });
  expect(training).not.toHaveProperty("beta1");
  expect(training).not.toHaveProperty("patience");
  expect(record.training.dev!.metrics).toMatchObject({ sequence_error_rate: 87.5, token_error_rate: 40 });

  const scorer = await createScorer(model, await runtimes[0]!.open());
  const [counts] = await scorer.countPairs([{ source: "ab c", target: "p q" }]);
  expect(counts!.negativeLogLikelihood).toBeCloseTo(5.434414505958557, 5); // as that version computed it
});

it("saved again it is of the newest format and the same model", async () => {
  const { model, record } = await loadModel(folder);
  const again = join(folder, "again");
  await saveModel(again, model, record);
  const loaded = await loadModel(again);
  expect(loaded.model.configuration).toEqual(model.configuration);
  expect(loaded.model.weights.values).toEqual(model.weights.values);
  const written = JSON.parse(await readFile(join(again, "config.json"), "utf8"));
  expect(written.format).toBe(record.format);
  expect(written.configuration).toEqual(model.configuration);
});
