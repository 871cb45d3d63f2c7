import { room } from "../../app/room.ts";
import { code } from "./code.ts";
import type { Result } from "./model.ts";
import { schema } from "./schema.ts";
import { stories } from "./stories.ts";
import { View } from "./view.tsx";

export default room({
  id: "polynomials",
  title: "Polynomial fits",
  lead: "One input, its powers, and a closed form: a higher degree always comes nearer to the rows it was fitted to. To new rows it doesn’t.",
  schema,
  View,
  controls: ({ data, ridge }) => [
    {
      names: data === "curve" ? ["data", "rows", "noise", "seed"] : ["data", "rows", "seed"],
    },
    { heading: "Polynomial", names: ridge ? ["degree", "ridge", "alpha"] : ["degree", "ridge"] },
    { heading: "Other rows", names: ["others"] },
  ],
  marks: ({ best }: Result) => ({ degree: [{ label: "best on new rows", value: best.degree }] }),
  stories,
  code,
});
