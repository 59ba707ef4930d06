/** docker and git; the only importer of @actions/exec. Commands are argument vectors, never a line for a shell. */
import { exec, getExecOutput } from '@actions/exec'

export interface Captured {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  readonly cwd?: string
  /** Added to the process's own environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Written to the command's standard input: the place for a password. */
  readonly input?: string
}

export interface Shell {
  /** Runs quietly and hands back what was printed; a non-zero exit is a value, not an exception. */
  capture(argv: readonly string[], around?: Surroundings): Promise<Captured>
  /** Runs and hands over each line as it is printed. */
  stream(argv: readonly string[], onLine: (line: string) => void, around?: Surroundings): Promise<number>
}

export const systemShell: Shell = {
  async capture([command = '', ...args], around = {}) {
    return await getExecOutput(command, args, { ...options(around), silent: true })
  },
  async stream([command = '', ...args], onLine, around = {}) {
    return await exec(command, args, {
      ...options(around),
      silent: true,
      listeners: { stdline: onLine, errline: onLine },
    })
  },
}

function options({ cwd, env, input }: Surroundings) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined))
  return {
    ignoreReturnCode: true,
    env: { ...inherited, ...env } as Record<string, string>,
    ...(cwd === undefined ? {} : { cwd }),
    ...(input === undefined ? {} : { input: Buffer.from(input) }),
  }
}
