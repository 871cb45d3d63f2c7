import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import type { Result } from "./model.ts";
import { schema } from "./schema.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

export default room({
  id: "step-size",
  title: "Step size",
  lead: "The same cost, the same start: only the length of the steps decides whether gradient descent crawls, arrives or explodes.",
  schema,
  View,
  controls: ({ cost }) => [
    { names: ["rate", "steps"] },
    { names: ["cost", cost === "bowl" ? "condition" : "columns"] },
  ],
  marks: ({ ground: { curvature } }: Result) => ({
    rate: [
      { label: "1 / L", value: curvature.safe },
      { label: "best", value: curvature.best },
      { label: "2 / L", value: curvature.limit },
    ],
  }),
  stories,
  code,
});
