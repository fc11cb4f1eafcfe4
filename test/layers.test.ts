import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../src/cli/command-table.ts";
import { nameOf } from "../src/cli/flags/flag.ts";
import { importsOf, resolveImport, sourceFiles } from "./support/imports.ts";

/** A file may import from its own room and from those before it; DESIGN.md tells what lives in each. */
const rooms = [
  "problems.ts",
  "errors.ts",
  "version.ts",
  "random.ts",
  "graph",
  "runtime",
  "nn",
  "text",
  "data",
  "metrics",
  "optimization",
  "configuration",
  "seq2seq",
  "model-folder",
  "search",
  "inspection",
  "distributed",
  "training",
  "report",
  "jobs",
  "comparison",
  "export",
  "server",
  "client",
  "cli",
];
/** These put together what the rooms offer; nothing in a room imports them, and they import nothing of the last. */
const doors = ["index.ts", "node.ts"];

/**
 * Files that import each other, types included. In graph/ the first group describes what a graph is made of; in the
 * others the gradient of one operator is written with the rest.
 */
const knownCircles = [
  "graph/body.ts graph/node.ts graph/scope.ts graph/tensor.ts",
  "graph/elementwise.ts graph/reduce.ts graph/reshape.ts",
  "graph/gradient.ts graph/scan-gradient.ts",
].map((circle) => circle.split(/\s+/));

const files = sourceFiles();
/** By file, the files that it imports. */
const imported = new Map(
  files.map((file) => [
    file,
    importsOf(file)
      .filter(({ specifier }) => specifier.startsWith("."))
      .map(({ specifier }) => resolveImport(file, specifier)),
  ]),
);
const roomOf = (path: string): string => path.split("/")[0]!;

describe("the layers of src/", () => {
  it("are all named", () => {
    expect(new Set(files.map(roomOf))).toEqual(new Set([...rooms, ...doors]));
  });

  it("import only from layers before them", () => {
    const wrong: string[] = [];
    let checked = 0;
    for (const [file, others] of imported) {
      for (const other of others) {
        checked++;
        const room = roomOf(other);
        const allowed = doors.includes(file)
          ? room !== "cli"
          : !doors.includes(room) && rooms.indexOf(room) <= rooms.indexOf(roomOf(file));
        if (!allowed) wrong.push(`src/${file} imports src/${other}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(100);
  });

  it("import in no circle but the known ones; one that is gone leaves the list", () => {
    expect(importCircles()).toEqual(knownCircles);
  });

  it("speak of flags in the command line alone: elsewhere errors name keys", async () => {
    const flags = new Set(commands.flatMap(({ flags }) => Object.values(flags).map(nameOf)));
    const speaking: string[] = [];
    for (const file of files.filter((path) => roomOf(path) !== "cli")) {
      const text = await readFile(join("src", file), "utf8");
      const strings =
        text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "").match(/["'`][^"'`\n]*["'`]/g) ?? [];
      const found = strings.flatMap((string) => string.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? []);
      speaking.push(...found.filter((flag) => flags.has(flag)).map((flag) => `${file}: ${flag}`));
    }
    expect(speaking).toEqual([]);
  });

  it("import files that are there", () => {
    const known = new Set(files);
    for (const [file, others] of imported) {
      for (const other of others) expect(known, `src/${file} imports src/${other}`).toContain(other);
    }
  });
});

/** Groups of files that reach each other by imports, in the alphabet's order. */
function importCircles(): string[][] {
  const reached = new Map(files.map((file) => [file, reachedFrom(file)]));
  const inCircles = files.filter((file) => reached.get(file)!.has(file)).sort();
  const circles = inCircles.map((file) =>
    inCircles.filter((other) => reached.get(file)!.has(other) && reached.get(other)!.has(file)),
  );
  return circles.filter((circle, n) => circle[0] === inCircles[n]);
}

/** The files that a file imports, and those that they import, and so on. */
function reachedFrom(file: string): Set<string> {
  const reached = new Set(imported.get(file));
  for (const one of reached) for (const next of imported.get(one) ?? []) reached.add(next);
  return reached;
}
