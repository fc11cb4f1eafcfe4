import { language } from "../app/language.ts";

/** A log probability or score, with a true minus sign. */
export function logText(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

/** A share in percent: to two digits where it is less than one percent. The space before the sign does not break. */
export function percentText(share: number): string {
  const format = new Intl.NumberFormat(
    language.value,
    share < 0.01 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: share < 0.1 ? 1 : 0 },
  );
  return `${format.format(100 * share)}\u00a0%`;
}
