import type { Configuration } from "./configuration.ts";
import type { Settings } from "./settings.ts";

/** What of a configuration says how a model is made; from a model to start from, these are taken over. */
const modelSections = ["source", "target", "vocabulary", "encoder", "decoder", "context"] as const;

/** The sections that say how a model is made: what a configuration leaves out of them is as in the model that it starts from. */
export function modelSettings(configuration: Configuration): Settings {
  return Object.fromEntries(modelSections.map((section) => [section, configuration[section]]));
}
