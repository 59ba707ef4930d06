/** Keyed by names from outside: without a prototype `constructor` is a name like any other. */
export const book = <T>(): Record<string, T> => Object.create(null) as Record<string, T>
