import { describe, expect, it } from "vitest";
import { importsOf, resolveImport, sourceFiles } from "./support/imports.ts";

/** A file may import from its own room and from those before it; DESIGN.md tells what lives in each. */
const rooms = [
  "errors.ts",
  "version.ts",
  "random.ts",
  "graph",
  "runtime",
  "nn",
  "text",
  "data",
  "metrics",
  "configuration",
  "seq2seq",
  "model-folder",
  "search",
  "training",
  "report",
  "jobs",
  "export",
  "cli",
];
/** These put together what the rooms offer; nothing in a room imports them, and they import nothing of the last. */
const doors = ["index.ts", "node.ts"];

const files = sourceFiles();
const roomOf = (path: string): string => path.split("/")[0]!;

describe("the layers of src/", () => {
  it("are all named", () => {
    expect(new Set(files.map(roomOf))).toEqual(new Set([...rooms, ...doors]));
  });

  it("import only from layers before them", () => {
    const wrong: string[] = [];
    let checked = 0;
    for (const file of files) {
      for (const { specifier } of importsOf(file).filter(({ specifier }) => specifier.startsWith("."))) {
        checked++;
        const imported = roomOf(resolveImport(file, specifier));
        const allowed = doors.includes(file)
          ? imported !== "cli"
          : !doors.includes(imported) && rooms.indexOf(imported) <= rooms.indexOf(roomOf(file));
        if (!allowed) wrong.push(`src/${file} imports ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(100);
  });

  it("import files that are there", () => {
    const known = new Set(files);
    for (const file of files) {
      for (const { specifier } of importsOf(file).filter(({ specifier }) => specifier.startsWith("."))) {
        expect(known, `src/${file} imports ${specifier}`).toContain(resolveImport(file, specifier));
      }
    }
  });
});
