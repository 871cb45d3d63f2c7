import { symbolPath } from "../../charts/looks.ts";
import { format } from "../../params/format.ts";
import type { Run } from "./model.ts";
import { lookOfMethod, nameOf } from "./names.ts";
import { ending } from "./words.ts";

/** What each method needed from the same start. */
export function MethodTable({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <section class="trials" aria-label="The three methods" tabIndex={0}>
      <table>
        <caption>From the same start</caption>
        <thead>
          <tr>
            <th scope="col">search</th>
            <th scope="col">steps</th>
            <th scope="col">values</th>
            <th scope="col">gradients</th>
            <th scope="col">end</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.method}>
              <th scope="row">
                <Mark run={run} /> {nameOf(run.method)}
              </th>
              <td data-value={`${run.method}-steps`} data-number={run.path.length - 1}>
                {run.path.length - 1}
              </td>
              <td data-value={`${run.method}-values`} data-number={run.valueCalls}>
                {format(run.valueCalls)}
              </td>
              <td data-value={`${run.method}-gradients`} data-number={run.gradientCalls}>
                {format(run.gradientCalls)}
              </td>
              <td>{ending(run)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Mark({ run: { method } }: { readonly run: Run }) {
  const { color, shape } = lookOfMethod(method);
  return (
    <svg class="key" viewBox="-8 -8 16 16" aria-hidden="true">
      <path d={symbolPath(shape, 80)} style={{ fill: color }} />
    </svg>
  );
}
