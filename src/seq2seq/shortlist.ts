import { ConfigError } from "../errors.ts";
import { Weights } from "../nn/index.ts";
import { EOS, tokenizerFromJson } from "../text/index.ts";
import { type Model, traceModel } from "./model.ts";
import { takeTokens, tokenAxes } from "./token-axes.ts";

/**
 * A model that writes only tokens of a list: other tokens are removed from the target embedding and the output layer,
 * so that it is smaller and faster. The probabilities of the remaining tokens add up to 1 again.
 * @param tokens target tokens; those that the model does not know are ignored
 * @throws {ConfigError} where the model knows none of them, writes subwords, or reads with the same embeddings
 */
export function withShortlist(model: Model, tokens: Iterable<string>): Model {
  const { configuration, source, target, weights } = model;
  if (configuration.decoder.tiedEmbeddings === "all") {
    throw new ConfigError(
      'shortlist: the model\'s source and target share their embeddings (decoder.tiedEmbeddings "all"), so none can be left out',
    );
  }
  const written = target.toJSON();
  if (!("vocabulary" in written)) {
    throw new ConfigError(
      `shortlist: the model writes subwords (${target.kind}), and a word is made of several of them, so none can be left out`,
    );
  }
  const listed = new Set(tokens);
  const entries = target.vocabulary.toJSON();
  const kept = entries.flatMap((token, id) => (id <= lastSpecial || listed.has(token) ? [id] : []));
  if (kept.length === lastSpecial + 1) {
    throw new ConfigError(`shortlist: none of its ${listed.size} tokens is in the model's target vocabulary`);
  }
  const json = { ...written, vocabulary: kept.map((id) => entries[id]!) };
  const sizes = { source: source.vocabulary.size, target: kept.length };
  const smaller = new Weights(traceModel(configuration, sizes).parameters.specs);
  const axes = tokenAxes(configuration);
  for (const view of smaller.views) {
    const whole = weights.view(view.name);
    const tokens = axes.get(view.name);
    if (tokens?.side === "target") takeTokens(whole, view, tokens.axis, kept);
    else view.data.set(whole.data);
  }
  return { ...model, target: tokenizerFromJson(json), weights: smaller };
}

/** Ids up to this one are special symbols. */
const lastSpecial = EOS;
