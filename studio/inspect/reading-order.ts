/** The step that wrote the token at a place of the output, and back: `</s>` is the last in both orders. */
export function stepAt(place: number, length: number, reversed: boolean): number {
  return reversed && place < length - 1 ? length - 2 - place : place;
}
