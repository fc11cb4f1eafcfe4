import type { ModelRecord } from "../model-folder/record.ts";
import type { Model } from "../seq2seq/model.ts";

/** What `config.json` of an export says: without the paths of the training machine, which a reader need not know. */
export function publicRecord({ configuration }: Pick<Model, "configuration">, record: ModelRecord): object {
  const { data: _data, out: _out, from: _from, ...shown } = configuration;
  const { sources: _sources, ...trainedOn } = record.data;
  return { ...record, data: trainedOn, configuration: shown };
}
