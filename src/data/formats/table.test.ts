import { describe, expect, it } from "vitest";
import { read, refuse } from "../../../test/support/pair-files.ts";
import { noRemarks } from "../pair.ts";

describe("an Anki export", () => {
  const head = "#separator:tab\n#html:true\n";

  it("gives the text of its HTML, without sounds, and counts that", async () => {
    const remarks = noRemarks();
    const cards = 'a<br>b &amp; <b>c</b>\tい[sound:x.mp3]\nplain\t"two\nlines ""q"""\n<img src="x">\tz\n';
    expect(await read("cards.txt", head + cards, { remarks })).toEqual([
      "header",
      "header",
      "a b & c|い",
      'plain|two lines "q"',
      "empty",
    ]);
    expect(remarks).toEqual({ markup: 1, invalid: 0 });
  });

  it("leaves out decks, tags and the like, and finds named columns", async () => {
    const more = "#guid column:1\n#deck column:2\n#tags column:5\n";
    expect((await read("a.txt", `${head}${more}g\tDeck\tcat\t猫\tx\n`)).at(-1)).toBe("cat|猫");
    const named = "#separator:Semicolon\n#html:false\n#columns:English;Reading;Japanese\ncat;ねこ;猫 <3\n";
    expect((await read("a.txt", named, { columns: ["Japanese", "English"] })).at(-1)).toBe("猫 <3|cat");
    await refuse(
      "a.txt",
      "#separator:dash\na\tb\n",
      "FILE: #separator:dash: expected one character, or one of tab, comma, semicolon, pipe, colon, space",
    );
  });
});

describe("CSV", () => {
  it("takes quotes, line ends and delimiters inside of them; tells `,` and `;` apart", async () => {
    const text = 'en,ja\r\n"Hello, ""you""","こん\nにちは"\r\n,x\r\n\r\n"b",c\r\n';
    expect(await read("a.csv", text)).toEqual([
      "header",
      'Hello, "you"|こん にちは',
      "empty",
      "blank",
      "b|c",
    ]);
    expect(await read("a.csv", '"a;b";n;ja\nx;1;y,z\n', { columns: ["a;b", "ja"] })).toEqual([
      "header",
      "x|y,z",
    ]);
    expect(await read("a.csv", "target,id,source\nt,1,s\n")).toEqual(["header", "s|t"]);
    expect(await read("a.csv", "")).toEqual([]);
  });

  it("names the line and the way out", async () => {
    await refuse(
      "a.csv",
      "id,en,ja\n1,a,b\n",
      'FILE: which columns are source and target? It has "id", "en", "ja": say it with --columns SOURCE,TARGET, or as ' +
        "data.columns in the configuration file",
    );
    await refuse(
      "a.csv",
      'en,ja\n"x\ny",z\nonly\n',
      "FILE:4: the row has 1 fields: expected at least 2, as its columns say; a field that holds a delimiter or a line " +
        "end has to be in quotes",
    );
    await refuse("a.csv", 'en,ja\na,b\nc,"d\n', "FILE:3: not CSV: the quote that opens here is never closed");
    await refuse("a.csv", 'en,ja\na "b",c\n', "FILE:2: not CSV: a quote inside a field that does not begin with one: expected the field in quotes, and quotes in it doubled"); // biome-ignore format: a message
    await refuse(
      "a.csv",
      Buffer.from("en,ja\ncaf\xe9,x\n", "latin1"),
      "FILE:2: byte 0xe9 at offset 9 is not UTF-8: convert the file, for example with iconv -f ENCODING -t UTF-8",
    );
  });
});
