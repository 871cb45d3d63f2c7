import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "standardise",
    title: "To standardise or not",
    preset: { methods: ["descent", "newton"] },
    question:
      "κ is 5, and gradient descent comes to a millionth of its first error in 43 iterations. How many would it take on the columns as they were measured, radii about 14 and textures about 19?",
    answers: ["About 100", "About 10,000", "Several 100,000"],
    right: 2,
    reason:
      "Without standardising κ is 83,820, since both columns nearly repeat the intercept’s. The step must suit the steepest direction, and of the flattest each iteration then leaves 1 − 1.55 × 10⁻⁵: it takes 667,000. Newton takes 5 iterations either way. Switch “Standardise the columns” off to see.",
  },
  {
    id: "digits",
    title: "Twice as many digits",
    preset: { methods: ["newton", "descent"], steps: 60 },
    question: "Newton’s error is about 3 × 10⁻⁵ after 4 iterations and 7 × 10⁻⁹ after 5. What is it after 6?",
    answers: ["About 10⁻¹²", "So small that rounding hides it"],
    right: 1,
    reason:
      "Near the optimum each error is about the square of the one before: the number of right digits doubles. Squared, 7 × 10⁻⁹ is below 10⁻¹⁵, and numbers of 64 bits end there. A straight line on this scale, as gradient descent’s, gains the same number of digits in each iteration.",
  },
  {
    id: "root",
    title: "Four times the condition",
    preset: { problem: "quadratic", condition: 100, methods: ["descent", "momentum"], steps: 3000 },
    question:
      "At κ = 100 gradient descent comes to a millionth in 346 iterations, momentum in 58. At κ = 400 gradient descent takes 1382, four times as many. And momentum?",
    answers: ["About 58", "About 120", "About 230"],
    right: 1,
    reason:
      "It takes 124, twice as many. Its factor holds √κ where that of gradient descent holds κ: what it remembers of earlier steps makes the valley as good as √κ wide.",
  },
  {
    id: "worst",
    title: "The best step, every time",
    preset: {
      problem: "quadratic",
      condition: 10,
      start: [-2.22, -2.04],
      methods: ["descent", "steepest"],
    },
    question:
      "Steepest descent with exact search makes the best possible step along each gradient. From this start, is it faster than the one fixed step 2 / (L + μ)?",
    answers: ["Much faster", "A little faster", "Not at all"],
    right: 2,
    reason:
      "From here the best step along the gradient is 2 / (L + μ), each time: the two paths are the same zigzag, and the error falls by the factor that theory gives as the worst, 0.669. Drag the start elsewhere, and exact search is faster.",
  },
  {
    id: "noise",
    title: "The price of noise",
    preset: { methods: ["saga", "sgd"], steps: 300, across: "log" },
    question:
      "SGD sees one tumour at a time, and its steps fall like 1 / n. How many more epochs does it take for an error a tenth as large?",
    answers: ["As many again for every digit", "About ten times as many as so far", "About three more"],
    right: 1,
    reason:
      "Its error falls like 1 / n, a straight line where both scales are logarithmic: each digit costs ten times what all before it did. SAGA sees one tumour at a time as well, but remembers the gradient of each, and so loses the noise: about two epochs for each digit, to the last.",
  },
];
