import "./number-table.css";
import { useId } from "preact/hooks";
import { type Look, symbolPath } from "../charts/looks.ts";
import { format, plain } from "../params/format.ts";

export interface NumberCell {
  /** What the copied code calls it. */
  readonly name: string;
  readonly value: number;
  readonly digits?: number;
}

interface Props {
  readonly caption: string;
  /** Of the numbers; the first column, of the rows' names, has none. */
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    readonly look: Look;
    readonly cells: readonly NumberCell[];
  }[];
}

/** Numbers of several alike, side by side. All their digits are in `data-number`. On a narrow screen it scrolls by itself. */
export function NumberTable({ caption, columns, rows }: Props) {
  const id = useId();
  return (
    <div class="numbers" role="group" aria-labelledby={id} tabindex={0}>
      <table>
        <caption id={id}>{caption}</caption>
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, look, cells }) => (
            <tr key={label}>
              <th scope="row">
                <span>
                  <svg viewBox="-6 -6 12 12" aria-hidden="true">
                    <path d={symbolPath(look.shape, 56)} style={{ fill: look.color }} />
                  </svg>
                  {label}
                </span>
              </th>
              {cells.map(({ name, value, digits = 3 }) => (
                <td key={name} data-value={name} data-number={plain(value)}>
                  {format(value, digits)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
