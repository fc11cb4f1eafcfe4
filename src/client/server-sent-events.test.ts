import { describe, expect, it } from "vitest";
import { readEvents, type ServerSentEvent } from "./server-sent-events.ts";

/** A body that arrives in pieces of the given size. */
function inPieces(text: string, size: number, onCancel = () => {}): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
    cancel: onCancel,
  });
}

async function all(text: string, size: number): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of readEvents(inPieces(text, size))) events.push(event);
  return events;
}

describe("server-sent events", () => {
  const text = ': wake up\n\ndata: {"text":"寒い"}\n\nevent: end\ndata: 1\ndata:2\n\nid: 7\n\ndata: cut o';
  const events = [
    { event: "message", data: '{"text":"寒い"}' },
    { event: "end", data: "1\n2" },
  ];

  it.each([1, 2, 3, 5, 1000])(
    "are read from pieces of %i bytes; what has no end is left out",
    async (size) => {
      expect(await all(text, size)).toEqual(events);
    },
  );

  it.each([1, 2, 3, 1000])("may end their lines with CR LF, in pieces of %i bytes", async (size) => {
    expect(await all(text.replaceAll("\n", "\r\n"), size)).toEqual(events);
  });

  it("end the answer where the loop is left", async () => {
    let cancelled = false;
    const body = inPieces("data: 1\n\n".repeat(1000), 9, () => {
      cancelled = true;
    });
    for await (const { data } of readEvents(body)) {
      expect(data).toBe("1");
      break;
    }
    expect(cancelled).toBe(true);
  });
});
