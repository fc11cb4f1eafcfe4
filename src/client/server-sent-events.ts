/** An event of a stream of server-sent events. */
export interface ServerSentEvent {
  /** Its type (default "message"). */
  readonly event: string;
  readonly data: string;
}

/**
 * Reads server-sent events (WHATWG HTML, section 9.2) from the body of an answer. Leaving the loop ends the answer. An
 * event that has no end is left out.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      // A CR at the end may be half of a CR LF.
      const parts = text.split(/\r\n\r\n|\n\n|\r\r(?!\n|$)/);
      text = parts.pop()!;
      for (const part of parts) {
        const event = parseEvent(part);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** undefined for comments, which keep a connection open. */
function parseEvent(part: string): ServerSentEvent | undefined {
  let event = "message";
  const data: string[] = [];
  for (const line of part.split(/\r\n|\n|\r/)) {
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "event") event = value;
    else if (field === "data") data.push(value);
  }
  return data.length === 0 ? undefined : { event, data: data.join("\n") };
}
