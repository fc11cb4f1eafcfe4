import { ConfigError } from "../errors.ts";
import { type ReportLanguage, reportLanguages } from "../report/index.ts";

/** @throws {ConfigError} for a language that reports are not written in */
export function reportLanguage(name = "en"): ReportLanguage {
  const found = reportLanguages.find((language) => language === name);
  if (found !== undefined) return found;
  const expected = reportLanguages.map((language) => `"${language}"`).join(", ");
  throw new ConfigError(`--language "${name}": expected one of ${expected}`);
}
