import { escapeMarkup } from "./escape.ts";
import type { Points } from "./line-chart.ts";
import { pixel } from "./pixel.ts";

export interface Sparkline {
  /** What is drawn, for whoever does not see it. */
  readonly title: string;
  readonly lines: readonly { readonly colour: string; readonly points: Points }[];
}

const size = { width: 160, height: 44 };
const margin = 3;

/** Lines without axes, as small as a word: the highest value is at the top, 0 at the bottom. */
export function sparkline({ title, lines: given }: Sparkline): string {
  const lines = given.map(({ colour, points }) => ({
    colour,
    points: points.filter(([, y]) => Number.isFinite(y)),
  }));
  const all = lines.flatMap(({ points }) => points);
  const [left, right] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))];
  const highest = Math.max(...all.map(([, y]) => y));
  const share = (value: number, most: number) => (most > 0 ? value / most : 0);
  const drawn = lines.map(({ colour, points }) => {
    const places = points.map(([x, y]) => {
      const across = margin + share(x - left, right - left) * (size.width - 2 * margin);
      const up = size.height - margin - share(y, highest) * (size.height - 2 * margin);
      return `${pixel(across)},${pixel(up)}`;
    });
    return `<polyline class="line ${colour}" points="${places.join(" ")}"/>`;
  });
  return (
    `<svg class="sparkline" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeMarkup(title)}">` +
    `${drawn.join("")}</svg>`
  );
}
