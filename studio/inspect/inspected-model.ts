import type { Pair } from "../../src/data/index.ts";
import { type DecoderState, decoderStates } from "../../src/inspection/decoder-states.ts";
import type { Edit } from "../../src/inspection/edits.ts";
import { SourceIndex } from "../../src/inspection/nearest-sources.ts";
import { principalPlane } from "../../src/inspection/principal-plane.ts";
import type { SearchTrace } from "../../src/inspection/search-trace.ts";
import { SteppedDecoder } from "../../src/inspection/stepped-decoder.ts";
import { type TracedSearchOptions, tracedSearch } from "../../src/inspection/traced-search.ts";
import { followOutput, type TrailStep } from "../../src/inspection/trail.ts";
import { type Continuation, continueFrom } from "../../src/inspection/what-if.ts";
import type { Runtime } from "../../src/runtime/index.ts";
import type { Model } from "../../src/seq2seq/model.ts";
import { ExtendedVocabulary } from "../../src/text/extended-vocabulary.ts";
import { BOS, EOS, PAD, UNK } from "../../src/text/index.ts";
import { StudioError } from "../problems/studio-problem.ts";
import type { PageEdit } from "./page-edit.ts";

/** What the page has to know of a model. */
export interface ModelFacts {
  /** How many attentions it has side by side; 0: none. */
  readonly heads: number;
  /** Whether it writes from the end. */
  readonly reversed: boolean;
  readonly parameters: number;
  readonly states: readonly DecoderState[];
  readonly encoder: { readonly cell: string; readonly layers: number; readonly directions: number };
  readonly decoder: { readonly cell: string; readonly layers: number };
  /** The tokens that it can write, `</s>` included. */
  readonly vocabulary: readonly string[];
  /** How many training pairs can be compared with a sentence. */
  readonly pairs: number;
}

/** An output, in the order in which the decoder writes, `</s>` included, with the changes under which it was written. */
export interface Followed {
  readonly ids: readonly number[];
  readonly edits?: readonly PageEdit[];
}

export type Point = readonly [x: number, y: number];

/** States in planes: those of the encoder, and one of the decoder's, of each output that was followed. */
export interface Planes {
  readonly encoder: { readonly points: readonly Point[]; readonly explained: readonly [number, number] };
  /** All outputs in the plane of the first one's states. */
  readonly decoder: {
    readonly points: readonly (readonly Point[])[];
    readonly explained: readonly [number, number];
  };
}

/** Values of each gate by its letter: a row for each token. */
export type GateValues = Readonly<Record<string, readonly Float32Array[]>>;

export interface NearPair extends Pair {
  readonly cosine: number;
}

/** More pairs than these are not compared: it would take too long. */
const mostPairs = 20_000;

/** A model that the page looks into. */
export class InspectedModel {
  readonly model: Model;
  private readonly decoder: SteppedDecoder;
  private readonly pairs: readonly Pair[];
  private index: Promise<SourceIndex> | undefined;

  /** @param pairs what it was trained on, where that is known */
  constructor(model: Model, pairs: readonly Pair[], runtime: Runtime) {
    this.model = model;
    this.pairs = pairs.slice(0, mostPairs);
    this.decoder = new SteppedDecoder(model, runtime);
  }

  get facts(): ModelFacts {
    const { configuration, target, weights } = this.model;
    const { encoder, decoder, context } = configuration;
    return {
      heads: context.kind !== "attention" ? 0 : context.score === "multi-head" ? (context.heads ?? 1) : 1,
      reversed: decoder.reversed,
      parameters: weights.values.length,
      states: decoderStates(configuration),
      encoder: { cell: encoder.cell, layers: encoder.layers, directions: encoder.bidirectional ? 2 : 1 },
      decoder: { cell: decoder.cell, layers: decoder.layers },
      vocabulary: target.vocabulary.toJSON().filter((_, id) => id !== PAD && id !== BOS),
      pairs: this.pairs.length,
    };
  }

