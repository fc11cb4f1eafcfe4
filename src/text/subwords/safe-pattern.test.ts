import { expect, it } from "vitest";
import { backtracking } from "./safe-pattern.ts";

it.each([
  "[\\t-\\r ]+",
  "^ | $",
  " {2,}",
  "[0-9]+",
  "(?:ab|c)d",
  "(?<!x)a+(?=b)",
  "\\p{L}+|\\p{N}{1,3}",
  "[(+*]|\\+\\*",
  "(?:abc)+",
  "a{3}b?c?",
])("%s takes time in proportion to a text's length, or its square", (pattern) => {
  expect(backtracking(pattern)).toBeNull();
  new RegExp(pattern, "u");
});

const repeated = "it repeats a group with a choice or a repetition in it";

it.each([
  ["(a+)+$", repeated],
  ["(?:a|a)*b", repeated],
  ["((a|b)c)+", repeated],
  ["(?:x(?:y{1,3})z){2,}", repeated],
  ["(a*)*", repeated],
  ["a*a*a*b", "it has more than 2 repetitions without a bound"],
  ["a+b{2,}c*", "it has more than 2 repetitions without a bound"],
  ["(a)\\1", "it refers back to a group"],
])("%s is told", (pattern, why) => {
  expect(backtracking(pattern)).toBe(why);
});
