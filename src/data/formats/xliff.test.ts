import { describe, expect, it } from "vitest";
import { read, refuse } from "../../../test/support/pair-files.ts";
import { noRemarks } from "../pair.ts";

describe("XLIFF", () => {
  it("reads 1.2, without proposals and what is no translation yet", async () => {
    const text = `<xliff version="1.2"><file source-language="en" target-language="ja"><body>
      <trans-unit id="1"><source>Open <g id="1">file</g><x id="2"/></source><target>開く</target>
        <alt-trans><source>no</source><target>いいえ</target></alt-trans></trans-unit>
      <trans-unit id="2"><source>Save</source></trans-unit>
      <trans-unit id="3"><source>Quit</source><target state="needs-translation">Quit</target></trans-unit>
      <trans-unit id="4"><source>Go</source><target state="translated">行く</target></trans-unit>
    </body></file></xliff>`;
    const remarks = noRemarks();
    const pairs = ["Open file|開く", "untranslated", "untranslated", "Go|行く"];
    expect(await read("a.xlf", text, { remarks })).toEqual(pairs);
    expect(remarks.markup).toBe(1);
    expect((await read("a.xlf", text, { columns: ["ja", "en"] })).at(-1)).toBe("行く|Go");
    expect((await read("a.xlf", text, { columns: [2, 1] })).at(-1)).toBe("行く|Go");
    await refuse("a.xlf", text, 'FILE: no column "fr": expected one of "en", "ja", or a number from 1 to 2', { columns: ["en", "fr"] }); // biome-ignore format: a message
  });

  it("reads 2.0, segment by segment", async () => {
    const text = `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="ja"><file id="f"><unit id="1">
      <notes><note>source</note></notes>
      <segment><source>One <pc id="1">two</pc><ph id="2"/>.</source><target>一二。</target></segment>
      <ignorable><source> </source></ignorable>
      <segment state="initial"><source>Three.</source><target>Three.</target></segment>
      <segment><source>Four.</source><target>四。</target></segment></unit></file></xliff>`;
    expect(await read("a.xliff", text)).toEqual(["One two.|一二。", "untranslated", "Four.|四。"]);
  });

  it("pairs the segments of a unit of which only some are translated", async () => {
    const segment = (mid: string, text: string) => `<mrk mtype="seg" mid="${mid}">${text}</mrk>`;
    const text = `<xliff version="1.2"><file source-language="en" target-language="ja"><body>
      <trans-unit id="1"><source>One. <g id="1">Two. Three.</g></source>
        <seg-source>${segment("1", "One.")} <g id="1">${segment("2", "T<mrk mtype='term'>wo</mrk>.")} ${segment("3", "Three.")}</g></seg-source>
        <target>${segment("1", "一。")} <g id="1">${segment("2", "")} ${segment("3", "三<x id='2'/>。")}</g></target></trans-unit>
      <trans-unit id="2"><source>Four. Five.</source><seg-source>${segment("4", "Four.")} ${segment("5", "Five.")}</seg-source>
        <target>${segment("5", "五。")}</target></trans-unit>
      <trans-unit id="3"><source>Six.</source><seg-source>${segment("6", "Six.")}</seg-source><target>六。</target></trans-unit>
      <trans-unit id="4"><source>Seven.</source><seg-source>${segment("7", "Seven.")}</seg-source></trans-unit>
    </body></file></xliff>`;
    const remarks = noRemarks();
    expect(await read("a.sdlxliff", text, { remarks })).toEqual([
      "One.|一。",
      "untranslated",
      "Three.|三。",
      "untranslated",
      "Five.|五。",
      "Six.|六。",
      "untranslated",
    ]);
    expect(remarks.markup).toBe(1);
  });

  it("does not take sources of 2.0's modules for the unit's", async () => {
    const text = `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="ja"><file id="f"><unit id="1">
      <res:resourceData><res:resourceItem><res:source href="a.png"/><res:target href="b.png"/></res:resourceItem></res:resourceData>
      <mda:metadata><mda:meta type="x">y</mda:meta></mda:metadata><originalData><data id="d">&lt;b&gt;</data></originalData>
      <segment id="s"><source><mrk id="m">One</mrk><sc id="1" dataRef="d"/>.</source><target>一。</target></segment>
      <res:resourceData><res:resourceItem><res:source href="a.png"/></res:resourceItem></res:resourceData></unit></file></xliff>`;
    expect(await read("a.mxliff", text)).toEqual(["One.|一。"]);
  });
});
