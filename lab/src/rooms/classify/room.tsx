import { room } from "../../app/room.ts";
import type { Values } from "../../params/schema.ts";
import { code } from "./code.ts";
import type { Result } from "./model.ts";
import { unfitSolvers } from "./penalty.ts";
import { schema } from "./schema.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

type Name = keyof typeof schema;

const OF_DATA: Readonly<Record<Values<typeof schema>["data"], readonly Name[]>> = {
  clicked: [], // its tools stand below the picture
  moons: ["count", "noise", "seed"],
  circles: ["count", "noise", "seed"],
  tumours: ["tumourX", "tumourY"],
  spam: ["spamX", "spamY"],
  heights: [],
  own: [],
};

export default room<typeof schema, Result>({
  id: "classify",
  title: "Classify",
  lead: "Click points of two to four kinds, or take real data, and see what a logistic regression makes of them: where it draws the line, and how sure it is.",
  schema,
  View,
  controls: ({ data, penalty, weights }, result) => [
    { names: ["data", ...OF_DATA[data]] },
    // Of several classes the likeliest is predicted.
    ...((result?.sample?.classes.length ?? 2) > 2
      ? []
      : [{ heading: "Decision", names: ["threshold"] } as const]),
    {
      heading: "Model",
      names: [
        "degree",
        "penalty",
        ...(penalty ? (["C", "l1Ratio"] as const) : []),
        "weights",
        ...(weights === "own" ? (["ratio"] as const) : []),
      ],
    },
    { heading: "Training", names: ["solver", "maxIter"] },
  ],
  unavailable: (values) => ({ solver: unfitSolvers(values) }),
  stories,
  code,
});
