import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import * as native from "onnxruntime-node";
import * as web from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { onnxModels } from "../src/export/onnx-models.ts";
import { verifyOnnx } from "../src/export/verify-onnx.ts";
import type { SearchOptions } from "../src/search/options.ts";
import { createTranslator } from "../src/search/translator.ts";
import type { Model } from "../src/seq2seq/model.ts";
import { BOS, EOS, tokenizerFromJson } from "../src/text/index.ts";
import {
  exportable,
  exportedOnnx,
  largerModel,
  lines,
  pairs,
  sourceRows,
  subwordModel,
} from "./support/exported-onnx.ts";
import { expectStandard, withoutOnnxChecker } from "./support/onnx-check.ts";
import { tokenIds } from "./support/reference-search-comparison.ts";
import { runtimes } from "./support/runtimes.ts";
import { untrainedModel } from "./support/tiny-saved-model.ts";
import { turnedBeforeEnd } from "./support/turned-outputs.ts";
import { wildModel } from "./support/wild-model.ts";

type OnnxRuntime = Pick<typeof native, "InferenceSession" | "Tensor">;

web.env.wasm.numThreads = 1;
const packages: Readonly<Record<string, OnnxRuntime>> = {
  "onnxruntime-node": native,
  "onnxruntime-web": web as unknown as OnnxRuntime,
};

const searches = [
  { beam: 1, nBest: 1, lengthPenalty: 1 },
  { beam: 4, nBest: 3, lengthPenalty: 0.6 },
] as const;

async function translated(model: Model, options: SearchOptions) {
  return await (await createTranslator(model, await runtimes[0]!.open())).translate(lines, options);
}

/** The inputs that are made of sources. */
function sourceFeeds(Tensor: OnnxRuntime["Tensor"], model: Model, sources: readonly string[]) {
  const feeds = Object.entries(sourceRows(model, sources)).map(([name, rows]) => {
    const data = BigInt64Array.from(rows.flat(), BigInt);
    return [name, new Tensor("int64", data, [rows.length, rows[0]!.length])] as const;
  });
  return Object.fromEntries(feeds);
}

/** Numbers of a row of a tensor `[…, T]`. */
function row(tensor: native.Tensor, index: number): number[] {
  const T = tensor.dims.at(-1)!;
  return Array.from(tensor.data.slice(index * T, (index + 1) * T) as Float32Array, Number);
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 3));
}

async function expectOutputs(
  { InferenceSession, Tensor }: OnnxRuntime,
  model: Model,
  onnx: Uint8Array,
  search: SearchOptions,
) {
  const session = await InferenceSession.create(onnx);
  const feeds = sourceFeeds(Tensor, model, lines);
  const { ids: found, scores, logProbabilities, attention } = await session.run(feeds);
  const S = feeds.source!.dims[1]!;
  const [B, N, T] = found!.dims as [number, number, number];
  expect([B, N]).toEqual([lines.length, search.nBest]);
  const translations = await translated(model, search);
  for (const [b, { source, hypotheses, sourceTokens }] of translations.entries()) {
    expect(hypotheses.length).toBeGreaterThan(0);
    for (const [n, hypothesis] of hypotheses.entries()) {
      const at = b * N + n;
      const own = [...tokenIds(model, hypothesis.tokens, source), EOS];
      const length = own.length;
      expect(row(found!, at)).toEqual([...own, ...Array(T - length).fill(0)]);
      expect(Number(scores!.data[at])).toBeCloseTo(hypothesis.score, 3);
      expectClose(row(logProbabilities!, at).slice(0, length), hypothesis.tokenLogProbabilities);
      expect(attention === undefined).toBe(hypothesis.attention === null);
      hypothesis.attention?.forEach((weights, t) => {
        const rest = Array(S - sourceTokens.length - 1).fill(0);
        expectClose(row(attention!, at * T + t), [...weights, ...rest]);
      });
    }
  }
  await session.release();
}

