import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import type { Result } from "./model.ts";
import { schema } from "./schema.ts";
import { isStochastic } from "./stochastic.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

export default room<typeof schema, Result>({
  id: "rates",
  title: "Rates",
  lead: "How fast does the error fall? See sublinear, linear, superlinear and quadratic convergence, measured beside what theory says, and what the condition number has to do with it.",
  schema,
  View,
  controls: ({ problem, methods }) => [
    {
      names: problem === "quadratic" ? ["problem", "condition"] : ["problem", "features", "standardise", "C"],
    },
    {
      heading: "Runs",
      names: [
        "methods",
        "steps",
        ...(problem === "tumours" && methods.some(isStochastic) ? (["seed"] as const) : []),
      ],
    },
    { heading: "Charts", names: ["against", "across", "theory"] },
  ],
  stories,
  code,
});
