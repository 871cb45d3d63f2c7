import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import { schema } from "./schema.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

export default room({
  id: "search-paths",
  title: "Search paths",
  lead: "A direction is known; how far to go along it? Look into each search of steepest descent and of L‑BFGS, and at the path that comes of it.",
  schema,
  View,
  controls: ({ problem }) => [
    { names: problem === "quadratic" ? ["problem", "condition", "method"] : ["problem", "method"] },
    { heading: "Backtracking", names: ["alpha", "beta", "first"] },
    { heading: "Charts", names: ["zoom", "count", "steps"] },
  ],
  stories,
  code,
});
