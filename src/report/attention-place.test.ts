import { describe, expect, it } from "vitest";
import { lightsOf, placeAfterKey } from "./attention-place.ts";

const attention = [
  [0.9, 0.1, 0],
  [0.2, 0.3, 0.5],
];

describe("the words that belong to a place", () => {
  it("of a cell or a row: the output word, and what it looked at", () => {
    expect(lightsOf(attention, { row: 1, column: 0 })).toEqual({ columns: [0.2, 0.3, 0.5], rows: [0, 1] });
    expect(lightsOf(attention, { row: 0 })).toEqual({ columns: [0.9, 0.1, 0], rows: [1, 0] });
  });

  it("of a column: the source word, and what looked at it", () => {
    expect(lightsOf(attention, { column: 1 })).toEqual({ columns: [0, 1, 0], rows: [0.1, 0.3] });
  });

  it("of no place: none", () => {
    expect(lightsOf(attention, null)).toEqual({ columns: [0, 0, 0], rows: [0, 0] });
    expect(lightsOf([], null)).toEqual({ columns: [], rows: [] });
  });
});

describe("keys on a map", () => {
  const size = { rows: 2, columns: 3 };

  it("move to the cell beside, and stay on the map", () => {
    expect(placeAfterKey({ row: 0, column: 1 }, "ArrowRight", size)).toEqual({ row: 0, column: 2 });
    expect(placeAfterKey({ row: 0, column: 2 }, "ArrowRight", size)).toEqual({ row: 0, column: 2 });
    expect(placeAfterKey({ row: 0, column: 2 }, "ArrowDown", size)).toEqual({ row: 1, column: 2 });
    expect(placeAfterKey({ row: 0, column: 2 }, "ArrowUp", size)).toEqual({ row: 0, column: 2 });
    expect(placeAfterKey({ row: 1 }, "ArrowLeft", size)).toEqual({ row: 1, column: 0 });
  });

  it("enter it at its first cell, leave it, or do nothing", () => {
    expect(placeAfterKey(null, "ArrowDown", size)).toEqual({ row: 0, column: 0 });
    expect(placeAfterKey({ row: 1, column: 1 }, "Escape", size)).toBeNull();
    expect(placeAfterKey(null, "a", size)).toBeUndefined();
    expect(placeAfterKey(null, "ArrowDown", { rows: 0, columns: 0 })).toBeUndefined();
  });
});
