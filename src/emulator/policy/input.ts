// biome-ignore lint/suspicious/noExplicitAny: input that has not been checked yet.
export type Input = Record<string, any>

export const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
