import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "zigzag",
    title: "The zigzag",
    preset: { method: "exact", iterate: 4, steps: 100 },
    question:
      "Each step goes to the lowest point of its ray, exactly. At what angle does the next step leave?",
    answers: ["The narrower the valley, the sharper", "At a right angle, always", "It depends on the start"],
    right: 1,
    reason:
      "At the lowest point of the ray φ′(t) = ∇f · p = 0: the new gradient has no part along the old direction. So the next step stands at 90° to it, in every valley, and a narrow valley must be crossed again and again.",
  },
  {
    id: "exact",
    title: "Is exact best?",
    preset: { method: "backtracking", iterate: 4, steps: 100 },
    question: "Which needs fewer steps from here: the exact search, or backtracking by halves?",
    answers: ["The exact search", "Backtracking", "Both as many"],
    right: 1,
    reason:
      "77 exact steps, 53 by halves. The lowest point of each ray is best for one step only: it brings back the same two directions for ever. The uneven lengths of backtracking break the pattern.",
  },
  {
    id: "lucky",
    title: "Two lucky lengths",
    preset: { beta: 0.1, iterate: 1 },
    question:
      "With β = 0.1 only the lengths 1, 0.1, 0.01, … are tried. The curvatures of the bowl are 10 and 1. How many steps does backtracking need?",
    answers: ["2", "About 50", "More than 100"],
    right: 0,
    reason:
      "The first length taken is 0.1 = 1 / 10: it removes all of the error along the steep axis. The next is 1 = 1 / 1, which removes all of it along the flat one. A step of 1 / λ clears the axis of curvature λ.",
  },
  {
    id: "fine",
    title: "Shrinking in small steps",
    preset: { beta: 0.95, iterate: 2, steps: 100, count: "evaluations", zoom: false },
    question:
      "With β = 0.95 each length is 5 % shorter than the one before, so that no good one is missed. How many values does the run ask for, compared with β = 0.5?",
    answers: ["Fewer: its steps are better", "About as many", "More than ten times as many"],
    right: 2,
    reason:
      "2,909 against 229. Each search now rejects about 33 lengths, and the steps are no better for it: 83 against 53.",
  },
  {
    id: "memory",
    title: "A memory for curvature",
    preset: { problem: "rosenbrock", method: "lbfgs", iterate: 12, steps: 500, count: "evaluations" },
    question:
      "In the banana, exact steepest descent is not there after 500 steps. How many does L-BFGS need, whose searches are far from exact?",
    answers: ["About 300", "About 35", "5"],
    right: 1,
    reason:
      "36 steps and 45 values. What steepest descent lacks isn’t a better length but a better direction: L-BFGS learns the curvature from the steps behind it and goes along the valley, mostly with the first length it tries.",
  },
  {
    id: "ridge",
    title: "Down to a saddle",
    preset: { problem: "saddle", method: "exact", startSaddle: [-1.5, 0] },
    question: "The run starts on the axis b = 0. Where does it end?",
    answers: ["In the upper minimum", "In one of the two, by chance", "On the saddle point"],
    right: 2,
    reason:
      "On the axis the gradient has no part along b, so no step leaves the axis, and at (0, 0) the gradient is zero: the run stops, with minima on both sides. Move the start by a hair and it goes down.",
  },
];
