/** A number with so many decimals and a true minus sign; "−0.00" is written "0.00". */
export function decimal(value: number, decimals: number): string {
  if (value === Number.POSITIVE_INFINITY) return "∞";
  if (value === Number.NEGATIVE_INFINITY) return "−∞";
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** A share as a percentage without decimals: 0.876 is "88 %", with a space that does not break. */
export function percent(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`;
}
