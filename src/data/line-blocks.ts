/** Characters in a block: parsers and files take text fastest in pieces of about this size. */
const blockLength = 1 << 16;

/** Lines, each with its end, put together to blocks of text. */
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
