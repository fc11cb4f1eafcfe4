/** A coordinate as it stands in SVG: to a tenth. */
export function pixel(value: number): string {
  return String(Math.round(value * 10) / 10);
}
