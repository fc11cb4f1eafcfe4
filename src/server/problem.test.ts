import { expect, it } from "vitest";
import { ProblemError } from "./problem.ts";

it("a refusal has no stack, and leaves other errors theirs", () => {
  expect(new ProblemError("overloaded", "expected wait 2.0 s").stack).not.toContain(" at ");
  expect(new Error("another").stack).toContain("problem.test.ts");
});
