/** Sizes of tasks, and those that Fargate has. */
import { client } from '../../refusal.ts'

const MIB = 1024
const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step)

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size */
export const FARGATE_SIZES: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: range(1024, 4096, MIB),
  1024: range(2048, 8192, MIB),
  2048: range(4096, 16384, MIB),
  4096: range(8192, 30720, MIB),
  8192: range(16384, 61440, 4 * MIB),
  16384: range(32768, 122880, 8 * MIB),
}

export const WINDOWS_CPUS: readonly number[] = [1024, 2048, 4096]

/** `512`, `0.5 vCPU`, `.25 vcpu` (as the developer guide writes it), `1 GB` or `1024`. */
export function units(text: string, unit: 'vcpu' | 'gb'): number {
  const found = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(vcpu|gb)?\s*$/i.exec(text)
  if (found === null) throw client(`Invalid '${unit === 'gb' ? 'memory' : 'cpu'}' setting for task.`)
  return found[2]?.toLowerCase() === unit ? Number(found[1]) * MIB : Number(found[1])
}
