/** The HTML of a formula: `build-steps/formulas.ts` sets it while the page is built. `\slot{name}` leaves a place. */
declare function tex(formula: TemplateStringsArray): string;
