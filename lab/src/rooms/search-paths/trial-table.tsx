import { format } from "../../params/format.ts";
import type { MethodName } from "./schema.ts";
import type { Search } from "./search.ts";
import { judgement } from "./words.ts";

/** Each length that a search tried, with its numbers. */
export function TrialTable({ search, method }: { readonly search: Search; readonly method: MethodName }) {
  const hasSlopes = method !== "backtracking";
  return (
    <section class="trials" aria-label="Lengths tried" tabIndex={0}>
      <table>
        <caption>Lengths tried</caption>
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">t</th>
            <th scope="col">φ(t)</th>
            <th scope="col">{hasSlopes ? "φ′(t) / φ′(0)" : "the line"}</th>
            <th scope="col">judgement</th>
          </tr>
        </thead>
        <tbody>
          {search.trials.map((trial) => (
            <tr key={trial.t} data-fate={trial.fate}>
              <th scope="row">{trial.number}</th>
              <td data-value={`t-${trial.number}`} data-number={trial.t}>
                {format(trial.t, 4)}
              </td>
              <td data-value={`value-${trial.number}`} data-number={trial.value}>
                {format(trial.value, 5)}
              </td>
              <td>{hasSlopes ? format(trial.slope / search.slope, 3) : format(trial.bound, 5)}</td>
              <td>{judgement(trial, method)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
