import { describe, expect, it } from "vitest";
import { RandomStream } from "../random.ts";
import { WorkerLost } from "./batcher.ts";
import { part, Simulation } from "./simulated-workers.fixture.ts";

const many = (name: string, count: number) => Array.from({ length: count }, (_, n) => part(`${name}${n}`));

describe("a batcher", () => {
  it("gives an idle worker what comes at once, and batches what has queued meanwhile", async () => {
    const simulation = new Simulation(1);
    const { batcher } = simulation;
    const answers = ["a1", "a2", "a3"].map((name) => batcher.submit([part(name)]));
    expect(simulation.order).toEqual(["a1"]);
    await simulation.run();
    expect(simulation.batches).toEqual([
      { at: 0, names: "a1" },
      { at: 1.1, names: "a2 a3" },
    ]);
    expect(await Promise.all(answers)).toEqual([["a1"], ["a2"], ["a3"]]);
    expect(simulation.reports.map(({ waits }) => waits)).toEqual([[0], [1.1, 1.1]]);
  });

  it("puts parts of one key together, led by the request that has waited longest", async () => {
    const simulation = new Simulation(1);
    const { batcher } = simulation;
    for (const name of ["x1", "a1", "b1", "a2", "c1", "b2", "a3"]) void batcher.submit([part(name)]);
    await simulation.run();
    expect(simulation.order).toEqual(["x1", "a1 a2 a3", "b1 b2", "c1"]);
  });

  it("keeps batches within their limits; a part that is beyond them goes by itself", async () => {
    const byTokens = new Simulation(1, { tokens: 25 });
    for (const name of ["x1", "a1", "a2", "a3"]) void byTokens.batcher.submit([part(name)]);
    void byTokens.batcher.submit([part("b1", { tokens: 90 })]);
    void byTokens.batcher.submit([part("b2", { tokens: 90 })]);
    await byTokens.run();
    expect(byTokens.order).toEqual(["x1", "a1 a2", "a3", "b1", "b2"]);

    const byRows = new Simulation(1, { rows: 10 });
    for (const name of ["x1", "a1", "a2", "a3"]) void byRows.batcher.submit([part(name, { rows: 5 })]);
    await byRows.run();
    expect(byRows.order).toEqual(["x1", "a1 a2", "a3"]);
  });

  it("gives the results of a request in its order, whatever the keys", async () => {
    const simulation = new Simulation(2);
    const names = ["a1", "b1", "a2", "c1", "b2"];
    const answer = simulation.batcher.submit(names.map((name) => part(name)));
    await simulation.run();
    expect(await answer).toEqual(names);
    expect(await simulation.batcher.submit([])).toEqual([]);
  });

  it("shares a large request among idle workers", async () => {
    const simulation = new Simulation(2, { parts: 16 });
    void simulation.batcher.submit(many("a", 20));
    expect(simulation.order.map((names) => names.split(" ").length)).toEqual([10, 10]);
  });

  it("holds nobody up for a large request for longer than a batch", async () => {
    const simulation = new Simulation(1);
    const { batcher } = simulation;
    const large = batcher.submit(many("a", 40));
    await simulation.run(0.5);
    const sameKey = batcher.submit([part("a.1")]);
    const otherKey = batcher.submit([part("b1")]);
    await simulation.run();
    const batchOf = (name: string) => simulation.order.findIndex((names) => names.split(" ").includes(name));
    expect(batchOf("a.1")).toBe(1);
    expect(batchOf("b1")).toBe(2);
    expect(await Promise.all([sameKey, otherKey])).toEqual([["a.1"], ["b1"]]);
    expect(await large).toHaveLength(40);
  });

  it("takes turns among large requests", async () => {
    const simulation = new Simulation(1);
    for (const name of ["a", "b"]) void simulation.batcher.submit(many(name, 12));
    await simulation.run();
    // The first batch began before there was another request.
    expect(simulation.order.map((names) => names[0]).join("")).toBe("aababb");
  });

  it("drops what is not computed yet of a request that is given up", async () => {
    const simulation = new Simulation(1);
    const { batcher } = simulation;
    const controller = new AbortController();
    const gone = batcher.submit(many("a", 8), controller.signal);
    const other = batcher.submit([part("a.9")]);
    expect(batcher.queued).toBe(5);
    controller.abort(new Error("gone"));
    expect(batcher.queued).toBe(1);
    await expect(gone).rejects.toThrow("gone");
    await simulation.run();
    expect(simulation.order).toEqual(["a7 a6 a5 a4", "a.9"]);
    expect(await other).toEqual(["a.9"]);
    await expect(batcher.submit([part("a")], controller.signal)).rejects.toThrow("gone");
  });

  it("fails a request for a part that fails, and no neighbour", async () => {
    const simulation = new Simulation(1);
    const { batcher } = simulation;
    void batcher.submit([part("x1")]);
    const wrong = batcher.submit([part("a1", { error: new Error("bad") }), part("b1")]);
    const right = batcher.submit([part("a2")]);
    wrong.catch(() => {});
    await simulation.run();
    await expect(wrong).rejects.toThrow("bad");
    expect(await right).toEqual(["a2"]);
    expect(simulation.order).toEqual(["x1", "a1 a2"]);
  });

  it("computes once more what a lost worker had in hand, each by itself", async () => {
    const simulation = new Simulation(2);
    const { batcher } = simulation;
    void batcher.submit([part("x1")]);
    void batcher.submit([part("x2")]);
    const kept = ["a1", "a2"].map((name) => batcher.submit([part(name)]));
    const deadly = batcher.submit([part("a3", { kills: true })]);
    deadly.catch(() => {});
    await simulation.run();
    simulation.addWorker();
    await simulation.run();
    simulation.addWorker();
    await simulation.run();
    expect(await Promise.all(kept)).toEqual([["a1"], ["a2"]]);
    await expect(deadly).rejects.toThrow(WorkerLost);
    const alone = simulation.order.filter((names) => ["a1", "a2", "a3"].includes(names));
    expect(alone.sort()).toEqual(["a1", "a2", "a3"]);
  });

  it("says how long a part would wait, from what batches have cost", async () => {
    const simulation = new Simulation(1, { parts: 4 });
    const { batcher } = simulation;
    expect(batcher.estimatedWait).toBe(0);
    for (const size of [1, 4, 2, 3]) {
      void batcher.submit(many("a", size));
      await simulation.run();
    }
    // The line is learnt: a second, and a hundredth a token.
    for (let n = 0; n < 9; n++) void batcher.submit([part(`a${n}`)]);
    // 1.1 s for the one in hand; 8 others in two batches of 1.4 s.
    expect(batcher.estimatedWait).toBeCloseTo(1.1 + 2 * 1.4, 1);
    await simulation.run(simulation.now + 0.6);
    expect(batcher.estimatedWait).toBeCloseTo(0.5 + 2 * 1.4, 1);
    // A large request delays others by one batch.
    void batcher.submit(many("b", 400));
    expect(batcher.estimatedWait).toBeLessThan(0.5 + 2 * 1.4 + 12);
    expect(batcher.estimatedSeconds(many("b", 400))).toBeGreaterThan(40);
    batcher.leave(simulation.workers[0]!);
    expect(batcher.estimatedWait).toBe(Number.POSITIVE_INFINITY);
  });

  it("gives a worker its own turns between batches", async () => {
    const simulation = new Simulation(1);
    const { batcher } = simulation;
    const [worker] = simulation.workers;
    void batcher.submit(many("a", 12));
    const turns = ["s1", "s2"].map((name) => batcher.turn(worker!, part(name)));
    await simulation.run();
    expect(simulation.order.map((names) => names[0]).join("")).toBe("asaa");
    expect(await Promise.all(turns)).toEqual([["s1"], ["s2"]].flat());
    batcher.leave(worker!);
    await expect(batcher.turn(worker!, part("s3"))).rejects.toThrow(WorkerLost);
  });

  it("loses nothing, repeats nothing, and leaves nobody idle while there is work, whatever comes", async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new RandomStream(seed, "requests");
      const simulation = new Simulation(3, { parts: 5, tokens: 120, rows: 9 });
      const { batcher } = simulation;
      const outcomes: Promise<unknown>[] = [];
      const expected: unknown[] = [];
      for (let n = 0; n < 60; n++) {
        const parts = Array.from({ length: 1 + random.integer(7) }, (_, p) =>
          part(`${"abc"[random.integer(3)]}${n}.${p}`, {
            tokens: 10 + random.integer(40),
            rows: 1 + random.integer(4),
          }),
        );
        const controller = new AbortController();
        const answer = batcher.submit(parts, controller.signal).catch((error: Error) => error.message);
        outcomes.push(answer);
        if (random.integer(6) === 0) {
          controller.abort(new Error("gone"));
          expected.push("gone");
        } else {
          expected.push(parts.map(({ work }) => work.name));
        }
        if (random.integer(15) === 0) {
          simulation.workers[random.integer(simulation.workers.length)]!.kill();
          simulation.addWorker();
        }
        await simulation.run(simulation.now + random.integer(3));
      }
      await simulation.run();
      const found = await Promise.all(outcomes);
      for (const [n, one] of found.entries()) if (one !== "killed") expect(one).toEqual(expected[n]);
      expect(batcher.queued).toBe(0);
      expect(batcher.estimatedWait).toBe(0);
    }
  });
});
