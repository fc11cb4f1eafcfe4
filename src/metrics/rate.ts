/** 100 × errors over a length; where all references are empty, 0 for no error and 100 for any, as in sacreBLEU's TER. */
export function rate(errors: number, length: number): number {
  if (length > 0) return (100 * errors) / length;
  return errors > 0 ? 100 : 0;
}
