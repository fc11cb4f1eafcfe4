import { ConfigError } from "../errors.ts";
import { Weights } from "../nn/index.ts";
import { EOS, tokenizerFromJson } from "../text/index.ts";
import { type Model, traceModel } from "./model.ts";

/**
 * A model that writes tokens of a list alone: what the target's embedding and the output layer know of other tokens is
 * left out, so that it is smaller and faster. The probabilities of what is left add up to 1 again.
 * @param tokens of the target; those that the model does not know are left out
 * @throws {ConfigError} where the model knows none of them, or reads with the same embeddings
 */
export function withShortlist(model: Model, tokens: Iterable<string>): Model {
  const { configuration, source, target, weights } = model;
  if (configuration.decoder.tiedEmbeddings === "all") {
    throw new ConfigError(
      'shortlist: the model\'s source and target share their embeddings (decoder.tiedEmbeddings "all"), so none can be left out',
    );
  }
  const listed = new Set(tokens);
  const entries = target.vocabulary.toJSON();
  const kept = entries.flatMap((token, id) => (id <= lastSpecial || listed.has(token) ? [id] : []));
  if (kept.length === lastSpecial + 1) {
    throw new ConfigError(`shortlist: none of its ${listed.size} tokens is in the model's target vocabulary`);
  }
  const json = { ...target.toJSON(), vocabulary: kept.map((id) => entries[id]!) };
  const sizes = { source: source.vocabulary.size, target: kept.length };
  const smaller = new Weights(traceModel(configuration, sizes).parameters.specs);
  for (const { name, data, shape } of smaller.views) {
    const whole = weights.view(name);
    const axis = shape.findIndex((size, i) => size !== whole.shape[i]);
    if (axis < 0) data.set(whole.data);
    else if (axis === 0) takeRows(whole.data, kept, data);
    else takeColumns(whole.data, entries.length, kept, data);
  }
  return { configuration, source, target: tokenizerFromJson(json), weights: smaller };
}

/** Ids up to this one are special symbols. */
const lastSpecial = EOS;

function takeRows(from: Float32Array, rows: readonly number[], to: Float32Array): void {
  const width = to.length / rows.length;
  rows.forEach((row, i) => to.set(from.subarray(row * width, (row + 1) * width), i * width));
}

function takeColumns(from: Float32Array, width: number, columns: readonly number[], to: Float32Array): void {
  for (let i = 0, row = 0; i < to.length; row += width) {
    for (const column of columns) to[i++] = from[row + column]!;
  }
}
