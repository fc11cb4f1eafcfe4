import {
  type Configuration,
  type ConfigurationInput,
  parseConfiguration,
  withoutIdleInherited,
} from "../../src/configuration/configuration.ts";
import { mergeSettings } from "../../src/configuration/settings.ts";

/**
 * The configuration of settings on top of others. Of the latter those that have no effect beside the former are left out,
 * such as an attention score beside a fixed vector; so they are made complete first, for defaults have effects, too.
 * @throws {ConfigError} where either is wrong, or one of the former has no effect
 */
export function mergedConfiguration(
  base: ConfigurationInput,
  own: ConfigurationInput,
  name?: string,
): Configuration {
  const complete = parseConfiguration(base, name);
  return parseConfiguration(withoutIdleInherited(mergeSettings(complete, own), own), name);
}
