import type { Configuration } from "../../../src/configuration/configuration.ts";
import { formatJson } from "../../../src/data/json-numbers.ts";
import { modelFiles } from "../../../src/model-folder/files.ts";
import type { RunSetup } from "../run-keeper.ts";
import { runFiles } from "../store/run-files.ts";

/** In an exported run: the configuration with which `henkan train` goes on with it. */
export const configurationFile = "train.yaml";

/** Its text: JSON, which is YAML. Paths are relative to it, so the folder may lie anywhere. */
export function runConfiguration({ configuration, from }: RunSetup): string {
  const { from: _, source, target, ...rest } = configuration;
  const withOwnFile = (side: Configuration["source"], tokenizerFile: string) =>
    side.tokenizerFile === undefined ? side : { ...side, tokenizerFile };
  const settings = {
    ...rest,
    source: withOwnFile(source, modelFiles.source),
    target: withOwnFile(target, modelFiles.target),
    data: { pairs: runFiles.pairs, dev: runFiles.dev },
    out: ".",
    ...(from && { from: runFiles.from }),
  };
  return `# henkan train ${configurationFile} goes on with this run.\n${formatJson(settings, 2)}\n`;
}
