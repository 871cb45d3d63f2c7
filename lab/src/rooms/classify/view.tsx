import type { ViewProps } from "../../app/room.ts";
import { Choice } from "../../controls/choice.tsx";
import { Readout, Readouts } from "../../controls/readout.tsx";
import { Confusion } from "./confusion.tsx";
import { DropZone, OwnData } from "./own-data.tsx";
import { ending, sides } from "./explain.ts";
import type { Result } from "./model.ts";
import { PathChart } from "./path-chart.tsx";
import { Plane } from "./plane.tsx";
import { RocChart } from "./roc-chart.tsx";
import { schema } from "./schema.ts";
import "./style.css";
import { Weights } from "./weights.tsx";

export function View(props: ViewProps<typeof schema, Result>) {
  const { values, set, result } = props;
  if (!result) return null;
  const { fit, problem } = result;
  return (
    <DropZone values={values} set={set}>
      {values.data === "own" && <OwnData values={values} set={set} />}
      {result.sample && <Plane {...props} result={result} sample={result.sample} />}
      {values.data === "clicked" && (
        <div class="tools">
          <Choice
            name="tool"
            param={schema.tool}
            value={values.tool}
            onChange={(tool) => set({ tool: tool as typeof values.tool })}
          />
          <button
            type="button"
            data-action="undo"
            disabled={values.points.length < 3}
            onClick={() => set({ points: values.points.slice(0, -3) })}
          >
            Take back the last point
          </button>
          <button
            type="button"
            data-action="clear"
            disabled={values.points.length === 0}
            onClick={() => set({ points: [] })}
          >
            Remove all points
          </button>
        </div>
      )}
      <p class="note" data-said>
        {problem ?? (fit && `${ending(fit)} ${sides(fit, values.threshold)}`)}
      </p>
      {fit && (
        <>
          <Readouts>
            <Readout name="accuracy" label="Accuracy" value={fit.accuracy} />
            {fit.freshAccuracy !== undefined && (
              <Readout name="fresh" label="Accuracy on 1000 new points" value={fit.freshAccuracy} />
            )}
            <Readout
              name="auc"
              label={fit.curves.length > 1 ? "Mean area under the ROC curves" : "Area under the ROC curve"}
              value={fit.auc}
            />
            <Readout name="norm" label="Length of the weights, ‖w‖" value={fit.norm} />
            {fit.zeros !== undefined && (
              <Readout name="zeros" label="Weights that are exactly 0" value={fit.zeros} />
            )}
            <Readout name="iterations" label="Steps" value={fit.iterations} />
          </Readouts>
          <div class="row">
            {result.sample && <RocChart fit={fit} threshold={values.threshold} sample={result.sample} />}
            <PathChart result={result} C={values.penalty ? values.C : undefined} norm={fit.norm} />
          </div>
          <div class="row">
            {result.sample && <Confusion counts={fit.counts} classes={result.sample.classes} />}
            {result.sample && <Weights fit={fit} classes={result.sample.classes} />}
          </div>
        </>
      )}
    </DropZone>
  );
}
