import type { ViewProps } from "../../app/room.ts";
import { lookOf } from "../../charts/looks.ts";
import { Plot } from "../../charts/plot.tsx";
import { Series } from "../../charts/series.tsx";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Handle } from "../../charts/handle.tsx";
import { format } from "../../params/format.ts";
import { type CostResult, type Costs, costs } from "./cost-model.ts";
import { schema } from "./schema.ts";

type Props = Pick<ViewProps<typeof schema, CostResult>, "values" | "set"> & { readonly result: CostResult };

const MOST = 1e4;
const SIZES = Array.from({ length: 49 }, (_, i) => 2 * (MOST / 2) ** (i / 48));

/** What a step multiplies, as the number of variables grows. */
export function CostView({ values, set, result }: Props) {
  const { variables: M, rows: N, memory: k } = values;
  const { at } = result;
  const line = (pick: (at: Costs) => number) => SIZES.map((size) => [size, pick(costs(size, N, k))] as const);
  const ratio = at.newton / at.lbfgs;
  const highest = Math.max(...line((c) => c.newton).map(([, count]) => count));
  return (
    <>
      <Plot
        title="Multiplications of one step"
        summary={`With ${format(M)} variables, ${format(N)} rows and ${k} pairs a step of Newton’s method multiplies ${format(at.newton, 3)} times, one of L-BFGS ${format(at.lbfgs, 3)} times.`}
        x={{ domain: [2, MOST], scale: "log", label: "variables M" }}
        y={{ domain: [10, highest], scale: "log", label: "multiplications" }}
        aspect={0.55}
        handles={(frame) => (
          <Handle
            label="Variables M"
            name="variables"
            moves="x"
            at={[M, 10]}
            frame={frame}
            step={[Math.max(1, Math.round(M / 20)), 0]}
            onMove={([to]) => set({ variables: Math.round(to) })}
          />
        )}
      >
        {(frame) => (
          <>
            <line class="drop" x1={frame.x(M)} x2={frame.x(M)} y2={frame.height} />
            <Series
              frame={frame}
              series={[
                { label: "Newton, with N rows", look: lookOf(0), points: line((c) => c.newton) },
                { label: "L-BFGS, with N rows", look: lookOf(1), points: line((c) => c.lbfgs) },
                { label: "factorise, M³/6", look: lookOf(2), points: line((c) => c.factorise) },
                { label: "solve, M²", look: lookOf(3), points: line((c) => c.solve) },
                { label: "two loops, 4kM", look: lookOf(4), points: line((c) => c.loops) },
              ]}
            />
          </>
        )}
      </Plot>
      <p class="note">
        One step of Newton’s method costs as much as {format(ratio, 3)} steps of L-BFGS here. It pays where it
        saves more steps than that. Doubling M makes the factorisation 8 times as dear, the solve 4 times, the
        two loops twice.
      </p>
      <Readouts>
        <Readout name="factorise" label="Factorise, M³/6" value={at.factorise} />
        <Readout name="solve" label="Solve, M²" value={at.solve} />
        <Readout name="hessian" label="Hessian, N M²/2" value={at.hessian} />
        <Readout name="gradient" label="Gradient, 2 N M" value={at.gradient} />
        <Readout name="loops" label="Two loops, 4kM" value={at.loops} />
        <Readout name="newton" label="A step of Newton" value={at.newton} />
        <Readout name="lbfgs" label="A step of L-BFGS" value={at.lbfgs} />
      </Readouts>
    </>
  );
}
