import { describe, expect, it } from "vitest";
import { parseConfiguration, withoutIdleInherited } from "../../src/configuration/configuration.ts";
import { mergeSettings } from "../../src/configuration/settings.ts";
import { configurationOf, taskNames } from "../tasks/index.ts";
import { orderOf, planOf } from "./plan.ts";
import { rivalNames } from "./rivals.ts";

const context = { pairs: null, origin: null };
const plan = (text: string) => planOf(new URLSearchParams(text));
const order = (text: string) => {
  const made = orderOf(plan(text), "en", context)!;
  if (!("arms" in made)) throw new Error("these are runs");
  return made;
};

describe("a plan of a training", () => {
  it("is what the address says", () => {
    const link = `task=dates&seed=3&pairs=500&beside=gru&sentence=+a+b&settings={"encoder":{"size":64}}`;
    expect(plan(link)).toEqual({
      ...{ data: "dates", seed: 3, count: 500, own: { encoder: { size: 64 } }, rival: "gru", rivalOwn: {} },
      ...{ sentence: " a b", from: null, runs: [] },
    });
  });

  it("leaves out what is nonsense", () => {
    const usual = plan("");
    expect(usual).toMatchObject({ data: "phrasebook", seed: 1, rival: null, own: {}, runs: [] });
    const nonsense =
      "task=toString&seed=-1&pairs=1e9&beside=constructor&settings=[1]&beside-settings={&runs=../x,<b>";
    expect(plan(nonsense)).toEqual(usual);
  });

  it("goes on with runs by their ids", () => {
    expect(orderOf(plan("runs=a-1,b_2"), "en", context)).toEqual({ runs: ["a-1", "b_2"], sentences: [] });
  });

  it("needs pairs where they are the reader's own", () => {
    expect(orderOf(plan("task=own"), "en", context)).toBeNull();
  });

  it("has names that tell the models apart", () => {
    expect(order("task=dates&beside=fixed").arms.map(({ name }) => name.split(" · ").at(-1))).toEqual([
      "model 1",
      "fixed vector",
    ]);
  });

  it("that starts from a model has the model's sections and the data's training; the second model starts anew", () => {
    const link = plan("task=dates&from=served:a&beside=own");
    const configuration = parseConfiguration({
      encoder: { size: 34 },
      source: { tokenizer: "characters", tokenizerFile: "/home/me/bpe.json" },
    });
    const made = orderOf(link, "en", {
      pairs: null,
      origin: { id: "served:a", name: "a", configuration },
    }) as Extract<ReturnType<typeof order>, { arms: unknown }>;
    const [tuned, fresh] = made.arms;
    expect([tuned!.from, fresh!.from]).toEqual(["served:a", undefined]);
    for (const arm of [tuned!, fresh!]) {
      expect(arm.configuration).toMatchObject({
        encoder: { size: 34 },
        source: { tokenizer: "characters" },
        training: configurationOf("dates").training,
      });
      expect(arm.configuration.source).not.toHaveProperty("tokenizerFile");
    }
    expect(orderOf(plan("task=dates&from=a"), "ja", context)).toMatchObject({
      arms: [{ name: "日付 → ISO 8601 · ファインチューニング", from: "a" }],
    });
  });

  it.each(taskNames.flatMap((task) => rivalNames.map((rival) => [task, rival])))(
    "of %s beside %s has settings without a contradiction, whatever the reader has changed",
    (task, rival) => {
      const settings = JSON.stringify({ context: { kind: "attention", score: "multi-head", heads: 2 } });
      for (const { configuration, own = {} } of order(`task=${task}&beside=${rival}&settings=${settings}`)
        .arms) {
        const merged = withoutIdleInherited(mergeSettings(configuration, own), own);
        expect(() => parseConfiguration(merged)).not.toThrow();
      }
    },
  );
});
