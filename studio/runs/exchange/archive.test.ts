import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { pack, unpack } from "./archive.ts";
import { fileName } from "./file-name.ts";

const text = (content: string) => new TextEncoder().encode(content);
const all = () => true;
const reason = (message: string) =>
  expect.objectContaining({
    notice: { kind: "notAModel", reason: { message, problems: [expect.anything()] } },
  });

describe("a zip", () => {
  it("comes back as it was packed", () => {
    const weights = Uint8Array.from({ length: 5000 }, (_, i) => (i * 31) & 255);
    const packed = pack(
      "学習 1",
      new Map<string, Uint8Array | string>([
        ["config.json", "{}"],
        ["a/weights.safetensors", weights],
      ]),
    );
    const found = unpack(packed, all);
    expect([...found.keys()]).toEqual(["学習 1/config.json", "学習 1/a/weights.safetensors"]);
    expect(found.get("学習 1/a/weights.safetensors")).toEqual(weights);
    expect([...unpack(packed, (path) => path.endsWith(".json")).keys()]).toEqual(["学習 1/config.json"]);
  });

  it.each(["../a", "a/../../b", "/etc/passwd", "C:/a", "c:\\a", "a\\..\\b", "a/__proto__/b"])(
    "with the path %s is refused whole",
    (path) => {
      const zip = zipSync({ "config.json": text("{}"), [path]: text("x") });
      expect(() => unpack(zip, all)).toThrow(
        reason(`the zip has a file with the path ${JSON.stringify(path)}`),
      );
      expect(() => unpack(zip, (name) => name === "config.json")).toThrow();
    },
  );

  it("that would be too large unpacked is refused before it is", () => {
    const zip = zipSync({ a: new Uint8Array(3_000_000), b: new Uint8Array(3_000_000) });
    expect(zip.length).toBeLessThan(10_000);
    expect(() => unpack(zip, all, { bytes: 2 ** 22, files: 10 })).toThrow(
      reason("unpacked it would have more than 4 MB"),
    );
    expect(unpack(zip, (name) => name === "a", { bytes: 2 ** 22, files: 10 }).get("a")).toHaveLength(
      3_000_000,
    );
    const many = zipSync(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}`, text("x")])));
    expect(() => unpack(many, all, { bytes: 100, files: 11 })).toThrow(
      reason("the zip holds more than 11 files"),
    );
  });

  it("that says less of a file than there is takes no more memory than it says; one that says more is refused", () => {
    const zip = zipSync({ a: new Uint8Array(3_000_000) });
    const saying = (size: number) => {
      const lying = zip.slice();
      new DataView(lying.buffer).setUint32(centralDirectory(lying) + 24, size, true);
      return lying;
    };
    expect(unpack(saying(100), all).get("a")!.buffer.byteLength).toBe(100);
    expect(() => unpack(saying(3_000_001), all)).toThrow(reason("the zip is damaged at a"));
  });

  it("that is damaged, cut or no zip at all says so", () => {
    const zip = pack("a", new Map([["config.json", "{}".repeat(500)]]));
    for (const bytes of [
      text("not a zip"),
      new Uint8Array(),
      zip.subarray(0, zip.length - 30),
      text("PK".repeat(40)),
    ]) {
      expect(() => unpack(bytes, all)).toThrow(/it is no zip, or a damaged one/);
    }
    for (let at = 0; at < zip.length; at++) {
      const spoiled = zip.slice();
      spoiled[at]! ^= 0xff;
      try {
        unpack(spoiled, all);
      } catch (error) {
        expect((error as Error).name, `byte ${at}: ${error}`).toBe("RunProblem");
      }
    }
  });
});

it("a run's name becomes that of a file on any system", () => {
  expect(fileName("phrasebook · attention")).toBe("phrasebook · attention");
  expect(fileName('../a<b>:"c"')).toBe("-a-b-c-");
  expect(fileName(" .. ")).toBe("model");
  expect(fileName("NUL")).toBe("model");
  expect(fileName("寒".repeat(200))).toHaveLength(80);
});

function centralDirectory(zip: Uint8Array): number {
  return zip.findIndex((_, i) => [0x50, 0x4b, 1, 2].every((byte, n) => zip[i + n] === byte));
}
