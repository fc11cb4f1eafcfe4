const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // Proxies are not to collect events.
  "x-accel-buffering": "no",
};

/**
 * Server-sent events: `token` for each value, then `end`; or `error` in its place.
 * @param values whose first is waited for, so that a refusal is an answer of its own
 * @param problemOf what an `error` says
 * @returns the response, and when its events have ended
 * @throws what the first value's making throws
 */
export async function eventStream(
  values: AsyncGenerator<unknown, void, undefined>,
  problemOf: (error: unknown) => object,
): Promise<{ response: Response; ended: Promise<void> }> {
  const encoder = new TextEncoder();
  let next: IteratorResult<unknown, void> | undefined = await values.next();
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const event = (name: string, data: unknown) =>
    encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = next ?? (await values.next());
        next = undefined;
        if (!done) return controller.enqueue(event("token", value));
        controller.enqueue(event("end", {}));
      } catch (error) {
        controller.enqueue(event("error", problemOf(error)));
      }
      controller.close();
      end();
    },
    async cancel() {
      end();
      await values.return();
    },
  });
  return { response: new Response(stream, { headers }), ended };
}
