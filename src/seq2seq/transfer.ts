import { ConfigError } from "../errors.ts";
import { formatShape } from "../graph/index.ts";
import type { WeightView } from "../nn/index.ts";
import { EOS, UNK, type Vocabulary } from "../text/index.ts";
import type { Model } from "./model.ts";
import { takeTokens, tokenAxes } from "./token-axes.ts";

/** What a model takes from an older one: names of parameters, and numbers of tokens. */
export interface Transfer {
  /** Parameters with the older model's values. */
  readonly copied: readonly string[];
  /** Parameters with an entry for each token: entries of tokens that both models know have the older model's values. */
  readonly mapped: readonly string[];
  /** Parameters that the older model does not have. */
  readonly fresh: readonly string[];
  /** Parameters that only the older model has. */
  readonly unused: readonly string[];
  readonly tokens: { readonly source: KnownTokens; readonly target: KnownTokens };
}

/** How many of a vocabulary's tokens the older model knows, special symbols included. */
interface KnownTokens {
  readonly all: number;
  readonly known: number;
}

/**
 * Copies the weights of an older model: all parameters with the same name and shape and, in embeddings and the output
 * layer, the entries of tokens that both models know. The rest stays as it is.
 * @throws {ConfigError} if sizes other than the vocabularies' differ; then nothing is changed
 */
export function transferWeights(from: Model, to: Model): Transfer {
  const axes = tokenAxes(to.configuration);
  const older = new Map(from.weights.views.map((view) => [view.name, view]));
  const shared = to.weights.views.flatMap((view) => {
    const old = older.get(view.name);
    return old === undefined ? [] : [{ old, view, tokens: axes.get(view.name) }];
  });
  refuseOtherShapes(shared.filter(({ old, view, tokens }) => !isLike(old, view, tokens?.axis)));

  const ids = {
    source: placesOf(to.source.vocabulary, from.source.vocabulary),
    target: placesOf(to.target.vocabulary, from.target.vocabulary),
  };
  for (const { old, view, tokens } of shared) {
    if (tokens === undefined) view.data.set(old.data);
    else takeTokens(old, view, tokens.axis, ids[tokens.side]);
  }
  const names = (list: readonly { view: WeightView }[]) => list.map(({ view }) => view.name);
  const own = new Set(to.weights.views.map(({ name }) => name));
  const known = (places: readonly number[]) => ({
    all: places.length,
    known: places.filter((place) => place >= 0).length,
  });
  return {
    copied: names(shared.filter(({ tokens }) => tokens === undefined)),
    mapped: names(shared.filter(({ tokens }) => tokens !== undefined)),
    fresh: [...own].filter((name) => !older.has(name)),
    unused: [...older.keys()].filter((name) => !own.has(name)),
    tokens: { source: known(ids.source), target: known(ids.target) },
  };
}

/** For each token of a vocabulary its id in the older one; −1 if the older one does not know it. */
function placesOf(vocabulary: Vocabulary, older: Vocabulary): number[] {
  return vocabulary.toJSON().map((token, id) => {
    if (id <= EOS) return id; // the special symbols
    const place = older.id(token);
    return place === UNK ? -1 : place;
  });
}

/** Whether shapes are the same except for one axis. */
function isLike(one: WeightView, other: WeightView, axis: number | undefined): boolean {
  return (
    one.shape.length === other.shape.length &&
    one.shape.every((size, i) => i === axis || size === other.shape[i])
  );
}

function refuseOtherShapes(unlike: readonly { old: WeightView; view: WeightView }[]): void {
  if (unlike.length === 0) return;
  const lines = unlike.map(
    ({ old, view }) => `  ${view.name}: ${formatShape(old.shape)} there, ${formatShape(view.shape)} here`,
  );
  throw new ConfigError(
    [
      "from: its weights have other shapes than those of this model:",
      ...lines,
      "leave encoder, decoder and context out of the configuration: they are then as they are there; or train without from",
    ].join("\n"),
  );
}
