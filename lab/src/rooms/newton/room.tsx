import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import { lineProblems } from "./functions/index.ts";
import { schema } from "./schema.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

export default room({
  id: "newton",
  title: "Newton",
  lead: "Replace the function by the parabola or the paraboloid that fits it here, jump to where that is level, and do it again: a few steps to the last digit, or off to nowhere.",
  schema,
  View,
  controls: ({ view }) => {
    const picture = { names: ["view"] as const };
    if (view === "line") {
      return [picture, { names: ["fn", "x0"] }, { heading: "Damping", names: ["damping"] }];
    }
    if (view === "plane") {
      return [picture, { names: ["problem"] }, { heading: "Damping", names: ["damping"] }];
    }
    return [picture, { heading: "Sizes", names: ["variables", "rows", "memory"] }];
  },
  marks: (result) => (result.view === "line" ? { x0: lineProblems[result.fn].marks } : {}),
  stories,
  code,
});