  search(line: string, options: TracedSearchOptions): Promise<SearchTrace> {
    return tracedSearch(this.decoder, line, options);
  }

  /** @throws {StudioError} for a token that the model cannot write */
  async continueFrom(
    line: string,
    { ids, edits = [] }: Followed,
    options: TracedSearchOptions,
  ): Promise<Continuation> {
    return continueFrom(this.decoder, line, { ids, edits: this.toEdits(line, edits) }, options);
  }

  /** What each step could have written. */
  async follow(line: string, { ids, edits = [] }: Followed, signal?: AbortSignal): Promise<TrailStep[]> {
    const trail = await followOutput(this.decoder, line, ids, {
      edits: this.toEdits(line, edits),
      ...(signal && { signal }),
    });
    return trail.steps.map((step) => ({ ...step, states: [] }));
  }

  /** @param state the decoder's state to look at: see `decoderStates` */
  async planes(
    line: string,
    outputs: readonly Followed[],
    state: number,
    signal?: AbortSignal,
  ): Promise<Planes> {
    const trails = [];
    for (const { ids, edits = [] } of outputs) {
      const options = { edits: this.toEdits(line, edits), alternatives: 0, ...(signal && { signal }) };
      trails.push(await followOutput(this.decoder, line, ids, options));
    }
    const { encoder } = trails[0]!;
    const ofDecoder = trails.map(({ steps }) => steps.map(({ states }) => states[state]!));
    const [read, written] = [principalPlane(encoder), principalPlane(ofDecoder[0]!)];
    return {
      encoder: { points: encoder.map(read.place), explained: read.explained },
      decoder: {
        points: ofDecoder.map((states) => states.map(written.place)),
        explained: written.explained,
      },
    };
  }

  /** @param direction of the encoder: 0 forwards, 1 backwards; undefined for the decoder */
  async gates(
    line: string,
    { ids, edits = [] }: Followed,
    layer: number,
    direction: number | undefined,
    signal?: AbortSignal,
  ): Promise<GateValues> {
    const options = { edits: this.toEdits(line, edits), gates: true, ...(signal && { signal }) };
    const trail = await followOutput(this.decoder, line, ids, options);
    if (direction !== undefined) return trail.encoderGates![layer]![direction]!;
    const letters = Object.keys(trail.steps[0]!.gates![layer]!);
    return Object.fromEntries(
      letters.map((letter) => [letter, trail.steps.map(({ gates }) => gates![layer]![letter]!)]),
    );
  }

  /** The training pairs whose sources end in the most similar state. */
  async nearest(line: string, count: number, signal?: AbortSignal): Promise<NearPair[]> {
    this.index ??= SourceIndex.of(
      this.decoder,
      this.pairs.map(({ source }) => source),
      signal,
    );
    this.index.catch(() => {
      this.index = undefined; // a failure is not kept
    });
    const found = await (await this.index).nearest(line, count);
    return found.map(({ index, cosine }) => {
      const { source, target } = this.pairs[index]!;
      return { source, target, cosine };
    });
  }

  release(): Promise<void> {
    return this.decoder.release();
  }

  private toEdits(line: string, edits: readonly PageEdit[]): Edit[] {
    return edits.map((edit): Edit => {
      if (edit.kind === "attention" || edit.kind === "clamp") return edit;
      return { kind: edit.kind, step: edit.step, token: this.tokenOf(line, edit.text) };
    });
  }

  private tokenOf(line: string, text: string): number {
    const { source, target, configuration } = this.model;
    const special = [EOS, UNK].find((id) => target.vocabulary.token(id) === text);
    if (special !== undefined) return special;
    const vocabulary = configuration.decoder.copying
      ? new ExtendedVocabulary(target.vocabulary, source.tokens(line))
      : target.vocabulary;
    const [id] = vocabulary.ids([text]);
    if (id !== UNK) return id!;
    const told = `the model cannot write ${JSON.stringify(text)}, which is not in its target vocabulary`;
    throw new StudioError({ kind: "unwritableWord", text: told, word: text });
  }
}