describe.each(Object.entries(exportable))("the ONNX export of a model: %s", (_, model) => {
  it.each(searches)("gives what the model gives, with beam $beam", async (search) => {
    const exported = await exportedOnnx(model, search);
    expect(exported.verification).toEqual({ lines: 6, same: 6, sameInStages: 6 });
    for (const runtime of Object.values(packages)) {
      await expectOutputs(runtime, model, exported.model, search);
    }
  });

  it("gives in two stages, by a greedy loop, what greedy search gives", async () => {
    const { encoder, step } = await exportedOnnx(model);
    const greedy = await translated(model, {});
    for (const { InferenceSession, Tensor } of Object.values(packages)) {
      const [encoding, decoding] = [
        await InferenceSession.create(encoder),
        await InferenceSession.create(step),
      ];
      for (const [i, line] of lines.entries()) {
        let known = await encoding.run(sourceFeeds(Tensor, model, [line]));
        const { tokens, ...read } = greedy[i]!;
        const { reversed } = model.configuration.decoder;
        const asWritten = <T>(values: readonly T[]) => (reversed ? turnedBeforeEnd(values) : values);
        const tokenLogProbabilities = asWritten(read.tokenLogProbabilities);
        const attention = read.attention && asWritten(read.attention);
        const written = [BOS];
        for (const [t, id] of asWritten([...tokenIds(model, tokens, line), EOS]).entries()) {
          const token = new Tensor("int64", BigInt64Array.of(BigInt(written.at(-1)!)), [1]);
          const result = await decoding.run({ ...known, token });
          const logP = row(result.logProbabilities!, 0);
          const isLast = t === model.configuration.target.maximumLength;
          written.push(isLast ? EOS : logP.indexOf(Math.max(...logP)));
          expect(written.at(-1)).toBe(id);
          expect(logP[id]).toBeCloseTo(tokenLogProbabilities[t]!, 3);
          if (attention) expectClose(row(result.attention!, 0), attention[t]!);
          const next = Object.entries(result).filter(([name]) => name.startsWith("next."));
          known = { ...known, ...Object.fromEntries(next.map(([name, state]) => [name.slice(5), state])) };
        }
      }
    }
  });
});

it.each([undefined, 41])(
  "an export ends outputs at the margin that the model has, %s",
  async (outputMargin) => {
    const endless: Model = { ...untrainedModel({ target: { maximumLength: 70 } }), outputMargin };
    endless.weights.view("decoder.output.bias").data[EOS] = -1000;
    const { model, out } = await exportedOnnx(endless);
    const [margin, source] = [outputMargin ?? 27, "ab"];
    const session = await native.InferenceSession.create(model);
    const { ids } = await session.run(sourceFeeds(native.Tensor, endless, [source]));
    expect(ids!.dims).toEqual([1, 1, margin + 8 * source.length + 1]);
    const [translation] = await translated(endless, {});
    expect(translation!.tokens).toHaveLength(margin + 8 * lines[0]!.length);
    expect(await readFile(join(out, "README.md"), "utf8")).toContain(
      `min(70, ${margin} + 8 · source tokens)`,
    );
  },
);

describe.skipIf(withoutOnnxChecker !== "")(`ONNX's reference checker${withoutOnnxChecker}`, () => {
  const [greedy, beam] = searches;
  const cases = [
    ...Object.entries(exportable).flatMap(([name, model]) => [
      { name, model, search: greedy, int8: false },
      { name, model, search: beam, int8: false },
    ]),
    { name: "a larger model", model: largerModel(), search: beam, int8: true },
    { name: "a larger model that copies", model: largerModel(true), search: beam, int8: true },
  ];
  it.each(cases)("accepts as standard: $name, beam $search.beam, int8 $int8", async (source) => {
    const { model, stages } = onnxModels(source);
    const report = await expectStandard(model);
    const { nBest } = source.search;
    const inputs = source.model.configuration.decoder.copying ? ["source", "copies"] : ["source"];
    const rows = Object.fromEntries(inputs.map((name) => [name, ["B", "S"]]));
    expect(report.inputs).toEqual(rows);
    expect(report.outputs).toEqual({
      ids: ["B", nBest, "T"],
      logProbabilities: ["B", nBest, "T"],
      scores: ["B", nBest],
      ...(source.model.configuration.context.kind === "attention" && { attention: ["B", nBest, "T", "S"] }),
    });
    expect(report.operators.includes("MatMulInteger")).toBe(source.int8);
    if (source.search === greedy) return; // The stages have no search in them.
    expect((await expectStandard(stages.encoder)).inputs).toEqual(rows);
    expect((await expectStandard(stages.step)).inputs).toMatchObject({ token: ["B"] });
  });
});

