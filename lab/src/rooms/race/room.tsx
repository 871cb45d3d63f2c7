import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import { isOfData } from "./grounds.ts";
import { isRule, METHODS, takesRate } from "./methods.ts";
import { obstacle } from "./obstacle.ts";
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
    const hasRate = methods.some(takesRate);
    const inBatches = isOfData(ground) && rules.length > 0;
    const drawsRows = (inBatches && batches) || (isOfData(ground) && methods.includes("saga"));
    return [
      {
        names: [
          "ground",
          "budget",
          ...(hasRate ? (["fair"] as const) : []),
          ...(hasRate && fair === "equal" ? (["rate"] as const) : []),
          ...(hasInertia ? (["momentum"] as const) : []),
          ...(inBatches ? (["batches"] as const) : []),
          ...(drawsRows ? (["batch", "seed"] as const) : []),
        ],
      },
      { names: ["methods"] },
    ];
  },
  unavailable({ ground }) {
    const against = schema.methods.options.flatMap(({ value }) => {
      const reason = obstacle(value, ground);
      return reason === undefined ? [] : [[value, `${METHODS[value].label} ${reason}.`] as const];
    });
    return { methods: Object.fromEntries(against) };
  },
  stories,
  code,
});
