import type { ComponentChildren, VNode } from "preact";

interface TableHeadProps {
  readonly heads: readonly string[];
  /** More cells, of columns without a name. */
  readonly children?: ComponentChildren;
}

/** What the columns of a table are. */
export function TableHead({ heads, children }: TableHeadProps): VNode {
  return (
    <thead>
      <tr>
        {heads.map((head) =>
          head === "" ? (
            <td key={head} />
          ) : (
            <th scope="col" key={head}>
              {head}
            </th>
          ),
        )}
        {children}
      </tr>
    </thead>
  );
}
