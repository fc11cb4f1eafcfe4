import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importsOf, resolveImport } from "./support/imports.ts";

/** The public names of each door: a change here is a change of henkan's surface. Types are not listed. */
const browserDoors: Readonly<Record<string, string>> = {
  ".": `
    CheckpointError ConfigError DataError DivergenceError GradientError HenkanError RuntimeUnavailableError ShapeError Weights
    configurationJsonSchema corpusScore countScalars createEvaluator createScorer createTranslator decodeLines decodeSafetensors encodeCorpus
    encodeSafetensors evaluateOutputs evaluationMetrics fingerprint holdOut load metricsNamed openRuntime parseConfiguration
    readPairs readParallelPairs renderReport scoreOnPairs tokenizerFromJson traceModel train trainTokenizer
    withShortlist`,
  "./graph": `
    add affine and argMax cast composite concat constant crossEntropy cumulativeSum cut div equal exp expandDims
    expandLike formatShape gather gradient greater greaterOrEqual input layerNorm less log logAddExp logSoftmax logSumExp loop matmul max maximum mean
    minimum mul neg nonZero not or pick pickColumns pow putColumns putRows range relabel relu reshape reverseSequences
    scan sigmoid sizeOf sizesOf slice smoothedCrossEntropy softmax split sqrt square squeeze stopGradient sub sum tanh toOnnx topK transpose
    vectorJacobian where zeros zerosLike`,
  "./runtime": "openRuntime",
  "./nn": `
    Dropout Parameters RandomStream Weights applyLinear attention attentionScores bridge bridges cell cellKinds
    countScalars drop embed embedding embeddingNormal layerNorm linear oneInitializer outputNormal recurrentGates
    recurrentInitializations xavierUniform zeroInitializer`,
  "./text": "BOS EOS PAD TokenCounter UNK Vocabulary chooseTokenizerKind tokenizerFromJson trainTokenizer",
  "./metrics": `
    alignmentErrorRate approximateRandomization attentionStatistics binomialInterval bleu bootstrapInterval
    characterErrorRate chrf compareSystems corpusScore countSegments createAssessor createErrorCounter
    createScoreAccumulator createWorstFinder devMetrics editDistance errorDefinitions evaluateOutputs evaluationMetricNames evaluationMetrics
    exactMatch hardAlignment lengthBuckets metricNames metricsNamed outputErrors outputMetricNames pairedBootstrap parseAlignments
    perplexity quantileBounds referenceCount referenceLength scoreInterval seedSpread selectRows sentenceOf sentencePerplexity
    sentenceScores sequenceErrorRate sumRows ter toSegments tokenAccuracy tokenBleu tokenErrorRate wordErrorRate`,
  "./client": "ServiceError createClient",
};
/** Beside all of ".". */
const nodeDoor = `
  PairCounter describeModel exportModel fileFormatNames fileFormats loadModel modelFiles openPairs openDatasets prepareFromFiles readComparison
  readConfiguration readLinesFile readPairFiles readPairsFile readParallelFiles readTokenizer runComparison saveModel
  trainFromFiles writeFileAtomically`;

const nodePackages = ["commander", "onnxruntime-node"];

const { exports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  exports: Record<string, { types: string; default: string }>;
};

/** The source, relative to `src/`, of a door in package.json. */
function sourceOf(door: string): string {
  return exports[door]!.default.replace("./dist/", "").replace(".js", ".ts");
}

async function namesOf(door: string): Promise<string[]> {
  const url = new URL(`../src/${sourceOf(door)}`, import.meta.url).href;
  return Object.keys(await import(/* @vite-ignore */ url)).sort();
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Every file that a compiled door may load, and the packages that it asks for. */
function reachable(start: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set([start]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const { specifier, typeOnly } of importsOf(file)) {
      if (typeOnly) continue;
      if (specifier.startsWith(".")) files.add(resolveImport(file, specifier));
      else packages.add(specifier);
    }
  }
  return { files, packages };
}

describe("the doors of the package", () => {
  it("are those that are tested here, each with its types", () => {
    expect(Object.keys(exports).sort()).toEqual([...Object.keys(browserDoors), "./node", "./server"].sort());
    for (const { types, default: code } of Object.values(exports)) {
      expect(types).toBe(code.replace(/\.js$/, ".d.ts"));
    }
  });

  it.each(Object.entries(browserDoors))("%s offers exactly the written names", async (door, names) => {
    expect(await namesOf(door)).toEqual(words(names).sort());
  });

  it("./node offers all of the main door and what needs files", async () => {
    expect(await namesOf("./node")).toEqual([...words(browserDoors["."]!), ...words(nodeDoor)].sort());
  });

  it("./server offers a service", async () => {
    expect(await namesOf("./server")).toEqual(["BearerTokens", "ProblemError", "createService", "listen"]);
  });

  it.each(Object.keys(browserDoors))("%s reaches nothing that needs Node", (door) => {
    const { files, packages } = reachable(sourceOf(door));
    expect(files.size).toBeGreaterThan(3);
    expect([...packages].filter((name) => name.startsWith("node:") || nodePackages.includes(name))).toEqual(
      [],
    );
  });

  it("./node does reach Node, so the check above can fail", () => {
    expect([...reachable(sourceOf("./node")).packages]).toContain("node:fs");
  });
});

describe("henkan --help", () => {
  it("loads no package but commander", () => {
    const loaded = new Set<string>();
    const files = new Set(["cli/main.ts"]);
    for (const file of files) {
      for (const { specifier, typeOnly } of importsOf(file)) {
        // Commands are loaded by import() inside command-table.ts, when they are called.
        if (typeOnly || (file === "cli/command-table.ts" && specifier.startsWith("./commands/"))) continue;
        // So is what joins the ranks of a job, under a launcher.
        if (file === "cli/on-ranks.ts" && specifier.startsWith("../jobs/")) continue;
        // The parser of XML is loaded by import() when a file is read.
        if (file === "data/formats/xml.ts" && specifier === "sax") continue;
        if (specifier.startsWith(".")) files.add(resolveImport(file, specifier));
        else if (!specifier.startsWith("node:")) loaded.add(specifier);
      }
    }
    expect([...loaded]).toEqual(["commander"]);
  });
});
