import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "too-long",
    title: "A step too long",
    preset: { rate: 0.068, condition: 30 },
    question: "The step is 2 % longer than 2 / L. Does the run settle after a long while, or not at all?",
    answers: ["It settles, slowly", "It never does"],
    right: 1,
    reason:
      "Along the steepest axis each step multiplies the error by 1 − step · L. Beyond 2 / L that factor is below −1: every step overshoots by more than the last.",
  },
];
