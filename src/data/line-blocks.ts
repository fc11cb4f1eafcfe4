/** Characters in a block: parsing and writing are fastest in blocks of about this size. */
const blockLength = 1 << 16;

/** Joins lines, each with its line end, into blocks of text. */
export async function* lineBlocks(lines: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let block = "";
  for await (const line of lines) {
    block += `${line}\n`;
    if (block.length < blockLength) continue;
    yield block;
    block = "";
  }
  if (block !== "") yield block;
}
