import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "doubling",
    title: "How fast are digits gained?",
    preset: { view: "line", fn: "cubic", x0: 3, step: 3 },
    question: "After step 3, three digits of √2 are right. How many are right after two more steps?",
    answers: ["About 5", "About 7", "About 14"],
    right: 2,
    reason:
      "Near a minimum with curvature each step squares the error, so the digits double: 3, then 7, then 14. On this function a step is x ← (x + 2/x) / 2, the rule that Heron used for square roots.",
  },
  {
    id: "too-far",
    title: "A start too far out",
    preset: { view: "line", fn: "hyperbola", x0: 1.1 },
    question: "The curve is convex and has one minimum, at 0. Where do whole steps from 1.1 end?",
    answers: ["At the minimum", "They jump to and fro for ever", "Ever farther out"],
    right: 2,
    reason:
      "Here a whole step leads from x to −x³. Inside of 1 the cube is smaller, and the digits even triple; at 1 it jumps between 1 and −1; outside it explodes. Turn the line search on: it shortens the first steps, and the run arrives.",
  },
  {
    id: "uphill",
    title: "Off to the summit",
    preset: { view: "line", fn: "wells", x0: 0.3 },
    question: "From 0.3, between two wells, where does Newton’s method arrive without a line search?",
    answers: ["In the left well", "In the right well", "On the hill between them"],
    right: 2,
    reason:
      "The tangent of f′ leads to any place without slope, and the nearest one is the summit, at 0. With a line search a ridge is added where f″ is negative, the step goes downhill, and the run ends in the right well.",
  },
  {
    id: "flat",
    title: "A flat minimum",
    preset: { view: "line", fn: "quartic", x0: 2 },
    question: "x⁴/4 has its minimum at 0. Do the right digits double with each step here?",
    answers: ["Yes", "No: each step adds the same small amount"],
    right: 1,
    reason:
      "f″ is 0 at the minimum, so the rule of doubling doesn’t hold. Each step leaves two thirds of the error: 0.18 digits a step, for ever.",
  },
  {
    id: "one-step",
    title: "A badly scaled bowl",
    preset: { view: "plane", problem: "quadratic", start: [-3, 1.5] },
    question: "The bowl is 30 times as steep one way as the other. How many steps does Newton’s method take?",
    answers: ["1", "About 30", "Some hundreds"],
    right: 0,
    reason:
      "The function is its own local quadratic, so its lowest point is the minimum, whatever the condition number. Gradient descent sees only the slope, and zigzags.",
  },
  {
    id: "level",
    title: "A floor without slope",
    preset: { view: "plane", problem: "trough", start: [-2, 1.5] },
    question: "Along the trough’s floor there is no curvature. What does a whole step do?",
    answers: ["It goes straight to the floor", "It runs off along the floor", "It can’t be computed"],
    right: 2,
    reason:
      "The Hessian has no inverse: every point of the floor is a lowest point of the local quadratic. With a line search, a ridge of 2 × 10⁻¹² on the diagonal settles it, and one step goes almost straight across.",
  },
  {
    id: "saturated",
    title: "Convex, and still lost",
    preset: { view: "plane", problem: "logistic", start: [3, -3] },
    question:
      "This is logistic regression: convex, one minimum. The start is far out. Do whole steps arrive?",
    answers: ["Yes, convex functions are safe", "No, they are thrown farther out"],
    right: 1,
    reason:
      "Far out the sigmoid is nearly level, so the curvature is far too small and steps far too long, until the Hessian is 0 in 64-bit numbers. A line search takes a part of the first steps, and arrives in a few more.",
  },
  {
    id: "twice",
    title: "Twice as many variables",
    preset: { view: "cost", variables: 1000, rows: 1000 },
    question: "M grows from 1000 to 2000. How much dearer does factorising the Hessian get?",
    answers: ["2 times", "4 times", "8 times"],
    right: 2,
    reason:
      "Cholesky’s factorisation takes about M³/6 multiplications: twice the variables, eight times the work. L-BFGS’s two loops take 4kM, and double.",
  },
];
