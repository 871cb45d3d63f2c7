/** Where every run starts. */
export const START = [-2, -1] as const;
