import { lineChart } from "../../src/report/line-chart.ts";
import type { Language } from "../app/language.ts";
import type { Frame, Recording } from "./recording.ts";
import { homeTexts } from "./texts.ts";

/** The loss of a recording up to one of its frames, as an SVG chart whose axes stay as they are. */
export function lossUntil({ losses, epochs }: Recording, { at }: Frame, language: Language): string {
  const texts = homeTexts[language];
  const points = losses.filter(([epoch]) => epoch <= at);
  return lineChart({
    title: texts.loss,
    lines: [
      {
        label: texts.lossLine,
        colour: "train",
        dots: false,
        points: points.length > 0 ? points : losses.slice(0, 1),
      },
    ],
    highest: Math.max(...losses.map(([, loss]) => loss)),
    ...{ epochs, best: null, decimals: 2, language },
  });
}