describe("an int8 export", () => {
  const model = largerModel();

  it("is smaller, gives mostly the same, and is compared with float32", async () => {
    const float32 = await exportedOnnx(model, { dev: pairs });
    const progress: number[][] = [];
    const int8 = await exportedOnnx(model, {
      int8: true,
      dev: pairs,
      onProgress: (...counts) => progress.push(counts),
    });
    expect(progress).toEqual([
      [0, 6],
      [6, 6],
    ]);
    expect(int8.model.length).toBeLessThan(0.7 * float32.model.length);
    expect(int8.encoder.length).toBeLessThan(0.7 * float32.encoder.length);
    expect(int8.step.length).toBeLessThan(0.7 * float32.step.length);
    expect(int8.verification!.lines).toBe(6);
    expect(int8.verification!.same).toBeGreaterThan(3);
    expect(int8.verification!.sameInStages).toBeGreaterThan(3);
    const { comparison } = int8;
    expect(comparison!.float32.bytes).toBe(float32.model.length);
    expect(comparison!.int8.bytes).toBe(int8.model.length);
    for (const { milliseconds, sentencesPerSecond, metrics } of [comparison!.float32, comparison!.int8]) {
      expect(milliseconds).toBeGreaterThan(0);
      expect(sentencesPerSecond).toBeGreaterThan(0);
      expect(metrics!.exact_match + metrics!.sequence_error_rate).toBe(100);
    }
    const outputs = (await translated(model, { beam: 5 })).map(({ text }) => text);
    const hits = outputs.filter((text, i) => text === pairs[i]!.target).length;
    expect(comparison!.float32.metrics!.exact_match).toBeCloseTo((100 * hits) / 6, 5);
    expect(float32.comparison).toBeUndefined();
  });

  it.each([
    ["", model],
    [", with copies", largerModel(true)],
  ])("runs in either package%s", async (_, model) => {
    const search = { beam: 5, nBest: 1, lengthPenalty: 1 };
    const { model: onnx } = onnxModels({ model, name: "x", search, int8: true });
    const expected = await translated(model, { beam: 5 });
    for (const { InferenceSession, Tensor } of Object.values(packages)) {
      const session = await InferenceSession.create(onnx);
      const found = await session.run(sourceFeeds(Tensor, model, lines));
      const same = expected.filter(({ source, tokens }, b) => {
        const own = row(found.ids!, b).filter((id) => id > EOS);
        return own.join() === tokenIds(model, tokens, source).join();
      });
      expect(same.length).toBeGreaterThan(3);
    }
  });
});

