import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as data from "./index.ts";

test("the names of the browser-safe surface", () => {
  expect(Object.keys(data).sort()).toEqual([
    "EpochPlan",
    "batches",
    "buildBatch",
    "decodeLines",
    "encodePairs",
    "fingerprint",
    "holdOut",
    "inMemory",
    "layOut",
    "parsePairs",
    "readPairs",
    "readParallelPairs",
  ]);
});

test("only some files need Node, and only files that need Node import them", () => {
  const folder = new URL(".", import.meta.url);
  const nodeOnly = [
    "compression.ts",
    "dead-process.ts",
    "make-folder.ts",
    "synced.ts",
    "file-bytes.ts",
    "files.ts",
    "open-pairs.ts",
    "open-datasets.ts",
    "write-file.ts",
  ];
  const others = readdirSync(folder).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !nodeOnly.includes(name),
  );
  expect(others).toContain("index.ts");
  for (const name of others) {
    const text = readFileSync(new URL(name, folder), "utf8");
    expect(text, name).not.toMatch(
      /from "node:|\/(compression|dead-process|make-folder|synced|file-bytes|files|open-\w+|write-file|formats\/[\w-]+|token-cache\/[\w-]+)\.ts"/,
    );
  }
});
