/** Texts that are longer are segmented part by part: the time that ICU takes grows with the square of the length. */
const partLength = 4096;

/**
 * The segments of a text. A long one is taken in parts, of which each begins where the last segment of the one before
 * does: that segment alone may go on behind the part's end. Grapheme clusters are the same as in one piece; of words, which
 * dictionaries find by looking further, a few beside the parts' ends may be others.
 */
export function segmented(segmenter: Intl.Segmenter, text: string): string[] {
  if (text.length <= partLength) return Array.from(segmenter.segment(text), ({ segment }) => segment);
  const segments: string[] = [];
  let length = partLength;
  for (let at = 0; at < text.length; ) {
    const isLast = at + length >= text.length;
    const cut = text.slice(at, at + length);
    const part = isLast ? cut : cut.replace(/[\ud800-\udbff]$/, ""); // no half of a pair
    const found = Array.from(segmenter.segment(part), ({ segment }) => segment);
    const whole = isLast ? found : found.slice(0, -1);
    if (whole.length === 0) {
      length *= 2; // one segment that is longer than a part
      continue;
    }
    for (const segment of whole) {
      segments.push(segment);
      at += segment.length;
    }
    length = partLength;
  }
  return segments;
}
