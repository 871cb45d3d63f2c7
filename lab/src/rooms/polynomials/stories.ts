import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "every-point",
    title: "Through every point",
    preset: { rows: 12, degree: 3 },
    question:
      "Twelve rows. At degree 11 there are twelve coefficients as well. What will the errors on the training rows and on new rows be? Predict, then set the degree to 11.",
    answers: [
      "Both about the noise, 0.3",
      "0 on the training rows, about the noise on new ones",
      "0 on the training rows, thousands on new ones",
    ],
    right: 2,
    reason:
      "Twelve coefficients can meet twelve values exactly: what is left, 5 × 10⁻¹¹, is rounding. To meet the noise too the polynomial swings wildly between the rows and beyond them. Its largest coefficient is 228,635, and it misses new rows by 7,392.",
  },
  {
    id: "more-rows",
    title: "The cure: more rows",
    preset: { rows: 20, degree: 15 },
    question:
      "Degree 15 through 20 rows misses new rows by 3.4. Leave the degree as it is and take 500 training rows. What becomes of that error?",
    answers: ["It stays: degree 15 is too high", "It falls to about the noise, 0.3", "It falls to 0"],
    right: 1,
    reason:
      "It falls to 0.292. The degree alone doesn’t overfit, but too many coefficients for the rows: 500 rows leave 16 coefficients no freedom to follow the noise. Below the noise no fit can get on new rows, apart from luck.",
  },
  {
    id: "penalty",
    title: "The other cure: a penalty",
    preset: { rows: 20, degree: 15, alpha: 0.01 },
    question:
      "The same overfitted degree 15. Turn the penalty on, with α = 0.01. What happens to the two errors?",
    answers: ["Both fall", "Training rows: up a little. New rows: down a lot", "Both rise"],
    right: 1,
    reason:
      "The error on the training rows rises from 0.117 to 0.189: nothing is lower there than least squares. That on new rows falls from 3.4 to 0.41, for the largest coefficient shrinks from 9,873 to 3.5. Too strong a penalty underfits: try α = 100.",
  },
  {
    id: "houses",
    title: "What houses cost",
    preset: { data: "houses", rows: 60, degree: 1 },
    question:
      "Through 60 houses a straight line predicts other prices best. Take 500 houses. Will a higher degree win now?",
    answers: ["No, degree 1 is still best", "Yes, about degree 3", "Yes, the highest"],
    right: 0,
    reason:
      "Degree 1 is still best. A line misses new prices by 54 thousand dollars, and curves don’t help, because the rest isn’t in the area: it is in the place, the age and the state of the house. More inputs would help, not more powers.",
  },
];
