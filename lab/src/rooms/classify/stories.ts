import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "rings",
    title: "A ring in a ring",
    preset: { data: "circles", degree: 1 },
    question:
      "A straight line gets 63 of 120 points right, hardly more than a coin would. What is the least degree with which the boundary can fence in the inner ring?",
    answers: ["2", "3", "4"],
    right: 0,
    reason:
      "A circle is x² + y² = r²: a line in x² and y². Degree 2 gives the model these two columns, and 112 points are right. The model is as linear as before; it is the columns that bend.",
  },
  {
    id: "separable",
    title: "Too easy",
    // prettier-ignore
    preset: {
      points: [
        -2.5, 1, 0, -1.8, -0.5, 0, -1.2, 1.6, 0, -0.9, 0.4, 0, -1.6, -1.7, 0, -2.9, -1, 0,
        0.9, -1.2, 1, 1.3, 0.6, 1, 1.9, -0.3, 1, 2.4, 1.4, 1, 1.1, 1.8, 1, 2.8, -1.3, 1,
      ],
      C: 10_000,
    },
    question:
      "All 12 points are on their right side, with weights of length 14. C is 10,000. What are the weights at C = 100,000?",
    answers: ["Still about 14", "About 18", "About 140"],
    right: 1,
    reason:
      "Longer weights push every probability nearer to 0 or 1, which always costs less here, so that the penalty alone holds them back. The gain shrinks exponentially: each tenfold of C adds about 4, for ever. Switch the penalty off, and there is no best fit at all.",
  },
  {
    id: "threshold",
    title: "Missing fewer tumours",
    preset: { data: "tumours" },
    question:
      "At the threshold 0.5, 28 of 212 malignant tumours are missed. At 0.1 only 4 are. What happens to the area under the ROC curve?",
    answers: ["It grows", "It shrinks", "It stays"],
    right: 2,
    reason:
      "The curve holds all thresholds at once, so its area stays 0.978: a threshold only chooses a point of it. What is paid for the 24 tumours more: 93 benign ones are called malignant instead of 11.",
  },
  {
    id: "overfit",
    title: "Thirty out of thirty",
    preset: { data: "moons", count: 30, noise: 0.3, degree: 7, C: 100_000 },
    question:
      "Degree 7 with hardly any penalty gets all 30 points right, and 84.3 % of 1000 new ones. What does C = 1 do to these two numbers?",
    answers: ["Both fall", "Both rise", "The first falls, the second rises"],
    right: 2,
    reason:
      "With so little penalty the boundary bends around single points of noise, and is sure of it: look at the hard edges of the colours. At C = 1 it gives up two of the 30, and is right about 87.7 % of new points.",
  },
  {
    id: "few",
    title: "One woman to three men",
    preset: { data: "heights" },
    question: "163 of 238 women are taken for men. What does accuracy do when class weights are “balanced”?",
    answers: ["It rises", "It falls"],
    right: 1,
    reason:
      "It falls from 0.808 to 0.737. Of five people four are men, so that accuracy hardly minds who forgets the women. Balanced weights let both classes count the same: 185 of 238 women are found instead of 75, and more men are mistaken.",
  },
  {
    id: "lasso",
    title: "Weights that are nothing",
    preset: { data: "moons", count: 30, noise: 0.3, degree: 7, C: 10, l1Ratio: 1 },
    question:
      "Degree 7 makes 35 columns of two. The penalty is the sum of all |w| now, the lasso’s, instead of half the sum of all w². How many of the 35 weights are left?",
    answers: ["All 35, most of them tiny", "About half of them", "Six"],
    right: 2,
    reason:
      "A square is level at 0, so that a ridge never pulls a small weight quite to 0: set the L1 ratio to 0, and all 35 are there. |w| pulls with the same force down to 0, and a column that gains less than that is left out, exactly. Six are left, x, y and x³ the largest, and 88.7 % of new points are right; with the ridge 88.4 % are.",
  },
  {
    id: "between",
    title: "The one in the middle",
    // prettier-ignore
    preset: {
      points: [
        -3.2, 0.8, 0, -2.8, -1.1, 0, -2.4, 1.7, 0, -2.1, -0.3, 0, -1.9, 0.6, 0, -2.6, 0.2, 0, -1.5, -1.6, 0, -0.6, 0.4, 0,
        -0.8, -0.9, 1, -0.3, 1.3, 1, 0, -1.7, 1, 0.2, 0.3, 1, 0.6, -0.4, 1, -1.6, 1.5, 1, 0.9, 1.1, 1, 1.5, -1.2, 1,
        0.7, 0.5, 2, 1.6, -0.6, 2, 2, 1.4, 2, 2.3, -1.5, 2, 2.5, 0.2, 2, 2.9, 0.9, 2, 3.3, -0.6, 2, 1.8, 0.3, 2,
      ],
    },
    question:
      "B lies between A and C: no straight line has B alone on one side. How many of its eight points does a model of degree 1 find?",
    answers: ["None", "Five", "All eight"],
    right: 1,
    reason:
      "Each class has a score of its own, and the highest wins. Across, A’s falls (weight −1.69), C’s rises (1.70) and B’s stays (0.00); B’s intercept, 0.55, lifts it above both in the middle. Straight borders then have B between two of them. Remove A’s points or C’s, and there are two classes and one line.",
  },
];
