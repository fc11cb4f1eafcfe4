import { describe, expect, it } from "vitest";
import { localRanks } from "../../test/support/local-ranks.ts";
import { DataError } from "../errors.ts";
import { receiveBlock } from "./collectives.ts";
import { decodeMessage } from "./message.ts";
import { ServiceDesk, ServiceHost, type ServiceOrder } from "./services.ts";

/** Ranks whose services write down what they are asked. */
function ranksWithServices(size: number) {
  const done: string[] = [];
  const communicators = localRanks(size);
  const hosts = communicators.slice(1).map((communicator) => {
    const { rank } = communicator;
    const host = new ServiceHost(communicator, {
      tables: (table: ReadonlyMap<string, Float32Array>) => {
        done.push(`open ${rank}`);
        return {
          answer: async ({ word, milliseconds = 0 }: { word: string; milliseconds?: number }) => {
            done.push(`${word} ${rank}`);
            await new Promise((resolve) => setTimeout(resolve, milliseconds));
            if (!table.has(word)) throw new DataError(`${word}: not in the table of rank ${rank}`);
            return table.get(word)!.map((value) => value + rank);
          },
          close: async () => void done.push(`close ${rank}`),
        };
      },
      broken: () => {
        throw new Error("no room");
      },
    });
    void (async () => {
      for (;;) host.take(decodeMessage<ServiceOrder>(await receiveBlock(communicator, 0)));
    })();
    return host;
  });
  const desk = new ServiceDesk(communicators[0]!);
  const table = new Map([
    ["one", Float32Array.of(1)],
    ["two", Float32Array.of(2, 20)],
  ]);
  return { desk, hosts, done, table };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("services of ranks", () => {
  it("are set up with the first request, answer each rank's requests, and all at once", async () => {
    const { desk, done, table } = ranksWithServices(3);
    const tables = desk.open("tables", table, (rank) => rank);
    expect(tables.places).toHaveLength(1 + 2);
    await turn();
    expect(done).toEqual([]);
    const [first, second] = tables.places;
    expect(await second!.ask({ word: "two" })).toEqual(Float32Array.of(4, 22));
    expect(await first!.ask({ word: "one" })).toEqual(Float32Array.of(2));
    expect(await tables.askAll({ word: "one" })).toEqual(Float32Array.of(2));
    await tables.close();
    await turn();
    const ofRank = (rank: number) => done.filter((line) => line.endsWith(String(rank)));
    expect(ofRank(1)).toEqual(["open 1", "one 1", "one 1", "close 1"]);
    expect(ofRank(2)).toEqual(["open 2", "two 2", "one 2", "close 2"]);
  });

  it("work on several requests at a time, and answer in their order", async () => {
    const { desk, done, table } = ranksWithServices(2);
    const [rank] = desk.open("tables", table, () => 2).places;
    const answers: string[] = [];
    const slow = rank!.ask({ word: "two", milliseconds: 30 }).then(() => answers.push("slow"));
    const fast = rank!.ask({ word: "one" }).then(() => answers.push("fast"));
    await turn();
    expect(done).toEqual(["open 1", "two 1", "one 1"]);
    await Promise.all([slow, fast]);
    expect(answers).toEqual(["slow", "fast"]);
  });

  it("throw here what was thrown there, and go on", async () => {
    const { desk, table } = ranksWithServices(3);
    const tables = desk.open("tables", table, () => 1);
    await expect(tables.askAll({ word: "three" })).rejects.toThrow(
      new DataError("three: not in the table of rank 1"),
    );
    expect(await tables.places[1]!.ask({ word: "one" })).toEqual(Float32Array.of(3));
    const broken = desk.open("broken", null, () => 1);
    await expect(broken.askAll({})).rejects.toThrow(new Error("no room"));
    await desk.settle();
  });

  it("hear what they are told when they are asked next", async () => {
    const { desk, done, table } = ranksWithServices(2);
    const tables = desk.open("tables", table, () => 1);
    tables.tellLater({ word: "two" });
    await turn();
    expect(done).toEqual([]);
    expect(await tables.askAll({ word: "one" })).toEqual(Float32Array.of(2));
    expect(done).toEqual(["open 1", "two 1", "one 1"]);
  });

  it("are closed where the job ends, once all is answered", async () => {
    const { desk, hosts, done, table } = ranksWithServices(2);
    const [rank] = desk.open("tables", table, () => 1).places;
    const answer = rank!.ask({ word: "one", milliseconds: 20 });
    await turn();
    await hosts[0]!.close();
    expect(done.at(-1)).toBe("close 1");
    expect(await answer).toEqual(Float32Array.of(2));
  });
});
