import type { VNode } from "preact";
import { Scroll } from "../app/scroll.tsx";
import { decimal } from "./numbers/decimal.ts";
import type { Matrix } from "./numbers/softmax.ts";
import { Prose } from "./prose.tsx";
import { Words } from "./words.tsx";

interface MatrixProps {
  readonly caption: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: Matrix;
  readonly decimals: number;
  /** Whether cells are shaded by their value, from 0 to 1. */
  readonly shaded?: boolean;
  /** The row that is picked out. */
  readonly chosen?: number;
}

/** A matrix as a table whose cells are shaded by their weight. */
export function MatrixTable({
  caption,
  rows,
  columns,
  values,
  decimals,
  shaded,
  chosen,
}: MatrixProps): VNode {
  return (
    <Scroll>
      <table class="matrix">
        <caption>
          <Prose text={caption} />
        </caption>
        <thead>
          <tr>
            <td />
            {columns.map((column, s) => (
              <th scope="col" key={s}>
                <Words text={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {values.map((row, t) => (
            <tr key={t} class={t === chosen ? "chosen" : undefined}>
              <th scope="row">
                <Words text={rows[t]!} />
              </th>
              {row.map((value, s) => (
                <td key={s} class={shaded ? shadeOf(value) : undefined}>
                  {decimal(value, decimals)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** The class of a weight's shade, in steps of a tenth. */
export function shadeOf(weight: number): string {
  return `shade shade-${Math.round(10 * Math.min(1, Math.max(0, weight)))}`;
}
