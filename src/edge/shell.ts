/**
 * docker and git; the only starter of processes. Commands are argument vectors, never a line for a shell. What may take long is
 * started by node itself: @actions/exec offers no way to end a command, and a cancelled run has seconds.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { getExecOutput } from '@actions/exec'
import { surroundingsOf } from './surroundings.ts'

export interface Captured {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  readonly cwd?: string
  /** Added to what surroundings.ts leaves of the process's own environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Written to the command's standard input: the place for a password. */
  readonly input?: string
}

export interface Shell {
  /** Runs quietly and hands back what was printed; a non-zero exit is a value, not an exception. */
  capture(argv: readonly string[], around?: Surroundings): Promise<Captured>
  /** The same for a question that is answered at once: git's. */
  ask(argv: readonly string[], cwd: string): Promise<Captured>
  /** Runs and hands over each line as it is printed. */
  stream(argv: readonly string[], onLine: (line: string) => void, around?: Surroundings): Promise<number>
}

/** What a command gets to end by itself, once the run is over. */
const GRACE_MS = 2_000

/** Commands end with `over`: it rejects with the signal's reason what is under way, and what is asked for afterwards. */
export function shellUntil(over: AbortSignal): Shell {
  return {
    async capture(argv, around) {
      const printed = { stdout: '', stderr: '' }
      const child = begin(argv, over, around)
      for (const name of ['stdout', 'stderr'] as const) {
        child[name]?.setEncoding('utf8').on('data', text => {
          printed[name] += text
        })
      }
      return { exitCode: await ending(child, over), ...printed }
    },
    async ask([command = '', ...args], cwd) {
      over.throwIfAborted()
      return await getExecOutput(command, args, {
        cwd,
        // its words are read, and there are no codes
        env: { ...surroundingsOf(process.env), LC_ALL: 'C' },
        silent: true,
        ignoreReturnCode: true,
      })
    },
    async stream(argv, onLine, around) {
      const child = begin(argv, over, around)
      for (const input of [child.stdout, child.stderr]) {
        if (input) createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }).on('line', onLine)
      }
      return await ending(child, over)
    },
  }
}

function begin([command = '', ...args]: readonly string[], over: AbortSignal, around: Surroundings = {}): ChildProcess {
  over.throwIfAborted()
  const { cwd, env, input } = around
  const child = spawn(command, args, {
    cwd,
    env: { ...surroundingsOf(process.env), ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    // a group of its own: docker leaves the work to a plugin, and does not hand every signal on
    detached: true,
  })
  // a command that ends without reading what it is given is no failure of ours
  child.stdin?.on('error', () => {}).end(input)
  return child
}

async function ending(child: ChildProcess, over: AbortSignal): Promise<number> {
  return await new Promise((resolve, reject) => {
    let last: NodeJS.Timeout | undefined
    const stop = () => {
      signalGroup(child, 'SIGTERM')
      last = setTimeout(() => {
        signalGroup(child, 'SIGKILL')
        reject(over.reason)
      }, GRACE_MS)
    }
    const settle = (done: () => void) => {
      clearTimeout(last)
      over.removeEventListener('abort', stop)
      done()
    }
    child.on('error', error => settle(() => reject(error)))
    child.on('close', code => settle(() => (over.aborted ? reject(over.reason) : resolve(code ?? 1))))
    over.addEventListener('abort', stop)
  })
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch {
    // it has ended by itself
  }
}
