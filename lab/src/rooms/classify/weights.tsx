import { format, plain } from "../../params/format.ts";
import type { Fit } from "./model.ts";

interface Props {
  readonly fit: Fit;
  readonly classes: readonly string[];
}

/** What was learnt: the weight of each feature, of two classes with a bar of its size, of more for each class. */
export function Weights({ fit, classes }: Props) {
  const { features, learnt } = fit;
  const isPair = learnt.length === 1;
  const rows = [
    { name: "intercept", id: "intercept", values: learnt.map(({ intercept }) => intercept) },
    ...features.map((name, j) => ({
      name,
      id: `w${j + 1}`,
      values: learnt.map(({ weights }) => weights[j] ?? 0),
    })),
  ];
  const most = Math.max(...rows.flatMap(({ values }) => values.map(Math.abs))) || 1;
  return (
    <div class="weights" tabIndex={0} role="region" aria-label="The weights that were learnt">
      <table class={isPair ? "" : "several"}>
        <caption>Weights of the standardised columns</caption>
        {!isPair && (
          <thead>
            <tr>
              <td />
              {classes.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map(({ name, id, values }) => (
            <tr key={id} class={id !== "intercept" && values.every((value) => value === 0) ? "is-out" : ""}>
              <th scope="row">{name}</th>
              {values.map((value, k) => (
                <td
                  key={k}
                  class={value === 0 ? "is-out" : ""}
                  data-value={isPair ? id : `${id}-${k + 1}`}
                  data-number={plain(value)}
                >
                  {format(value, isPair ? 4 : 3)}
                </td>
              ))}
              {isPair && <Size value={values[0] ?? 0} most={most} canGo={id !== "intercept"} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How large a weight is beside the largest; an intercept has no column to leave out. */
function Size({
  value,
  most,
  canGo,
}: {
  readonly value: number;
  readonly most: number;
  readonly canGo: boolean;
}) {
  if (value === 0 && canGo) return <td class="size">left out</td>;
  return (
    <td class="size" aria-hidden="true">
      <span
        class={value < 0 ? "bar is-negative" : "bar"}
        style={{ width: `${(100 * Math.abs(value)) / most}%` }}
      />
    </td>
  );
}
