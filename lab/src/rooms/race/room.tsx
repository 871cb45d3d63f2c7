import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import { isOfData } from "./grounds.ts";
import { isRule } from "./methods.ts";
import { schema } from "./schema.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

export default room({
  id: "race",
  title: "The race",
  lead: "Up to eight methods set off from one point with equal budgets. Drag the start, and watch who zigzags, who overshoots, who explodes and who arrives.",
  schema,
  View,
  controls({ ground, methods, fair, batches }) {
    const rules = methods.filter(isRule);
    const hasInertia = rules.includes("momentum") || rules.includes("nesterov");
    const inBatches = isOfData(ground) && rules.length > 0;
    return [
      {
        names: [
          "ground",
          "budget",
          ...(rules.length > 0 ? (["fair"] as const) : []),
          ...(rules.length > 0 && fair === "equal" ? (["rate"] as const) : []),
          ...(hasInertia ? (["momentum"] as const) : []),
          ...(inBatches ? (["batches"] as const) : []),
          ...(inBatches && batches ? (["batch", "seed"] as const) : []),
        ],
      },
      { names: ["methods"] },
    ];
  },
  stories,
  code,
});
