import type { Configuration } from "../../configuration/configuration.ts";
import { fingerprint, type Mixture, type Pair } from "../../data/index.ts";
import { sha256 } from "../../model-folder/sha256.ts";
import type { Model } from "../../seq2seq/model.ts";
import type { Tokenizer } from "../../text/index.ts";
import type { EncodedCorpus } from "../../training/encoded-corpus.ts";
import { henkanVersion } from "../../version.ts";

/** What decides what a run gives: of two runs with the same identity one may go on where the other stopped. */
export interface RunIdentity {
  readonly henkan: string;
  /** All settings but where files are, how much is computed at once, how often checkpoints come, and `epochs`. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly epochs: number | null;
  /** Of the pairs, of the tokenizers and of the model that training started from: their fingerprints. */
  readonly data: { readonly pairs: string; readonly dev: string; readonly test: string | null };
  readonly mixture: Mixture | null;
  readonly tokenizers: { readonly source: string; readonly target: string };
  readonly from: string | null;
}

export interface IdentifiedRun {
  readonly configuration: Configuration;
  readonly corpus: Pick<EncodedCorpus, "source" | "target" | "mixture">;
  /** The fingerprint of the training pairs. */
  readonly pairs: string;
  readonly dev: readonly Pair[];
  readonly test: readonly Pair[] | null;
  readonly from: Model | undefined;
}

export async function runIdentity({
  configuration,
  corpus,
  pairs,
  dev,
  test,
  from,
}: IdentifiedRun): Promise<RunIdentity> {
  const { data: _, out: __, from: ___, runtime: ____, training, source, target, ...sections } = configuration;
  const withoutFile = ({ tokenizerFile: _, ...side }: Configuration["source"]) => side;
  const { epochs = null, checkpoint: _____, ...shared } = training;
  const { values } = from?.weights ?? {};
  const identity: RunIdentity = {
    henkan: henkanVersion,
    configuration: {
      ...sections,
      ...{ source: withoutFile(source), target: withoutFile(target), training: shared },
    },
    epochs,
    data: { pairs, dev: fingerprint(dev), test: test && fingerprint(test) },
    mixture: corpus.mixture ?? null,
    tokenizers: { source: await digestOf(corpus.source), target: await digestOf(corpus.target) },
    from: values ? await sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)) : null,
  };
  return JSON.parse(JSON.stringify(identity)) as RunIdentity; // as it is when it was written and read
}

/** By which an identity knows a tokenizer. */
export function digestOf(tokenizer: Tokenizer): Promise<string> {
  return sha256(new TextEncoder().encode(JSON.stringify(tokenizer)));
}
