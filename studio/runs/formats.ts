import type { Language } from "../app/language.ts";

/** Bytes with a unit, such as 1.2 MB. */
export function bytesText(bytes: number, language: Language): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = units[step]!;
  const format = new Intl.NumberFormat(language, {
    ...{ style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short" },
    maximumSignificantDigits: 3,
  });
  return format.format(bytes / 1000 ** step);
}

/** A time of ISO 8601 in the reader's time zone; "" where there is none. */
export function timeText(time: string, language: Language): string {
  if (time === "" || Number.isNaN(Date.parse(time))) return "";
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(time),
  );
}

/** With a space before the sign that does not break. */
export function percentText(percent: number, language: Language): string {
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(percent)}\u00a0%`;
}
