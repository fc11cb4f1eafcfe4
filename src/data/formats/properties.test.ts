import { expect, it } from "vitest";
import { DataError } from "../../errors.ts";
import { noRemarks } from "../pair.ts";
import { properties } from "./properties.ts";

async function read(text: string) {
  async function* chunks() {
    yield new TextEncoder().encode(text);
  }
  const found: unknown[] = [];
  const options = { name: "a.properties", remarks: noRemarks() };
  for await (const line of properties.read(chunks(), options)) found.push(line);
  return found;
}

it("reads keys and values", async () => {
  expect(await read("# greetings\nhello = こんにちは\n\nbye=さようなら\n")).toEqual([
    "blank",
    { source: "hello", target: "こんにちは" },
    "blank",
    { source: "bye", target: "さようなら" },
  ]);
  await expect(read("a = b\nc\n")).rejects.toThrow(
    new DataError('a.properties:2: "c" has no "=": expected key = value'),
  );
});
