import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "one-for-all",
    title: "Is Adam slow?",
    preset: {},
    question:
      "Here all have the step size 0.001, and Adam ends last, behind plain gradient descent. Where does it end when each has its own best step?",
    answers: ["Still behind plain gradient descent", "Ahead of plain gradient descent"],
    right: 1,
    reason:
      "Adam’s steps are about as long as its step size, however steep the ground: with 0.001 it can move by about 0.2 in 199 steps, either way. Gradient descent’s are the slope times its step size. The same number means something else to each method, so that one for all is no fair race. Choose “Each its best”: Adam, at 1, ends at a cost of 0.014, gradient descent, at 0.005, at 0.14.",
  },
  {
    id: "who-explodes",
    title: "Who explodes?",
    preset: {
      ground: "quadratic",
      rate: 0.05,
      momentum: 0.9,
      methods: ["gradient-descent", "momentum", "nesterov"],
      budget: 100,
    },
    question:
      "The largest curvature of this bowl is L = 30. At a step size of 0.05 gradient descent is safe, since its limit is 2 / L = 0.067. Who explodes?",
    answers: ["Momentum", "Nesterov", "Both", "Neither"],
    right: 1,
    reason:
      "Momentum’s limit is 2 (1 + μ) / L = 0.127, higher than gradient descent’s: after an overshoot its velocity still points the old way and takes off some of the swing back. Nesterov’s gradient comes from farther out, where the velocity leads: its limit is 2 (1 + μ) / (L (1 + 2μ)) = 0.045. Set the step size to 0.04, and it settles.",
  },
  {
    id: "on-the-ridge",
    title: "On the ridge",
    preset: { ground: "saddle", start: [-1.5, 0], rate: 0.05, budget: 100 },
    question:
      "The start lies exactly on the line b = 0, from which the ground falls away on both sides. Who leaves that line?",
    answers: ["Momentum, by its speed", "Newton, which knows the curvature", "Nobody"],
    right: 2,
    reason:
      "On that line the slope across it, b³ − 2b, is exactly 0, so that every method built of gradients steps along it, to the saddle point, where the ground is level and the stop test holds. Nudge the start by an arrow key: the least bit of b grows at every step, and all leave. Noise does the same.",
  },
  {
    id: "sure-and-wrong",
    title: "Sure and wrong",
    preset: {
      ground: "squared",
      batches: false,
      start: [-4, -4],
      rate: 0.5,
      methods: ["gradient-descent", "line-search", "momentum", "adam", "lbfgs"],
    },
    question:
      "At this start the model is wrong about most people, and sure of it. The squared error is 0.773 there and 0.130 at the lowest point. How far down does gradient descent come with 200 gradients?",
    answers: ["All the way", "About half of the way", "Hardly at all"],
    right: 2,
    reason:
      "Every row’s gradient has the factor σ(z) (1 − σ(z)), which is nearly 0 wherever the model is sure, right or wrong: the ground is level, and gradient descent ends at 0.7727. Adam divides by the size of its gradients and gets there; L-BFGS tries longer steps and arrives with 32 gradients. The logistic cost has no such plateau: choose it as the ground, and gradient descent ends at 0.42503, the lowest being 0.42498.",
  },
  {
    id: "speed-and-noise",
    title: "Speed and noise",
    preset: {
      ground: "logistic",
      batch: 32,
      rate: 0.1,
      momentum: 0.9,
      budget: 100,
      methods: ["gradient-descent", "momentum", "lbfgs"],
    },
    question:
      "Gradient descent and momentum have the same step size and see the same mini-batches. Momentum comes down sooner. Who ends nearer to the lowest cost?",
    answers: ["Momentum", "Gradient descent"],
    right: 1,
    reason:
      "Momentum adds up about 1 / (1 − μ) = 10 gradients, the noise among them, so that it moves like gradient descent with a step ten times as long, and wanders farther. Try other seeds; then set the step size to 0.01 and see momentum settle.",
  },
  {
    id: "noise-cured",
    title: "Noise, and two cures",
    preset: {
      ground: "logistic",
      batch: 32,
      rate: 0.5,
      budget: 50,
      methods: ["gradient-descent", "lbfgs", "averaged", "saga"],
    },
    question:
      "Gradient descent, the mean of its last half and SAGA all see 32 of the 1050 rows at a time, with the same step size. Who comes to rest at the lowest cost?",
    answers: ["All three", "Averaging and SAGA", "SAGA alone"],
    right: 2,
    reason:
      "Gradient descent ends 0.001 above the lowest cost and wanders there for ever. The mean of where it has been is 50 times nearer: noise averages out, but only as fast as the mean gets longer. SAGA keeps the last gradient of each block of rows, and corrects by it what a block says now: near the lowest point the two are alike, and the noise is gone. It arrives with 18 gradients, where L-BFGS takes 10 on all rows, and goes on to the last digit. At a step size of 1 it doesn’t come to rest either: it has a limit, as all have.",
  },
];
