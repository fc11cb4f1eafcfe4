/** The lengths of a bucket in short: "1–5", "7", "≥ 51". */
export function lengthRange({ from, to }: { readonly from: number; readonly to: number | null }): string {
  return to === null ? `≥ ${from}` : from === to ? String(from) : `${from}–${to}`;
}
