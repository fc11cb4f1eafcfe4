import { attentionHeatMap } from "../src/report/attention-heat-map.ts";
import { type Alignment, attentionLabels } from "../src/report/attention-labels.ts";
import { lightsOf, type Place, placeAfterKey } from "../src/report/attention-place.ts";
import { highlight, placeOf } from "../studio/marks/heat-map-place.ts";

/** The elements of a page that show what the model looked at. */
interface Elements {
  readonly map: HTMLElement;
  /** The words of both sides. */
  readonly source: HTMLElement;
  readonly output: HTMLElement;
  /** Says in words what is pointed at. */
  readonly told: HTMLElement;
}

/** A heat map with both sentences as words: what is pointed at, or reached by arrow keys, lights the words that belong to it. */
export class AttentionMap {
  private readonly elements: Elements;
  private readonly say: (output: string, source: string, weight: number) => string;
  private alignment: Alignment = { sourceTokens: [], tokens: [], attention: [] };
  private place: Place | null = null;

  constructor(elements: Elements, say: (output: string, source: string, weight: number) => string) {
    this.elements = elements;
    this.say = say;
    const { map, source, output } = elements;
    map.addEventListener("pointerover", ({ target }) => this.point(placeOf(target)));
    map.addEventListener("keydown", (event) => this.press(event));
    for (const side of [map, source, output]) side.addEventListener("pointerleave", () => this.point(null));
    for (const [side, part] of [
      [source, "column"],
      [output, "row"],
    ] as const) {
      side.addEventListener("pointerover", ({ target }) => {
        const index = [...side.children].indexOf(target as Element);
        this.point(index < 0 ? null : { [part]: index });
      });
    }
  }

  show(alignment: Alignment): void {
    this.alignment = alignment;
    const { columns, rows } = attentionLabels(alignment);
    const { map, source, output } = this.elements;
    map.innerHTML = alignment.attention.length === 0 ? "" : attentionHeatMap(alignment);
    source.replaceChildren(...columns.map(litWord));
    output.replaceChildren(...rows.map(litWord));
    this.point(null);
  }

  private press(event: KeyboardEvent): void {
    const { attention } = this.alignment;
    const size = { rows: attention.length, columns: attention[0]?.length ?? 0 };
    const next = placeAfterKey(this.place, event.key, size);
    if (next === undefined) return;
    event.preventDefault();
    this.point(next);
  }

  private point(place: Place | null): void {
    this.place = place;
    const { map, source, output, told } = this.elements;
    const { attention } = this.alignment;
    highlight(map, place);
    const lights = lightsOf(attention, place);
    light(source, lights.columns);
    light(output, lights.rows);
    const { row, column } = place ?? {};
    told.textContent =
      row === undefined || column === undefined
        ? ""
        : this.say(
            output.children[row]!.textContent!,
            source.children[column]!.textContent!,
            attention[row]![column]!,
          );
  }
}

function litWord(word: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "lit-word";
  element.textContent = word;
  return element;
}

function light(side: HTMLElement, shares: readonly number[]): void {
  for (const [index, word] of ([...side.children] as HTMLElement[]).entries()) {
    const share = shares[index] ?? 0;
    word.style.setProperty("--light", share.toFixed(2));
    word.classList.toggle("bright", share >= 0.5);
  }
}
