import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errnoWords } from "./errno.ts";

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as the system says`), { code });
}

test.each([
  ["EACCES", "no permission"],
  ["EROFS", "the file system is read-only"],
  ["EPERM", "not permitted"],
  ["EWHATEVER", "EWHATEVER: as the system says"],
])("%s", (code, words) => {
  expect(errnoWords(systemError(code))).toBe(words);
});

test("what is no system error is shown as it is", () => {
  expect(errnoWords(new Error("the model went away"))).toBe("the model went away");
  expect(errnoWords("a string")).toBe("a string");
});

test.runIf(process.platform === "linux")("a full disk", () => {
  let error: unknown;
  try {
    writeFileSync("/dev/full", "x");
  } catch (thrown) {
    error = thrown;
  }
  expect(errnoWords(error)).toBe("no space left on the device");
});
