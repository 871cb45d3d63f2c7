import { format, plain } from "../../params/format.ts";
import type { Fit } from "./model.ts";

/** What was learnt: the weight of each feature, with a bar of its size. */
export function Weights({ fit }: { readonly fit: Fit }) {
  const all = [{ name: "intercept", value: fit.intercept }, ...fit.weights];
  const most = all.reduce((size, { value }) => Math.max(size, Math.abs(value)), 0) || 1;
  return (
    <div class="weights" tabIndex={0} role="region" aria-label="The weights that were learnt">
      <table>
        <caption>Weights of the standardised columns</caption>
        <tbody>
          {all.map(({ name, value }, j) => (
            <tr key={name + j}>
              <th scope="row">{name}</th>
              <td data-value={j === 0 ? "intercept" : `w${j}`} data-number={plain(value)}>
                {format(value)}
              </td>
              <td aria-hidden="true">
                <span
                  class={value < 0 ? "bar is-negative" : "bar"}
                  style={{ width: `${(100 * Math.abs(value)) / most}%` }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
