import text from "../../../examples/data/breast_cancer.csv?raw";
import { readTable } from "./csv.ts";

/**
 * 569 tumours: 30 measures of cell nuclei, and whether it is malignant. Wolberg, Street, Mangasarian: Breast Cancer
 * Wisconsin (Diagnostic), UCI Machine Learning Repository, CC BY 4.0.
 */
export const tumours = readTable(text);
