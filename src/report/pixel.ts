/** A coordinate as written in SVG: rounded to a tenth. */
export function pixel(value: number): string {
  return String(Math.round(value * 10) / 10);
}
