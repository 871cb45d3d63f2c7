import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "giant",
    title: "A giant joins",
    preset: { data: "few", count: 1, extra: [68, 1], w: 0.42, b: 0.4 },
    question:
      "Drag the added man from 68 to 96 inches: now he is the surest man of all. What becomes of the straight line, and of the best sigmoid?",
    answers: [
      "Both hardly move",
      "The line tilts, the sigmoid hardly moves",
      "The sigmoid moves more than the line",
    ],
    right: 1,
    reason:
      "The line pays the square of its distance. It would be far above 1 at 96 inches, so it halves its slope to come nearer, although nobody doubts that he is a man. The sigmoid already says almost 1 up there: he costs it next to nothing, and pulls at nothing. Now drag him down to the women: there the sigmoid gives way as well.",
  },
  {
    id: "threshold",
    title: "Who pays for the threshold?",
    preset: { w: 0.332697, b: 1.476314 },
    question:
      "This is the best sigmoid. At threshold ½ it recognises only 75 of the 238 women. What happens if you raise the threshold to 0.8?",
    answers: [
      "More women recognised, no more men missed",
      "More women recognised, more men missed, more right in all",
      "More women recognised, more men missed, fewer right in all",
    ],
    right: 2,
    reason:
      "Then 189 women are recognised, 114 more, but 242 men are missed instead of 39: 72 % are right instead of 81 %. With 812 men to 238 women it pays to say “man” when in doubt. Accuracy alone doesn’t show who pays for that; the table does.",
  },
  {
    id: "sure-and-wrong",
    title: "Sure, and wrong",
    preset: { score: 0, label: "one", axis: "z" },
    question:
      "A man has the score 0, p = ½; the slopes of the costs are −0.5 and −0.25. Lower his score to −6, so that the model is sure he is a woman. What becomes of the slopes?",
    answers: [
      "Both grow: the error is larger",
      "Cross-entropy’s nearly doubles, squared error’s nearly vanishes",
      "Both nearly vanish",
    ],
    right: 1,
    reason:
      "Cross-entropy’s slope is p − 1, now −0.998. Squared error’s is 2 (p − 1) times the sigmoid’s own slope p (1 − p), and that is −0.005: the surer the mistake, the flatter the cost. A descent feels the slope, not the height.",
  },
  {
    id: "plain",
    title: "Stuck on the plain",
    preset: { start: [-1, 0], rate: 0.2, steps: 400 },
    question:
      "From w = −1, b = 0 both descents arrive. Drag the start to about w = −0.5, b = −8, where nearly everybody is taken for a woman. Which descent still arrives within 400 steps?",
    answers: ["Both", "Only that on cross-entropy", "Only that on squared error"],
    right: 1,
    reason:
      "There nearly all men are surely wrong, so squared error is almost flat: 400 steps don’t lower it by a thousandth. Cross-entropy is steep wherever many are wrong, and convex: downhill leads to its lowest point from everywhere.",
  },
];
