import { expect, it } from "vitest";
import { counted, formatTable, grouped } from "./table.ts";

it("lays out columns, text to the left and numbers to the right, wide characters as two", () => {
  expect(
    formatTable(
      [
        ["a", "1,000", "x"],
        ["東京", "7", ""],
      ],
      "lrl",
    ),
  ).toBe("a     1,000  x\n東京      7\n");
});

it("groups digits and minds the plural", () => {
  expect(grouped(12_700_000)).toBe("12,700,000");
  expect([counted(0, "pair"), counted(1, "pair"), counted(2000, "pair")]).toEqual([
    "0 pairs",
    "1 pair",
    "2,000 pairs",
  ]);
});