describe("an ONNX export", () => {
  const model = exportable["attention with input feeding, LSTM"]!;

  it("tells in its metadata what a program needs, tokenizers and all", async () => {
    const exported = await exportedOnnx(model, { beam: 2, name: "Letters" });
    for (const file of ["model", "encoder", "step"] as const) {
      const { metadataProps, docString } = fromBinary(ModelProtoSchema, exported[file]);
      const facts = Object.fromEntries(metadataProps.map(({ key, value }) => [key, value!]));
      expect(facts).toMatchObject({
        format: "1",
        name: "Letters",
        weights: "float32",
        "source.maximumLength": "10",
      });
      expect(JSON.parse(facts.special!)).toEqual({ "<pad>": 0, "<unk>": 1, "<s>": 2, "</s>": 3 });
      for (const side of ["source", "target"] as const) {
        const tokenizer = tokenizerFromJson(JSON.parse(facts[`${side}.tokenizer`]!));
        expect(tokenizer.toJSON()).toEqual(model[side].toJSON());
        expect(tokenizer.encode("Abc p q")).toEqual(model[side].encode("Abc p q"));
      }
      if (file === "model")
        expect(JSON.parse(facts.search!)).toEqual({ beam: 2, nBest: 1, lengthPenalty: 1 });
      expect(docString).toMatch(/source.* a row of token ids for each sentence/);
    }
  });

  it("tells what a model that may copy reads beside its source", async () => {
    const exported = await exportedOnnx(exportable["attention with copying, LSTM"]!);
    for (const file of ["model", "encoder", "step"] as const) {
      const { metadataProps, docString } = fromBinary(ModelProtoSchema, exported[file]);
      expect(metadataProps.find(({ key }) => key === "copying")?.value).toBe("true");
      expect(docString).toContain("An output's id of 10 or more is the source's token at id - 10.");
    }
  });

  it("ends outputs where the model ends them", async () => {
    const endless = wildModel({ endBias: -100 });
    endless.weights.values.forEach((value, i) => {
      if (value > -100) endless.weights.values[i] = 0.2 * value;
    });
    const { model: onnx } = await exportedOnnx(endless, { beam: 1 });
    const session = await native.InferenceSession.create(onnx);
    const found = await session.run(sourceFeeds(native.Tensor, endless, lines));
    const lengths = lines.map((_, b) => row(found.ids!, b).indexOf(EOS));
    expect(lengths).toEqual(lines.map(({ length }) => 27 + 8 * length));
  });

  it.each([
    ["", model],
    [", with copies", exportable["attention with copying, LSTM"]!],
    [", with subwords", subwordModel()],
    [", with subwords and copies", subwordModel({ copying: true, seed: 34 })],
  ])("is told of in a README whose JavaScript runs%s", async (_, model) => {
    const exported = await exportedOnnx(model, { dev: [{ source: "  Bead ", target: "p" }] });
    const readme = await readFile(join(exported.out, "README.md"), "utf8");
    expect(readme.includes("| input | `copies` | int64 | `[B, S]` |")).toBe(
      model.configuration.decoder.copying,
    );
    expect(readme).toContain("| output | `attention` | float32 | `[B, 1, T, S]` |");
    expect(readme).toContain("| input | `token` | int64 | `[B]` |");
    const [, code] = /^```js\n(.*?)^```/ms.exec(readme)!;
    await writeFile(join(exported.out, "main.mjs"), code!);
    const modules = join(dirname(exported.out), "node_modules");
    await mkdir(modules);
    await mkdir(join(modules, "@huggingface"));
    for (const name of ["onnxruntime-node", "onnxruntime-common", "@huggingface/tokenizers"]) {
      await symlink(fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url)), join(modules, name));
    }
    const { stdout } = await promisify(execFile)(process.execPath, ["main.mjs"], { cwd: exported.out });
    const translator = await createTranslator(model, await runtimes[0]!.open());
    const [expected] = await translator.translate(["bead"], { beam: 5 });
    expect(stdout).toBe(`${expected!.text}\n`);
    const copied = model.source.kind === "bpe" ? "▁bead" : "e";
    expect(expected!.tokens.includes(copied)).toBe(model.configuration.decoder.copying);
  });

  it("that does not give what the model gives is refused", async () => {
    const { out } = await exportedOnnx(model);
    const runtime = await runtimes[0]!.open();
    const source = { model, name: "x", search: { beam: 5, nBest: 1, lengthPenalty: 1 }, int8: false };
    const good = await verifyOnnx(out, source, lines, runtime);
    expect(good).toEqual({ lines: 6, same: 6, sameInStages: 6 });
    const another = { ...source, model: wildModel({ seed: 9 }) };
    await expect(verifyOnnx(out, another, lines, runtime)).rejects.toThrow(
      /^model\.onnx gives for "abc" ".*" \(-\d.*\); the model itself gives "/,
    );
    await expect(verifyOnnx(out, { ...another, int8: true }, lines, runtime)).resolves.toMatchObject({
      lines: 6,
    });
    await truncate(join(out, "encoder.onnx"), 1000);
    const refused = verifyOnnx(out, source, lines, runtime);
    await expect(refused).rejects.toThrow("the native runtime cannot compile the model");
    await expect(refused).rejects.toHaveProperty("name", "Error");
  });
});
