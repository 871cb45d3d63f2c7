import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import type { Result } from "./model.ts";
import { schema } from "./schema.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

export default room({
  id: "sigmoid",
  title: "From line to sigmoid",
  lead: "Who is a man, by height alone? A straight line promises more than 100 %; bent into a sigmoid it can’t. Then: what a wrong answer should cost.",
  schema,
  View,
  controls: () => [
    { heading: "Your sigmoid", names: ["w", "b", "threshold"] },
    { heading: "Data", names: ["data", "count"] },
    { heading: "One example", names: ["label", "score", "axis"] },
    { heading: "Gradient descent", names: ["rate", "steps"] },
  ],
  marks: ({ best }: Result) => ({
    w: [{ label: "best", value: best.sigmoid.w }],
    b: [{ label: "best", value: best.sigmoid.b }],
  }),
  stories,
  code,
});
