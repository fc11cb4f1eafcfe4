/** With more repetitions without a bound, the time that a text takes can grow with the cube of its length. */
const mostOpenEnded = 2;

/**
 * Why a regular expression may take a text's length to the third power of steps, or two to its power; null where it cannot.
 * JavaScript's engine tries one way after the other: what is repeated must not itself be repeated or a choice, and few
 * repetitions may be without a bound.
 */
export function backtracking(pattern: string): string | null {
  const groups: { readonly start: number; branches: boolean }[] = [];
  let openEnded = 0;
  let last: "group" | "branching group" | "one" = "one"; // what a quantifier would repeat
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === "\\") {
      at++;
      if (/[1-9k]/.test(pattern[at] ?? "")) return "it refers back to a group";
      last = "one";
    } else if (character === "[") {
      for (at++; at < pattern.length && pattern[at] !== "]"; at++) if (pattern[at] === "\\") at++;
      last = "one";
    } else if (character === "(") {
      groups.push({ start: at, branches: false });
      if (pattern[at + 1] === "?") at++; // (?: and the like
    } else if (character === ")") {
      const { branches = false } = groups.pop() ?? {};
      last = branches ? "branching group" : "group";
      if (branches) for (const outer of groups) outer.branches = true;
    } else if (character === "|") {
      for (const group of groups) group.branches = true;
    } else if (isQuantifier(pattern, at)) {
      if (last === "branching group") return "it repeats a group with a choice or a repetition in it";
      for (const group of groups) group.branches = true;
      const [, bound] = /^\{\d*(,?)\d*\}/.exec(pattern.slice(at)) ?? [];
      const isOpen = character === "*" || character === "+" || /^\{\d+,\}/.test(pattern.slice(at));
      if (isOpen && ++openEnded > mostOpenEnded)
        return `it has more than ${mostOpenEnded} repetitions without a bound`;
      if (bound !== undefined) at = pattern.indexOf("}", at);
      if (pattern[at + 1] === "?") at++; // lazy
      last = "one";
    } else last = "one";
  }
  return null;
}

function isQuantifier(pattern: string, at: number): boolean {
  return /[*+?]/.test(pattern[at]!) || /^\{\d+(,\d*)?\}/.test(pattern.slice(at, at + 20));
}
