import { describe, expect, it, vi } from "vitest";
import { collectLines } from "./request-log.ts";

describe("lines of a log", () => {
  it("are handed on together, none of them late, and all in the end", () => {
    vi.useFakeTimers();
    try {
      const written: string[] = [];
      const { write, flush } = collectLines((lines) => void written.push(lines));
      write("a\n");
      write("b\n");
      expect(written).toEqual([]);
      vi.advanceTimersByTime(50);
      expect(written).toEqual(["a\nb\n"]);
      write("c\n");
      flush();
      expect(written).toEqual(["a\nb\n", "c\n"]);
      flush();
      vi.advanceTimersByTime(50);
      expect(written).toEqual(["a\nb\n", "c\n"]);
    } finally {
      vi.useRealTimers();
    }
  });
});
