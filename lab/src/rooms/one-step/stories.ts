import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "first-step",
    title: "Adam’s first step",
    preset: { rate: 0.1 },
    question: "At the start the gradient is (−55.2, 71.1), and η is 0.1. How far does Adam go in a and in b?",
    answers: ["By 5.52 and 7.11", "By 0.1 and 0.1", "By 0.316 and 0.316"],
    right: 1,
    reason:
      "After one step m̂ is g and ĉ is g², so that m̂ / √ĉ is no more than the sign of g: each coordinate moves by η, however steep the ground. Turn the bias correction off: m is then 0.1 g and √c is 0.0316 |g|, and the step is 3.16 times as long.",
  },
  {
    id: "adagrad-forgets-nothing",
    title: "AdaGrad’s long memory",
    preset: { rule: "adagrad", ground: "valley", rate: 0.1, steps: 500, at: [499] },
    question: "From step 100 to step 500 of this run, what becomes of AdaGrad’s effective rates?",
    answers: [
      "That of a goes on falling, that of b hardly changes",
      "Both go on falling alike",
      "Both rise, as the gradients become small",
    ],
    right: 0,
    reason:
      "c adds up all squares and forgets none, so that no rate ever rises. Across the valley, in b, the gradient has nearly vanished by step 100, and so has what it adds to c. Along it, in a, every gradient still lowers the rate: after 500 steps a is still at −3.9. RMSProp forgets: choose it, and see its rates rise.",
  },
  {
    id: "rmsprop-never-rests",
    title: "RMSProp never rests",
    preset: { rule: "rmsprop", ground: "valley", rate: 0.1, steps: 500, at: [499] },
    question: "After 499 steps RMSProp has long been at the bottom of the valley. How far does step 500 go?",
    answers: ["Nearly nowhere: the gradient is nearly 0", "By 0.1 in each coordinate"],
    right: 1,
    reason:
      "It goes to and fro between −η / 2 and η / 2. The gradient has the same size at both ends, so that √c is that size too, and g / √c is 1 or −1 however small g is: every step is η long. Only a learning rate that falls lets it rest.",
  },
  {
    id: "on-its-way",
    title: "Carried on",
    preset: { rule: "momentum", ground: "valley", rate: 0.02, momentum: 0.9, at: [9] },
    question:
      "At iterate 9 momentum is at a = 0.24, where the slope along a is only 0.016. How far does the next step go along a?",
    answers: ["By 0.0003, which is η times the slope", "By 0.6"],
    right: 1,
    reason:
      "Nearly all of the step is μ v, what is left of the slopes before: −η g takes off 0.0003 of it. So momentum runs past the bottom, as far as a = 3.5, before the slope on the other side has turned it round.",
  },
];
