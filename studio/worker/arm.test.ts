import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { modelSettings } from "../../src/configuration/model-settings.ts";
import { ConfigError } from "../../src/errors.ts";
import { loadModel, saveModel } from "../../src/model-folder/model-folder.ts";
import { openRuntime } from "../../src/runtime/index.ts";
import { trainTokenizer } from "../../src/text/index.ts";
import { henkan } from "../../test/support/fake-terminal.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { history, untrainedModel } from "../../test/support/tiny-saved-model.ts";
import { DiskRunStore } from "../runs/store/disk-run-store.ts";
import { MemoryDisk } from "../runs/store/memory-disk.ts";
import { formatPairs } from "../runs/store/pair-lines.ts";
import { beginArm, resumeArm } from "./arm.ts";
import type { Arm } from "./training-order.ts";
import { TrainingSession } from "./training-session.ts";

const words = ["p", "q", "r", "s", "new"];
const pairs = Array.from({ length: 40 }, (_, i) => ({
  source: `${"abcdefghz"[i % 9]}${"hgfedc"[i % 6]}${"ab"[i % 2]}`,
  target: `${words[i % 5]} ${words[i % 3]}`,
}));
const dev = pairs.slice(0, 5);
const data = { task: null, pairs, dev };
const training = { epochs: 2, batchTokens: 200, microBatches: 1 };
const silent = (notice: object) => expect.fail(JSON.stringify(notice));

/** A store with a model, `old`, of letters to words. */
async function storeWithModel(model = untrainedModel()) {
  const store = new DiskRunStore(new MemoryDisk(), { lasting: true, seconds: 1000 });
  const from = await store.add({ name: "old", model, history, events: [] });
  const begin = (arm: Partial<Arm> = {}) =>
    beginArm({ name: "new", configuration: { training }, from, ...arm }, data, 1, store, silent);
  return { store, from, begin };
}

async function trained(arm: Awaited<ReturnType<typeof beginArm>>) {
  const runtime = await openRuntime({ threads: 1 });
  const rest = { samples: [], sentences: [], held: false, seconds: 1000, emit: () => {} };
  const session = new TrainingSession({ arms: [arm], runtime, threads: 1, ...rest });
  expect(await session.run()).toMatchObject([{ reason: "epochs" }]);
}

describe("a training in the page that starts from a model", () => {
  it("gives what the command line gives, and is still known to have started there", async () => {
    const model = untrainedModel({
      encoder: { cell: "gru" },
      context: { score: "additive" },
      target: { tokenizer: "words" },
    });
    const folder = await temporaryFolder();
    await saveModel(join(folder, "old"), model, history);
    await writeFile(join(folder, "train.jsonl"), formatPairs(pairs));
    await writeFile(join(folder, "dev.jsonl"), formatPairs(dev));
    const files = ["--pairs", "train.jsonl", "--dev", "dev.jsonl", "--from", "old", "--out", "new"];
    const paths = files.map((file) => (file.startsWith("--") ? file : join(folder, file)));
    const settings = Object.entries(training).map(([key, value]) => `--training.${key}=${value}`);
    const own = ["--encoder.dropout=0.1", "--runtime.threads=1"];
    const { exitCode, stderr } = await henkan(["train", ...paths, ...settings, ...own]);
    expect(exitCode, stderr).toBe(0);

    const { store, begin } = await storeWithModel(model);
    const arm = await begin({ own: { encoder: { dropout: 0.1 } } });
    await trained(arm);
    const { model: here, summary, setup, events } = await store.read(arm.keeper.id);
    const { model: there } = await loadModel(join(folder, "new"));
    expect(here.weights.values).toEqual(there.weights.values);
    expect(here.source.toJSON()).toEqual(there.source.toJSON());
    expect(modelSettings(here.configuration)).toEqual(modelSettings(there.configuration));
    expect(summary).toMatchObject({ state: "over", from: "old" });
    expect(setup.from?.model.weights.values).toEqual(model.weights.values);
    expect(events[0]).toMatchObject({ transfer: { tokens: { target: { all: 9, known: 8 } } } });
  });

  it("and whose tab is closed before it is saved starts from the model again, even where that was deleted", async () => {
    const { store, from, begin } = await storeWithModel();
    const whole = await begin();
    await trained(whole);
    const closed = await begin();
    await closed.keeper.close();
    await store.delete(from);
    await trained(await resumeArm(closed.keeper.id, store, silent));
    const [a, b] = await Promise.all([whole, closed].map(({ keeper }) => store.read(keeper.id)));
    expect(b!.model.weights.values).toEqual(a!.model.weights.values);
  });

  it("shows that model's weights before its first update", async () => {
    const { store, begin } = await storeWithModel();
    const { keeper, setup } = await begin();
    await keeper.close();
    const recurrent = "encoder.0.forward.weight_h";
    const { model } = await store.read(keeper.id);
    expect(model.weights.view(recurrent)).toEqual(setup.from!.model.weights.view(recurrent));
  });

  it("has the model's tokenizers where those are from a file, which is not here", async () => {
    const file = { tokenizer: "characters", tokenizerFile: "/home/me/letters.json" } as const;
    const model = untrainedModel({ source: file, target: { tokenizer: "words" } });
    const { begin } = await storeWithModel(model);
    const { setup, keeper } = await begin();
    expect(setup.source.toJSON()).toEqual(model.source.toJSON());
    expect(setup.target.toJSON()).toEqual(
      trainTokenizer(
        { kind: "words" },
        pairs.map((p) => p.target),
      ).toJSON(),
    );
    await keeper.close();
  });

  it("is refused with other sizes, and nothing is kept of it", async () => {
    const { store, begin } = await storeWithModel();
    const other = begin({ own: { encoder: { embedding: 4 } } });
    await expect(other).rejects.toThrow(ConfigError);
    await expect(other).rejects.toThrow(
      /^from: its weights have other shapes[\s\S]*encoder\.embedding: \[12, 5\] there, \[13, 4\] here/,
    );
    await expect(begin({ from: "0123" })).rejects.toThrow("notThere");
    expect(await store.list()).toMatchObject([{ name: "old" }]);
  });
});
