import { format } from "../../params/format.ts";
import { symbolPath } from "../../charts/looks.ts";
import { lookOfMethod } from "./looks.ts";
import type { Result, Run } from "./model.ts";
import { ending, expected, measured, nameOf } from "./words.ts";

/** Each method's measured speed beside what theory says. */
export function Speeds({ runs }: Pick<Result, "runs">) {
  return (
    <div class="speeds" tabIndex={0} role="region" aria-label="Measured speeds beside theory">
      <table>
        <caption>How fast the error f − f* falls</caption>
        <thead>
          <tr>
            <th scope="col">method</th>
            <th scope="col">measured</th>
            <th scope="col">theory, near the optimum</th>
            <th scope="col">iterations to a millionth</th>
            <th scope="col">error at the end</th>
            <th scope="col">how it ended</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Row key={run.method} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ run }: { readonly run: Run }) {
  const { method, speed, theory, toMillionth, gap } = run;
  const { color, shape } = lookOfMethod(method);
  const number =
    "factor" in speed ? speed.factor : "power" in speed ? speed.power : "order" in speed ? speed.order : "";
  return (
    <tr data-method={method}>
      <th scope="row">
        <svg viewBox="-6 -6 12 12" width="12" height="12" aria-hidden="true">
          <path d={symbolPath(shape, 60)} style={{ fill: color }} />
        </svg>{" "}
        {nameOf(method)}
      </th>
      <td data-class={speed.kind} data-value={`${method}-speed`} data-number={String(number)}>
        {measured(speed)}
      </td>
      <td data-value={`${method}-theory`} data-number={String(theory.factor ?? "")}>
        {expected(theory)}
      </td>
      <td data-value={`${method}-to-millionth`} data-number={String(toMillionth ?? "")}>
        {toMillionth ?? "not reached"}
      </td>
      <td data-value={`${method}-gap`} data-number={String(gap)}>
        {gap > 0 ? format(gap, 3) : "0: below rounding"}
      </td>
      <td data-value={`${method}-iterations`} data-number={String(run.iterations)}>
        {ending(run)}
      </td>
    </tr>
  );
}
