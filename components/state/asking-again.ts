/** ms before a question that got no answer is asked again: the first time, and at most; doubled between. */
export const pauses = { first: 1_000, most: 30_000 } as const;
