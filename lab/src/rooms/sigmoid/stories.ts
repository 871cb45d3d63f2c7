import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "giant",
    title: "A giant joins",
    preset: { data: "few", count: 1, extra: [67, 1], w: 0.42, b: 0.34 },
    question:
      "Drag the added man from 67 to 96 inches. He is now the surest man of all. What happens to the straight line, and to the best sigmoid?",
    answers: [
      "Both hardly move",
      "The line tilts, the sigmoid hardly moves",
      "The sigmoid moves more than the line",
    ],
    right: 1,
    reason:
      "The line pays the square of its distance, so being far above 1 costs it dearly although the man is a man: it halves its slope to come nearer to him. The sigmoid already says almost 1 up there; a man of 96 inches costs it next to nothing, so nothing pulls. Now drag him down to the women: there the sigmoid gives way as well.",
  },
  {
    id: "threshold",
    title: "Who pays for the threshold?",
    preset: { w: 0.332697, b: 1.476314, threshold: 0.5 },
    question:
      "The best sigmoid at threshold ½ is right about 81 % of the people. How many of the 238 women does it recognise?",
    answers: ["About 190, as of the men", "About 75", "None"],
    right: 1,
    reason:
      "Only 75. There are 812 men to 238 women, so with p ≥ ½ it pays to say “man” from 63.6 inches on. Raise the threshold to 0.8: 189 women are recognised, and now 242 men are missed. Accuracy alone doesn’t show who pays; the table does.",
  },
  {
    id: "sure-and-wrong",
    title: "Sure, and wrong",
    preset: { score: -6, label: "one", axis: "z" },
    question:
      "A man got the score −6: the model is sure that he is a woman. Which cost pulls his score up more strongly?",
    answers: ["Squared error: the error is nearly 1", "Cross-entropy", "Both alike"],
    right: 1,
    reason:
      "A descent feels the slope, not the height. Cross-entropy’s slope is p − 1 = −0.998 here. Squared error’s has a factor p (1 − p) from the sigmoid, and is −0.005: the surer the mistake, the flatter the cost.",
  },
  {
    id: "plain",
    title: "Stuck on the plain",
    preset: { start: [-0.5, -8], rate: 0.2, steps: 400 },
    question:
      "Both descents start at w = −0.5, b = −8, where nearly everybody is taken for a woman. Which arrives within 400 steps?",
    answers: ["Both", "Only cross-entropy", "Only squared error"],
    right: 1,
    reason:
      "Nearly all men are surely wrong there, so squared error is almost flat: 400 steps lower it from 0.7705 to 0.7703. Cross-entropy is convex and steep there. Start nearer, at w = −1, b = 0: then both arrive, for squared error too has only one valley.",
  },
];
