import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { finalizeMayHang, leaveLauncher } from "./old-mpich.ts";

test("MPICH before 4.2 may hang over several hosts", () => {
  const two = ["a", "a", "b"];
  const versions = [
    "MPICH 3.4.3",
    "MPICH 4.0.2",
    "MPICH 4.1",
    "MPICH 4.2.0",
    "MPICH 5.0.2",
    "Open MPI v4.1.4",
  ];
  expect(versions.filter((version) => finalizeMayHang(version, two))).toEqual(versions.slice(0, 3));
  expect(versions.filter((version) => finalizeMayHang(version, ["a", "a"]))).toEqual([]);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "henkan-pmi-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the launcher is told in its own words, if it is there", () => {
  const file = join(folder, "socket");
  const answer = "cmd=finalize_ack\n";
  writeFileSync(file, `${" ".repeat("cmd=finalize\n".length)}${answer}`); // what is read follows what is written
  const socket = openSync(file, "r+");
  expect(leaveLauncher({ PMI_FD: String(socket) })).toBe(true);
  closeSync(socket);
  expect(readFileSync(file, "utf8")).toBe(`cmd=finalize\n${answer}`);
  expect(leaveLauncher({ PMI_FD: String(socket) })).toBe(false);
  expect(leaveLauncher({})).toBe(false);
});
