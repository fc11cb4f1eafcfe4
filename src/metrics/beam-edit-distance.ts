/** How far from the diagonal cells are looked at, at least: Tercom's. */
const beamWidth = 25;

/** The cost of a cell that is not looked at. */
const unreached = 2 ** 30;

/** What makes one side of the other, from left to right; a "deletion" drops a word of the hypothesis. */
export type Edit = "match" | "substitution" | "insertion" | "deletion";

/**
 * Edit distances of hypotheses of one length to one reference, cells far from the diagonal left out as in TER's
 * programs: Levenshtein's distance (see `editDistance`) where no length is above the beam's width, and never less.
 * In a table of hypothesis by reference only a band around the line from corner to corner is computed; words at the
 * start that this hypothesis shares with the one before keep their rows.
 */
export class BeamEditDistance {
  readonly #reference: readonly number[];
  readonly #length: number;
  /** Cells of a row that are stored. */
  readonly #band: number;
  /** [length + 1, band]: row i is the distances of the hypothesis' first i words, from column `firsts[i]` on. */
  readonly #costs: Int32Array;
  /** [length + 1] the first and, exclusive, the last column of each row. */
  readonly #firsts: Int32Array;
  readonly #ends: Int32Array;
  /** The hypothesis whose rows are in the table, and how many of its words are. */
  #words: readonly number[] = [];
  #known = 0;

  /**
   * @param reference at least one word, as numbers
   * @param length words of each hypothesis
   */
  constructor(reference: readonly number[], length: number) {
    this.#reference = reference;
    this.#length = length;
    const columns = reference.length + 1;
    const slope = length > 0 ? reference.length / length : 1;
    // Rows of a hypothesis that is far shorter would not overlap within Tercom's width.
    const width = beamWidth < slope / 2 ? Math.ceil(slope / 2 + beamWidth) : beamWidth;
    this.#band = Math.min(columns, 2 * width + 2);
    this.#firsts = new Int32Array(length + 1);
    this.#ends = new Int32Array(length + 1);
    for (let i = 1; i <= length; i++) {
      const diagonal = Math.floor(i * slope);
      this.#firsts[i] = Math.max(0, diagonal - width);
      this.#ends[i] = i === length ? columns : Math.min(columns, diagonal + width);
    }
    this.#costs = new Int32Array((length + 1) * this.#band);
  }

  /** @param hypothesis as many words as the constructor was told, numbered as the reference's */
  distance(hypothesis: readonly number[]): number {
    let row = 0;
    while (row < this.#known && this.#words[row] === hypothesis[row]) row++;
    for (; row < this.#length; row++) this.#fill(row + 1, hypothesis[row]!);
    this.#words = hypothesis;
    this.#known = this.#length;
    return this.#cost(this.#length, this.#reference.length);
  }

  /**
   * The edits that the distance counts, in order. Of equally cheap ways the last edit is rather a match or substitution
   * than a deletion, and that rather than an insertion.
   */
  edits(hypothesis: readonly number[]): Edit[] {
    this.distance(hypothesis);
    const edits: Edit[] = [];
    let i = this.#length;
    let j = this.#reference.length;
    while (i > 0 || j > 0) {
      const edit = this.#lastEdit(i, j, hypothesis);
      edits.push(edit);
      if (edit !== "insertion") i--;
      if (edit !== "deletion") j--;
    }
    return edits.reverse();
  }

  #lastEdit(i: number, j: number, hypothesis: readonly number[]): Edit {
    if (j === 0) return "deletion";
    if (i === 0) return "insertion";
    const cost = this.#cost(i, j);
    const same = hypothesis[i - 1] === this.#reference[j - 1];
    if (cost === this.#cost(i - 1, j - 1) + (same ? 0 : 1)) return same ? "match" : "substitution";
    return cost === this.#cost(i - 1, j) + 1 ? "deletion" : "insertion";
  }

  #fill(i: number, word: number): void {
    const start = i * this.#band - this.#firsts[i]!;
    let left = unreached;
    let diagonal = this.#cost(i - 1, this.#firsts[i]! - 1);
    for (let j = this.#firsts[i]!; j < this.#ends[i]!; j++) {
      const above = this.#cost(i - 1, j);
      const replaced = j > 0 && word === this.#reference[j - 1] ? diagonal : diagonal + 1;
      left = Math.min(replaced, above + 1, left + 1, unreached);
      this.#costs[start + j] = left;
      diagonal = above;
    }
  }

  /** Before the first word, everything of the reference is inserted. */
  #cost(i: number, j: number): number {
    if (i === 0 && j >= 0) return j;
    if (j < this.#firsts[i]! || j >= this.#ends[i]!) return unreached;
    return this.#costs[i * this.#band - this.#firsts[i]! + j]!;
  }
}
