import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "longer",
    title: "Only wait longer",
    preset: { shown: ["constant"], epochs: 40, reading: [20] },
    question:
      "The rate stays at 1. After 20 epochs the runs are about 0.2 from the optimum. Where are they after 40?",
    answers: ["About half as far", "As far as before"],
    right: 1,
    reason:
      "Near the optimum the gradient is small, but the noise of a batch is not: each step undoes about as much as the last one gained. The level depends on the rate, not on the time. Lower the first rate, and the level sinks; but then the way from the start takes longer.",
  },
  {
    id: "too-fast",
    title: "Out of breath",
    preset: { shown: ["exponential", "inverse"], exponential: 2, seeds: 20, reading: [5] },
    question:
      "With k = 2 the exponential schedule shrinks the rate sevenfold each epoch. The runs end about 0.16 from the optimum. Would 20 epochs more bring them nearer?",
    answers: ["Yes, if slowly", "No"],
    right: 1,
    reason:
      "The sum of all its rates is about 33.5, nearly all of it spent in the first three epochs, and doesn’t grow any more: the runs come to rest before they have arrived. The sum for 1 / t has no limit. Set the epochs to 40 and compare.",
  },
  {
    id: "reverse",
    title: "The same rates, backwards",
    preset: {
      shown: ["cosine", "drawn"],
      knots: [0, 0.03, 0.06, 0.12, 0.2, 0.32, 0.45, 0.6, 0.8, 0.9, 1, 1],
    },
    question:
      "The schedule drawn by hand begins low and ends high, and has about the same sum as the cosine. Does it end as near?",
    answers: ["As near: the sum counts", "Farther off: the end counts"],
    right: 1,
    reason:
      "What noise the early steps bring is forgotten; what the last ones bring stays. A run is as restless as its latest rates, so it ends where the constant rate does. Drag the last few knots down to 0 and see how little that takes.",
  },
  {
    id: "theory",
    title: "Right in theory",
    preset: { shown: ["inverse", "cosine"], inverse: 100, epochs: 40 },
    question:
      "1 / t is what the theory of stochastic descent asks for: the sum of rates has no limit, that of their squares has one. With k = 100 per epoch: does it arrive in 40 epochs?",
    answers: ["Yes, as theory says", "No, it is hardly on its way"],
    right: 1,
    reason:
      "It would arrive, but the sum grows as a logarithm: after the first epoch the rate is already a hundredth, and 40 epochs bring a sum of about 6. Theory’s best constant depends on the least curvature, which nobody knows beforehand; k = 3 is about right here. That is why people draw schedules for the time they have.",
  },
  {
    id: "warm-up",
    title: "Does warming up help?",
    preset: { shown: ["cosine", "warmup"], rate: 10 },
    question:
      "The first rate is 10: at 11, even the full gradient’s steps would diverge near the optimum. Do runs that warm up for 3 epochs end nearer?",
    answers: ["Yes", "No, equally near"],
    right: 1,
    reason:
      "Warm-up tames the first epochs, as the thin lines show. But this cost has one minimum only, and a falling rate forgets where the run came from. Warm-up pays where the start decides: in networks, and for rules such as Adam whose means aren’t worth much yet.",
  },
];
