import type { ComponentChildren } from "preact";
import "./table.css";

interface Props {
  /** Its headline. */
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
    <section class="table">
      <h2>{caption}</h2>
      <div class="table-scroll" role="region" aria-label={caption} tabIndex={0}>
        <table>
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
    </section>
  );
}
