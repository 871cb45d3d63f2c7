import type { ComponentChildren } from "preact";
import "./table.css";

interface Props {
  readonly caption: string;
  readonly heads: readonly string[];
  /** Cells, row by row; the first one is the row's head. */
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** The row to set off. */
  readonly current?: number | undefined;
}

/** A table of numbers that scrolls within itself where it is long or wide. */
export function Table({ caption, heads, rows, current }: Props) {
  return (
    <div class="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, ...cells], i) => (
            <tr key={i} aria-current={i === current ? "step" : undefined}>
              <th scope="row">{head}</th>
              {cells.map((cell, j) => (
                <td key={j}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
