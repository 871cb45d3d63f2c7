import type { Story } from "../../app/room.ts";
import type { schema } from "./schema.ts";

export const stories: readonly Story<typeof schema>[] = [
  {
    id: "sixteen",
    title: "Sixteen times the rows",
    preset: { batch: 16 },
    question:
      "Batches grow from 1 row to 16. How much smaller does the noise become: the ellipse in the close-up, at the same point?",
    answers: ["16 times", "4 times", "It stays"],
    right: 1,
    reason:
      "The variance of a mean of 16 rows is a sixteenth of one row’s, and lengths go with its root: a quarter. Each update costs 16 times as much, so noise is dear to be rid of. Move the player to update 0 and compare batch sizes 1 and 16 there.",
  },
  {
    id: "why-batches",
    title: "Why not all rows?",
    preset: { budget: "rows", batch: 8, epochs: 5 },
    question:
      "The full batch may look at the rows as often as the batches of 8 do: 5 times. Who is nearer to the least cost at the end?",
    answers: ["The full batch: its steps have no noise", "The batches: they take far more steps"],
    right: 1,
    reason:
      "The full batch spends its five passes on five steps, and is still on its way. The batches make 660 steps from the same rows: far from the optimum, a rough direction is all that is needed. Only near it does the noise matter.",
  },
  {
    id: "sorted",
    title: "First all women, then all men",
    preset: { sorted: true, sampling: "sequential", batch: 16 },
    question: "The rows are sorted by class and taken in that order. Where does the run end?",
    answers: ["Near the optimum, as if shuffled", "Far off, drawn to the class that came last"],
    right: 1,
    reason:
      "Every epoch ends with 50 batches of men only, and each of them says the same: raise the intercept. The path goes round and round, as every epoch is the same. Shuffle the rows, and its noise averages out within an epoch. The close-up’s ellipse is that of the batches there are: compare it with that of shuffled ones.",
  },
  {
    id: "average",
    title: "The mean of a trembling path",
    preset: { method: "averaged", batch: 8 },
    question:
      "At a constant rate the plain path trembles about the optimum to the end. How good is the mean of its points?",
    answers: ["About as good as the last point", "Much nearer to the optimum"],
    right: 1,
    reason:
      "The path is off to all sides, and the mean of many such errors is small. That costs nothing but two numbers more. It mends noise, not bias: with batches of one row and this rate the points are off to one side as well, and the mean keeps that.",
  },
  {
    id: "saga",
    title: "Noise that goes away",
    preset: { method: "saga", batch: 8, epochs: 20 },
    question:
      "SAGA remembers the latest gradient of each block of rows, and corrects each batch by it. It has the same rate of 0.5. Does it stay at the height where the plain run stays?",
    answers: ["Yes: same rate, same noise", "No: it goes on down, by about the same factor each epoch"],
    right: 1,
    reason:
      "As the path comes to rest, what is remembered becomes right, and the correction takes the noise away: no falling rate is needed. The price is the memory, a gradient for each of the 132 blocks, and a first pass to fill it.",
  },
];
