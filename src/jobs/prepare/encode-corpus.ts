import type { Configuration } from "../../configuration/configuration.ts";
import { PairsFingerprint } from "../../data/fingerprint.ts";
import type { Pair } from "../../data/index.ts";
import { datasetName, openDatasets } from "../../data/open-datasets.ts";
import type { Widths } from "../../data/token-cache/format.ts";
import { type EncodedChunk, writeTokenCache } from "../../data/token-cache/write-token-cache.ts";
import { refuseNoExamples } from "../../training/encoded-corpus.ts";
import type { Ranks } from "../../training/ranks.ts";
import { openTokenService } from "../rank-services.ts";
import { datasetsOf, trainingFiles } from "../training-data.ts";
import type { CacheDescription } from "./cached-corpus.ts";
import type { CorpusSurvey } from "./corpus-survey.ts";
import { pairBatches } from "./pair-batches.ts";
import type { EncodingSetup } from "./token-work.ts";
import { WorkerPool } from "./worker-pool.ts";

export interface EncodeOptions {
  /** The sources of the pairs in dev and test files. */
  readonly held: ReadonlySet<string>;
  readonly threads: number;
  readonly ranks?: Ranks | undefined;
  readonly onBytes: (count: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** What of a cache's description does not come from its pairs. */
export type CacheOrigin = Pick<CacheDescription, "files" | "held" | "settings">;

/**
 * Reads all pairs a second time and writes them as ids.
 * @param configuration one that `chooseTokenizers` gave
 * @param origin asked for when all has been read
 * @throws {DataError} where a file cannot be read, no pair is short enough, or the cache cannot be written
 */
export async function encodeIntoCache(
  path: string,
  configuration: Configuration,
  survey: CorpusSurvey,
  options: EncodeOptions,
  origin: () => Promise<CacheOrigin>,
): Promise<void> {
  const setup = encodingSetup(configuration, survey);
  const pool = new WorkerPool(setup, options.threads, openTokenService(options.ranks, setup));
  const encoding = new Encoding(configuration, survey, options);
  try {
    await writeTokenCache(path, setup.widths, encoding.chunks(pool), async () => ({
      ...(await origin()),
      ...encoding.description(),
    }));
  } finally {
    await pool.close();
  }
}

function encodingSetup({ source, target }: Configuration, { tokenizers }: CorpusSurvey): EncodingSetup {
  const entries = Math.max(tokenizers.source.vocabulary.size, tokenizers.target.vocabulary.size);
  const longest = Math.max(source.maximumLength, target.maximumLength);
  const widths: Widths = { id: entries <= 2 ** 16 ? 2 : 4, length: longest < 2 ** 16 ? 2 : 4 };
  return {
    kind: "encode",
    source: tokenizers.source.toJSON(),
    target: tokenizers.target.toJSON(),
    sourceLimit: source.maximumLength,
    targetLimit: target.maximumLength,
    widths,
  };
}

/** The second reading. */
class Encoding {
  private readonly configuration: Configuration;
  private readonly survey: CorpusSurvey;
  private readonly options: EncodeOptions;
  private readonly fingerprint = new PairsFingerprint();
  private readonly datasets: { readonly name: string; pairs: number; examples: number }[];
  private tooLong = 0;

  constructor(configuration: Configuration, survey: CorpusSurvey, options: EncodeOptions) {
    this.configuration = configuration;
    this.survey = survey;
    this.options = options;
    const datasets = datasetsOf(trainingFiles(configuration));
    this.datasets = datasets.map((dataset) => ({ name: datasetName(dataset), pairs: 0, examples: 0 }));
  }

  async *chunks(pool: WorkerPool<EncodingSetup>): AsyncGenerator<EncodedChunk, void, undefined> {
    for await (const { batch, result } of pool.map(pairBatches(this.trainingPairs()))) {
      this.options.signal?.throwIfAborted();
      this.tooLong += result.tooLong;
      this.datasets[batch.from]!.examples += result.lengths.length / 2;
      yield result;
    }
    const examples = this.datasets.reduce((sum, dataset) => sum + dataset.examples, 0);
    refuseNoExamples(examples, this.tooLong, this.configuration);
  }

  /** What is known when all chunks are taken. */
  description(): Omit<CacheDescription, keyof CacheOrigin> {
    const { dev, skipped, remarks, overlap, forgotten, tokenizers } = this.survey;
    const isJoint = tokenizers.source === tokenizers.target;
    return {
      fingerprint: this.fingerprint.hex(),
      pairs: this.datasets.reduce((sum, { pairs }) => sum + pairs, 0),
      tooLong: this.tooLong,
      dev: dev && [...dev],
      skipped: { ...skipped },
      remarks,
      overlap,
      forgotten: { ...forgotten },
      sources: this.datasets,
      tokenizers: {
        source: tokenizers.source.toJSON(),
        target: isJoint ? null : tokenizers.target.toJSON(),
      },
    };
  }

  private async *trainingPairs(): AsyncGenerator<{ from: number; pair: Pair }, void, undefined> {
    const { data } = this.configuration;
    const { held, onBytes } = this.options;
    const heldOut = new Set(this.survey.dev?.map(({ source }) => source));
    const datasets = datasetsOf(trainingFiles(this.configuration), data);
    for await (const { from, line } of openDatasets(datasets, { clean: data.clean, held, onBytes })) {
      if (typeof line === "string" || heldOut.has(line.source)) continue;
      this.fingerprint.add(line);
      this.datasets[from]!.pairs++;
      yield { from, pair: line };
    }
  }
}
