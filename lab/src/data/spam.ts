import text from "../../../examples/data/spambase.csv?raw";
import { readTable } from "./csv.ts";

/**
 * 4601 e-mails: 57 measures of words, characters and capitals, and whether it is spam. Hopkins, Reeber, Forman, Suermondt:
 * Spambase, UCI Machine Learning Repository, CC BY 4.0.
 */
export const spam = readTable(text);
