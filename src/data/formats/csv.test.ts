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

  it("takes Excel's line with the separator for what it is", async () => {
    const pairs = ["header", "header", "cat|chat", "dog|chien"];
    const lines = ["id;source;target", "1;cat;chat", "2;dog;chien", ""].join("\r\n");
    for (const first of ["sep=;", '"sep=;"', "SEP=;;;", '\ufeff"sep=;";;']) {
      expect(await read("a.csv", `${first}\r\n${lines}`)).toEqual(pairs);
      expect(await read("a.csv", `${first}\r\n${lines}`, { columns: ["target", "id"] })).toContain("chien|2");
    }
    for (const separator of ["\t", "|", " ", ":", "^", "、", "😀"]) {
      const other = lines.replaceAll(";", separator);
      expect(await read("a.csv", `sep=${separator}\n${other}`)).toEqual(pairs);
    }
    await refuse("a.csv", `sep=;\n${lines}`, 'FILE:2: no column "en": expected one of "id", "source", "target", or a number from 1 to 3', { columns: ["en", "ja"] }); // biome-ignore format: a message
    await refuse("a.csv", 'sep=;\na;b\n"c;d\n', "FILE:3: not CSV: the quote that opens here is never closed");
    expect(await read("a.csv", "sep=,x,y\na,b,c\n", { columns: [1, 2] })).toEqual(["header", "a|b"]);
  });

  it("tells columns of one name; takes delimiters behind the last column, and carriage returns in quotes", async () => {
    const message = 'FILE:1: 2 columns are called "source": expected one; say which by its number: 1 or 3';
    await refuse("a.csv", "source,target,source\na,b,c\n", message);
    expect(await read("a.csv", "source,target,source\na,b,c\n", { columns: [3, 2] })).toEqual([
      "header",
      "c|b",
    ]);
    expect(await read("a.csv", "en,ja,,\na,b,,\n,,,\n")).toEqual(["header", "a|b", "blank"]);
    expect(await read("a.csv", 'en,ja\n"a\rb","c\r\n\r\nd"\n')).toEqual(["header", "a b|c d"]);
    expect(await read("a.csv", "#separator:semicolon\n#html:false\na;b\n")).toEqual([
      "header",
      "header",
      "a|b",
    ]);
    await refuse("a.csv", 'en,ja\n"a"b,c\n', "FILE:2: not CSV: text behind a closing quote: expected the end of the field; quotes inside a field have to be doubled"); // biome-ignore format: a message
  });

  it("names the line and the way out", async () => {
    await refuse(
      "a.csv",
      "id,en,ja\n1,a,b\n",
      'FILE: which columns are source and target? It has "id", "en", "ja": name two of them as columns',
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
