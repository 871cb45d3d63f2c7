import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import { schema } from "./schema.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

export default room({
  id: "quasi-newton",
  title: "Quasi-Newton",
  lead: "No Hessian is ever computed: steps, and how the gradient changed along them, tell what the curvature is. Watch the estimate become the truth, or not.",
  schema,
  View,
  controls: ({ method }) => [
    { names: ["problem"] },
    {
      names: method === "lbfgs" ? ["method", "memory", "search", "scaled"] : ["method", "search", "scaled"],
    },
  ],
  stories,
  code,
});
