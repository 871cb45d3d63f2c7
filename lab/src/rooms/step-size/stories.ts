import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "too-long",
    title: "A little too long",
    preset: { rate: 0.068, condition: 30, steps: 300 },
    question: "The step is 2 % longer than 2 / L. Does the run settle after a long while, or not at all?",
    answers: ["It settles, slowly", "It never does"],
    right: 1,
    reason:
      "Along the steepest axis each step multiplies the error by 1 − 0.068 · 30 = −1.04: it overshoots by 4 % more each time. 4 % grow to a factor of 100,000 in 300 steps.",
  },
  {
    id: "best",
    title: "Overshooting pays",
    preset: { rate: 2 / 31, condition: 30, steps: 100, start: [2.34, 1.88] },
    question:
      "The best fixed step, 2 / (L + μ), is nearly twice 1 / L, and jumps across the valley each time. How many steps does it need, compared with 1 / L, which never overshoots?",
    answers: ["More", "About as many", "About half"],
    right: 2,
    reason:
      "1 / L leaves 29 / 30 of the error along the flattest axis; the best step leaves 29 / 31, along both axes. ln(29 / 31) is twice ln(29 / 30), so half the steps do.",
  },
  {
    id: "round",
    title: "A round bowl",
    preset: { rate: 1, condition: 1 },
    question: "All curvatures are 1, and so is the step: t = 1 / L. How many steps does the run need?",
    answers: ["One", "About ten", "It comes nearer for ever"],
    right: 0,
    reason:
      "1 − t L = 0: nothing is left of the error along any axis after one step. Only where curvatures differ must one step size be a compromise.",
  },
  {
    id: "bounded",
    title: "Can a logistic cost explode?",
    preset: { cost: "heights", rate: 20, steps: 100 },
    question:
      "The cost of a logistic regression on 1,050 heights, with a step of 20: nearly twice 2 / L. What becomes of the run?",
    answers: ["It explodes, as in the bowl", "It jumps to and fro for ever", "It settles after a while"],
    right: 1,
    reason:
      "Near the minimum errors grow, as in the bowl. But no example pulls with more than its own size, so that the slope is bounded, and so is every jump. The run is caught between too near and too far.",
  },
  {
    id: "inches",
    title: "In inches",
    preset: { cost: "heights", columns: "raw", rate: 0.00332, steps: 300 },
    question:
      "The same heights in inches, not standardised, with nearly the best fixed step. L / μ is two million. About how many steps halve the error along the flattest axis?",
    answers: ["700", "70,000", "700,000"],
    right: 2,
    reason:
      "A step leaves 1 − 2 μ / L of it, about 1 − 10⁻⁶, and 0.999999 to the power of 700,000 is one half. Standardise the column: L / μ falls to 3, and 28 steps do all the work.",
  },
  {
    id: "elsewhere",
    title: "Safe here, not there",
    preset: { cost: "tumours", columns: "raw", rate: 0.0548, steps: 100 },
    question:
      "The step is 1 / L, with the true Hessian at the minimum; the run starts at w = b = 0. Does it come down?",
    answers: ["Yes, and without overshooting", "No, it is caught far away"],
    right: 1,
    reason:
      "At w = b = 0 the largest curvature is 53.2, three times that at the minimum, and there 2 / L is 0.0376: less than the step. A step is safe everywhere only if it is so where the cost bends most.",
  },
];
