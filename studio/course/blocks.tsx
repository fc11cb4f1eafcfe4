import type { VNode } from "preact";
import { Scroll } from "../app/scroll.tsx";
import type { Block } from "./chapter.ts";
import { Formula } from "./formula.tsx";
import { Prose } from "./prose.tsx";

/** Paragraphs, and what stands between them. */
export function Blocks({ blocks }: { readonly blocks: readonly Block[] }): VNode {
  return <>{blocks.map((block, key) => blockElement(block, key))}</>;
}

function blockElement(block: Block, key: number): VNode {
  if (typeof block === "string") {
    return (
      <p key={key}>
        <Prose text={block} />
      </p>
    );
  }
  switch (block.kind) {
    case "equation":
      return (
        <Scroll class="equation" key={key}>
          <Formula tex={block.tex} display />
        </Scroll>
      );
    case "list":
      return (
        <ul key={key}>
          {block.items.map((item) => (
            <li key={item}>
              <Prose text={item} />
            </li>
          ))}
        </ul>
      );
    case "table":
      return (
        <Scroll key={key}>
          <table>
            <thead>
              <tr>
                {block.head.map((cell) => (
                  <th scope="col" key={cell}>
                    <Prose text={cell} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row) => (
                <tr key={row[0]}>
                  {row.map((cell, column) => (
                    <td key={column}>
                      <Prose text={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      );
  }
}
