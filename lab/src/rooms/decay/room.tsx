import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import { schema, type ScheduleName } from "./schema.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

/** Which schedules have controls of their own. */
const OWN: Partial<Record<ScheduleName, readonly (keyof typeof schema)[]>> = {
  step: ["factor", "every"],
  exponential: ["exponential"],
  inverse: ["inverse"],
  warmup: ["warmup"],
};

export default room({
  id: "decay",
  title: "Decay",
  lead: "Mini-batches at a constant rate never arrive; at a rate that falls they can. How fast should it fall? The same problem, the same batches, only the schedules differ.",
  schema,
  View,
  controls: ({ shown }) => [
    {
      heading: "Rates",
      names: ["shown", "rate", ...shown.flatMap((name) => OWN[name] ?? [])],
    },
    { heading: "Runs", names: ["data", "batch", "epochs", "seed"] },
    { heading: "Charts", names: ["measure", "seeds"] },
  ],
  stories,
  code,
});
