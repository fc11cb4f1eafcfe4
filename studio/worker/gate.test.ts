import { describe, expect, it } from "vitest";
import { Gate } from "./gate.ts";

/** Notes each pass through the gate. */
async function passing(gate: Gate, name: string, passed: string[], times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await gate.pass(name);
    passed.push(name);
  }
  gate.leave(name);
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe("a gate", () => {
  it("keeps trainings in step, and lets the longer one go on alone", async () => {
    const gate = new Gate(["a", "b"]);
    const passed: string[] = [];
    await Promise.all([passing(gate, "a", passed, 2), passing(gate, "b", passed, 4)]);
    expect(passed).toEqual(["a", "b", "a", "b", "b", "b"]);
  });

  it("holds them while it is closed, lets them through once for a step, and lets them run when it is opened", async () => {
    const gate = new Gate(["a", "b"]);
    const passed: string[] = [];
    gate.close();
    const all = Promise.all([passing(gate, "a", passed, 3), passing(gate, "b", passed, 3)]);
    await turn();
    expect([passed.length, gate.isHolding]).toEqual([0, true]);
    gate.step();
    await turn();
    expect([passed.join(""), gate.isHolding]).toEqual(["ab", true]);
    gate.open();
    await all;
    expect([passed.join(""), gate.isHolding]).toEqual(["ababab", false]);
  });

  it("remembers steps that are asked for while an update is being made", async () => {
    const gate = new Gate(["a"]);
    gate.close();
    gate.step();
    gate.step();
    const passed: string[] = [];
    void passing(gate, "a", passed, 5);
    await turn();
    expect([passed.length, gate.isHolding]).toEqual([2, true]);
  });
});
