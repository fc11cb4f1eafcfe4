import { describe, expect, it } from "vitest";
import { wildModel } from "../../test/support/wild-model.ts";
import { openRuntime, type Runtime } from "../runtime/index.ts";
import { HeldModel } from "./held-model.ts";
import { defaultLimits } from "./limits.ts";
import { streamPart, translationParts } from "./parts.ts";
import type { StreamRequest, TranslateRequest } from "./schema.ts";
import type { Generation } from "./served-model.ts";

describe("a model in a thread", () => {
  it("keeps the graphs that were used last, and frees the others", async () => {
    const runtime = await openRuntime({ threads: 1, replicas: 1 });
    let [compiled, released] = [0, 0];
    const counting: Runtime = {
      ...runtime,
      async compile(bytes) {
        compiled++;
        const graph = await runtime.compile(bytes);
        const release = graph.release.bind(graph);
        return Object.assign(graph, {
          release() {
            released++;
            return release();
          },
        });
      },
    };
    const model = wildModel();
    const held = new HeldModel(model, counting);
    const generation = { number: 0, model, outputRatio: 1 } as Partial<Generation> as Generation;
    const translate = async (request: Partial<TranslateRequest>) => {
      const { signal } = new AbortController();
      const { parts } = await translationParts(
        generation,
        { text: "abc", ...request },
        defaultLimits,
        signal,
      );
      return (await held.translate(parts.map(({ work }) => work)))[0]!.translation;
    };
    const first = await translate({ beam: 2 });
    for (let n = 0; n < 31; n++) await translate({ beam: 2, noRepeatNgram: n + 1 });
    expect([compiled, released]).toEqual([32, 0]);
    expect(await translate({ beam: 2 })).toEqual(first);
    await translate({ beam: 2, lengthPenalty: 0.7 }); // a number is no other graph
    expect([compiled, released]).toEqual([32, 0]);
    expect(held.takePreparing()).toBeGreaterThan(0);
    await translate({ beam: 3 }); // in place of the first n-grams
    expect([compiled, released]).toEqual([33, 1]);
    expect(await translate({ beam: 2 })).toEqual(first);
    expect([compiled, released]).toEqual([33, 1]);
    await translate({ beam: 2, noRepeatNgram: 1 });
    expect([compiled, released]).toEqual([34, 2]);
    await held.release();
    expect(released).toBe(34);
  });

  it("keeps the graphs of a stream that goes on", async () => {
    const model = wildModel();
    const held = new HeldModel(model, await openRuntime({ threads: 1, replicas: 1 }));
    const generation = { number: 0, model, outputRatio: 1 } as Partial<Generation> as Generation;
    const { signal } = new AbortController();
    const stream = async (request: Partial<TranslateRequest>) => {
      const asked = { text: "abc", minimumLength: 3, ...request } as StreamRequest;
      const part = await streamPart(generation, asked, defaultLimits, signal, { stream: 0, given: 0 });
      return held.stream(part!.work);
    };
    const tokens = await stream({});
    const first = await tokens.next();
    for (let n = 0; n < 40; n++) {
      const other = await stream({ noRepeatNgram: n + 1 });
      await other.next();
      await other.return();
    }
    const found = [first.value!.token];
    for await (const { token } of tokens) found.push(token);
    const expected: string[] = [];
    for await (const { token } of await stream({})) expected.push(token);
    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThanOrEqual(3);
    await held.release();
  });
});
