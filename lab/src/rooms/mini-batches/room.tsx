import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import { schema } from "./schema.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

export default room({
  id: "mini-batches",
  title: "Mini-batches",
  lead: "Logistic regression on real rows, a few at a time: each batch guesses the gradient, and the path trembles. See how large the noise is, what it costs, and what calms it.",
  schema,
  View,
  controls: ({ sampling, method }) => [
    { names: ["data", "sorted"] },
    {
      heading: "Batches",
      // In order, a run with another seed is the same run.
      names:
        sampling === "sequential" && method !== "saga"
          ? ["batch", "sampling", "seed"]
          : ["batch", "sampling", "seed", "ghosts"],
    },
    { heading: "Steps", names: ["rate", "epochs", "rule", "method", "from"] },
    { heading: "Charts", names: ["window", "budget"] },
  ],
  marks: ({ inputs }) => ({
    batch: [
      { label: "one", value: 1 },
      { label: "all", value: inputs.rows },
    ],
  }),
  stories,
  code,
});
