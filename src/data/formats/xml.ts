import { DataError } from "../../errors.ts";

/** What is told of an XML document, in its order. Names are without their namespace's prefix. */
export interface XmlListener {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

/**
 * Reads an XML document as a stream: memory holds what the listener keeps.
 * @param name what errors call the file
 * @param listenerOf makes the listener: `emit` gives an item, `fail` ends with a problem at the place where the reader is
 * @throws {DataError} where it is not UTF-8 or not well-formed
 */
export async function* readXml<Item>(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  listenerOf: (emit: (item: Item) => void, fail: (problem: string) => never) => XmlListener,
): AsyncGenerator<Item, void, undefined> {
  const sax = (await import("sax")).default;
  const parser = sax.parser(true, { position: true });
  const items: Item[] = [];
  const failures: DataError[] = [];
  const failed = (problem: string): DataError => new DataError(`${name}:${parser.line + 1}: ${problem}`);
  const listener = listenerOf(
    (item) => items.push(item),
    (problem) => {
      throw failed(problem);
    },
  );
  parser.onopentag = (tag) => listener.open(localName(tag.name), tag.attributes as Record<string, string>);
  parser.onclosetag = (tag) => listener.close(localName(tag));
  parser.ontext = (text) => listener.text(text);
  parser.oncdata = (text) => listener.text(text);
  parser.onerror = (error) => {
    failures.push(failed(`not well-formed XML: ${error.message.split("\n")[0]!}`));
    parser.resume();
  };
  for await (const text of decoded(chunks, name)) {
    parser.write(text);
    if (failures.length > 0) throw failures[0];
    yield* items.splice(0);
  }
  parser.close();
  if (failures.length > 0) throw failures[0];
  yield* items.splice(0);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Text in pieces as the bytes come: a document may be one line. */
async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const refuse = (cause: unknown): never => {
    throw new DataError(`${name}: not UTF-8: convert the file, for example with iconv -f ENCODING -t UTF-8`, {
      cause,
    });
  };
  for await (const chunk of chunks) {
    let text = "";
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch (error) {
      refuse(error);
    }
    yield text;
  }
  try {
    decoder.decode();
  } catch (error) {
    refuse(error);
  }
}
