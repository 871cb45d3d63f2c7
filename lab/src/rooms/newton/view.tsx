import type { ViewProps } from "../../app/room.ts";
import { CostView } from "./cost-view.tsx";
import { LineView } from "./line-view.tsx";
import type { Result } from "./model.ts";
import { PlaneView } from "./plane-view.tsx";
import type { schema } from "./schema.ts";

/** The picture of what was computed last, so that it and its numbers are of one kind. */
export function View({ values, set, result }: ViewProps<typeof schema, Result>) {
  switch (result?.view) {
    case "line":
      return <LineView values={values} set={set} result={result} />;
    case "plane":
      return <PlaneView values={values} set={set} result={result} />;
    case "cost":
      return <CostView values={values} set={set} result={result} />;
    default:
      return null;
  }
}
