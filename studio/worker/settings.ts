import { type ConfigurationInput, configurationJsonSchema } from "../../src/configuration/configuration.ts";
import { ConfigError } from "../../src/errors.ts";
import type { Problem } from "../../src/problems.ts";
import { mergedConfiguration } from "../settings/merged-configuration.ts";
import { type Setting, settingsOf } from "../settings/setting-list.ts";

/** Calls about configurations: the schema stays in the worker. */
export const settingHandlers = {
  /** All keys that make sense in a page. */
  "settings.list"(): Setting[] {
    return settingsOf(configurationJsonSchema());
  },

  /** What is wrong with settings on top of others; none where nothing is. */
  "settings.check"({
    base,
    own,
  }: {
    readonly base: ConfigurationInput;
    readonly own: ConfigurationInput;
  }): readonly Problem[] {
    try {
      mergedConfiguration(base, own);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems;
    }
  },
};
