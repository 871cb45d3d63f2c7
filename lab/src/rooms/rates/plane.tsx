import type { ViewProps } from "../../app/room.ts";
import { Contours } from "../../charts/contours.tsx";
import { Handle } from "../../charts/handle.tsx";
import { Label, Line } from "../../charts/marks.tsx";
import { Plot } from "../../charts/plot.tsx";
import { format } from "../../params/format.ts";
import { lookOfMethod } from "./looks.ts";
import type { Plane, Result } from "./model.ts";
import type { schema } from "./schema.ts";

type Props = Pick<ViewProps<typeof schema, Result>, "values" | "set"> & {
  readonly result: Result;
  readonly plane: Plane;
};

/** The cost over two variables, to the same scale on both axes, with the paths. */
export function PlaneChart({ values, set, result, plane }: Props) {
  const { grid, optimum } = plane;
  const isBowl = values.problem === "quadratic";
  return (
    <Plot
      title={
        isBowl
          ? "The bowl, and the paths over it"
          : "The cost over both weights, of radius (across) and texture (up)"
      }
      summary={`Lines of equal cost, to the same scale across and up. The condition number is ${format(result.kappa)}: ${
        result.kappa < 5 ? "they are nearly circles" : "they are long and narrow"
      }. The optimum is at ${optimum.map((a) => format(a)).join(", ")}.`}
      x={{ domain: grid.x, label: isBowl ? "x₁" : "weight of the radius" }}
      y={{ domain: grid.y }}
      aspect={0.9}
      isIsotropic
      handles={(frame) =>
        isBowl && (
          <Handle
            label="Start of all methods"
            name="start"
            at={[values.start[0] ?? 0, values.start[1] ?? 0]}
            frame={frame}
            step={[0.05, 0.05]}
            onMove={(start) => set({ start })}
          />
        )
      }
    >
      {(frame) => (
        <>
          <Contours grid={grid} frame={frame} />
          {result.runs.map(({ method, path }) => (
            <Line key={method} points={path} frame={frame} look={lookOfMethod(method)} />
          ))}
          <Label at={optimum} frame={frame}>
            optimum
          </Label>
        </>
      )}
    </Plot>
  );
}
