import { lookOf, symbolPath } from "../../charts/looks.ts";
import { format } from "../../params/format.ts";
import { METHODS, type MethodName } from "./methods.ts";
import type { Racer } from "./model.ts";
import { ending, extras, surcharge } from "./words.ts";

interface Props {
  readonly racers: readonly Racer[];
  readonly looks: ReadonlyMap<MethodName, number>;
  /** The lowest cost there is: where it isn't 0, costs differ in later digits only. */
  readonly floor: number;
}

/** Who arrived, and with how much, the best first. */
export function Ranking({ racers, looks, floor }: Props) {
  return (
    <table class="ranking">
      <caption>Ranking: who arrives with the fewest gradients, then who ends lowest</caption>
      <thead>
        <tr>
          <th scope="col">method</th>
          <th scope="col" class="figure">
            cost reached
          </th>
          <th scope="col" class="figure">
            steps
          </th>
          <th scope="col" class="figure">
            gradients
          </th>
        </tr>
      </thead>
      {racers.map((racer) => (
        <Row
          key={racer.method}
          racer={racer}
          look={looks.get(racer.method) ?? 0}
          digits={floor === 0 ? 4 : 6}
        />
      ))}
    </table>
  );
}

function Row({
  racer,
  look,
  digits,
}: {
  readonly racer: Racer;
  readonly look: number;
  readonly digits: number;
}) {
  const { method, run, rate, isInBatches } = racer;
  const { color, shape } = lookOf(look);
  return (
    <tbody data-racer={method}>
      <tr>
        <th scope="row">
          <svg viewBox="-8 -8 16 16" aria-hidden="true">
            <path d={symbolPath(shape, 100)} style={{ fill: color }} />
          </svg>
          {METHODS[method].label}
        </th>
        {run ? (
          <>
            <td class="figure" {...number(`${method}-value`, run.value)}>
              {format(run.value, digits)}
            </td>
            <td class="figure" {...number(`${method}-steps`, run.steps)}>
              {run.steps.toLocaleString("en")}
            </td>
            <td class="figure" {...number(`${method}-gradients`, run.gradients)}>
              {format(run.gradients, 3)}
            </td>
          </>
        ) : (
          <td colSpan={3} />
        )}
      </tr>
      <tr>
        <td class="ending" colSpan={3}>
          {rate !== undefined && (
            <>
              Step size <span {...number(`${method}-rate`, rate)}>{format(rate, 3)}</span>
              {isInBatches && ", mini-batches"}.{" "}
            </>
          )}
          {ending(racer)} {surcharge(racer)}
        </td>
        <td class="ending figure">{run && extras(run)}</td>
      </tr>
    </tbody>
  );
}

/** All digits for those who read the page by program. */
function number(name: string, value: number) {
  return { "data-value": name, "data-number": String(value) };
}
