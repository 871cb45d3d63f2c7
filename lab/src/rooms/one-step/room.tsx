import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import { SETTINGS } from "./rules.ts";
import { schema } from "./schema.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

export default room({
  id: "one-step",
  title: "Inside one step",
  lead: "Stop a run at any iterate, and see what its next step is made of: the gradient, what the rule remembers, and the numbers in its formula.",
  schema,
  View,
  controls: ({ rule }) => [{ names: ["rule", "rate", ...SETTINGS[rule]] }, { names: ["ground", "steps"] }],
  stories,
  code,
});
