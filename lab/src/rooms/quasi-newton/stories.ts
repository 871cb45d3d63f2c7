import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "left-out",
    title: "A pair that must not count",
    preset: { problem: "himmelblau", start: [0, -1], search: "backtracking", step: 1 },
    question:
      "The ground curves downwards along the first step: sᵀy = −42. What does L-BFGS do with that pair?",
    answers: ["It uses it all the same", "It leaves it out", "It gives up"],
    right: 1,
    reason:
      "An estimate with negative curvature could send the next step uphill, so pairs without sᵀy > 0 are left out. Here the first two are. Backtracking lets that happen; Wolfe’s second condition makes sᵀy positive: switch to it, and none is left out.",
  },
  {
    id: "two-pairs",
    title: "One pair or two",
    preset: { problem: "quadratic", start: [-3, 1.5], search: "backtracking", memory: 1, step: 6 },
    question: "On this bowl a memory of one pair takes 64 steps. How many does a memory of two take?",
    answers: ["64", "About 32", "6"],
    right: 2,
    reason:
      "Two variables have two directions of curvature, and one pair tells of one. The second pair completes the picture; more than two hardly help here.",
  },
  {
    id: "not-the-truth",
    title: "Right without the truth",
    preset: { memory: 1, step: 39 },
    question: "With a memory of 1 the run arrives. Has its estimate become the true Hessian?",
    answers: ["Yes, else it couldn’t arrive", "No, it is still far off"],
    right: 1,
    reason:
      "It is off by 96 %. One pair gives the curvature along the last step, and γ I guesses the rest. The search only needs a direction that goes down: with a worse estimate it needs more trials, 69 gradients in place of 47 with ten pairs.",
  },
  {
    id: "always-round",
    title: "Near a saddle",
    preset: { problem: "saddle", start: [-1.5, 0.01], step: 2 },
    question:
      "Near the saddle the true Hessian has a negative curvature, and its level curve is a hyperbola. What is the estimate’s?",
    answers: ["A hyperbola too", "An ellipse"],
    right: 1,
    reason:
      "Only pairs with sᵀy > 0 go in, and then the update keeps all curvatures positive. So p = −Hg always leads down, and the run leaves the saddle; Newton’s whole steps would go straight to it.",
  },
];
