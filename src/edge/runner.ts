/** GitHub: what the workflow asks, and everything a person gets to see. The only importer of @actions/core and @actions/github. */
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@actions/core'
import { context } from '@actions/github'
import type { Clock } from './clock.ts'
import { Secrets } from './secrets.ts'

/** A job summary may hold 1 MiB per step. */
const SUMMARY_LIMIT = 1024 * 1024

export interface Runner {
  /** The value of an input as the runner hands it over: trimmed, with action.yml's default applied by GitHub. */
  input(name: string): string
  readonly run: Run
  /** An absolute path for a file that lives as long as the job. */
  temporary(name: string): string
  /** One line of the log. */
  say(line: string): void
  debug(line: string): void
  warn(title: string, message: string): void
  /** An annotation on the run, or on a file where that is known; `line` and `column` count from 1. */
  fault(title: string, message: string, place?: { file: string; line?: number; column?: number }): void
  /** What is surely a secret: hidden, and GitHub is told to hide it in the whole job. One that is short or said everywhere stays. */
  mask(value: string): void
  /** Hides values in whatever this run says from here on, unless they are one of the names that it prints itself, or part of one. */
  hide(values: readonly string[], names?: readonly string[]): void
  /** `text` as it may be said. */
  masked(text: string): string
  group<T>(title: string, body: () => Promise<T>): Promise<T>
  /** Waits for `work`, and says that it still goes on when the log has been silent for a while. */
  patiently<T>(what: string | (() => string), work: Promise<T>): Promise<T>
  output(name: string, value: string): void
  summary(markdown: string): Promise<void>
  exit(code: 0 | 1): void
}

/** A short name of a run, as GitHub's address of it goes: `owner/repository/id`, and `/attempts/2` of one that was run again. */
export const pathOf = ({ repository, id, attempt }: Pick<Run, 'repository' | 'id' | 'attempt'>): string =>
  `${repository}/${id}${Number(attempt) > 1 ? `/attempts/${attempt}` : ''}`

/** Where and for whom this run happens. */
export interface Run {
  readonly repository: string
  readonly sha: string
  readonly id: string
  readonly attempt: string
  readonly actor: string
  readonly url: string
  readonly workspace: string
  /** What a token of this repository's jobs can say of it. */
  readonly trusted: {
    /** Ids are empty where GitHub gives none. */
    readonly repository: { readonly name: string; readonly id: string; readonly ownerId: string }
    /** The repository's default branch. */
    readonly branch: string
  }
}

/** How long the log may stay silent while something is under way. */
export const LONGEST_SILENCE_MS = 14_000

export function githubRunner(clock: Clock): Runner {
  let lastLine = clock.now()
  const secrets = new Secrets()
  const masked = (text: string) => secrets.conceal(text)
  const shown = (text: string) => masked(harmless(text))
  const say = (line: string) => {
    lastLine = clock.now()
    core.info(shown(line))
  }
  outliveTheLog()

  return {
    input: name => core.getInput(name),
    run: currentRun(),
    temporary: name => join(process.env.RUNNER_TEMP || tmpdir(), name),
    say,
    debug: line => core.debug(shown(line)),
    warn: (title, message) => core.warning(shown(message), { title: shown(title) }),
    fault(title, message, place) {
      const { file: path, line: startLine, column: startColumn } = place ?? {}
      const file = path && join(folder(), path)
      core.error(shown(message), {
        title: shown(title),
        ...(file && { file }),
        ...(startLine && { startLine }),
        ...(startColumn && { startColumn }),
      })
    },
    mask: value => secrets.tell(value).forEach(core.setSecret),
    hide: (values, names = []) => secrets.keep(values, names),
    masked,
    async group(title, body) {
      core.startGroup(shown(title))
      lastLine = clock.now()
      try {
        return await body()
      } finally {
        core.endGroup()
      }
    },
    async patiently(what, work) {
      const began = clock.now()
      const talk = setInterval(() => {
        if (clock.now() - lastLine >= LONGEST_SILENCE_MS) {
          say(`${typeof what === 'string' ? what : what()} … ${Math.round((clock.now() - began) / 1000)} s`)
        }
      }, 1000)
      return await work.finally(() => clearInterval(talk))
    },
    output: (name, value) => core.setOutput(name, masked(value)),
    async summary(markdown) {
      const path = process.env.GITHUB_STEP_SUMMARY
      if (path) await writeFile(path, shortened(masked(markdown)), { flag: 'a' })
    },
    exit: code => {
      process.exitCode = code
    },
  }
}

/** Where the repository is in the workspace: what leads out of it is refused with the other inputs. */
const folder = () => core.getInput('working-directory')

function currentRun(): Run {
  const { GITHUB_REPOSITORY = '', GITHUB_RUN_ATTEMPT = '1', GITHUB_WORKSPACE } = process.env
  const { GITHUB_REPOSITORY_ID = '', GITHUB_REPOSITORY_OWNER_ID = '' } = process.env
  const id = Number.isNaN(context.runId) ? 'local' : String(context.runId)
  return {
    repository: GITHUB_REPOSITORY,
    sha: context.sha ?? '',
    id,
    attempt: GITHUB_RUN_ATTEMPT,
    actor: context.actor ?? '',
    url: `${context.serverUrl}/${GITHUB_REPOSITORY}/actions/runs/${id}`,
    workspace: join(GITHUB_WORKSPACE || process.cwd(), folder()),
    trusted: {
      repository: { name: GITHUB_REPOSITORY, id: GITHUB_REPOSITORY_ID, ownerId: GITHUB_REPOSITORY_OWNER_ID },
      branch: `${context.payload.repository?.default_branch ?? 'main'}`,
    },
  }
}

/** Whoever reads the log may go away; the verdict stands all the same, in files and in the exit code. */
function outliveTheLog(): void {
  for (const stream of [process.stdout, process.stderr])
    if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore)
}

const ignore = () => {}

/**
 * Text from ECS, containers and commits cannot act as a workflow command: the runner obeys a line that begins with `::`
 * (white space ignored) or holds `##[`. A zero-width space breaks both and leaves the line readable.
 */
export function harmless(text: string): string {
  return text
    .replace(HIDING, '')
    .replace(/^([^\S\n]*):(?=:)/gm, '$1:\u200b')
    .replaceAll('##[', '##\u200b[')
}

// ANSI colour sequences; everything below space but tab and newline, DEL, C1; what turns the direction of what follows.
const HIDING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\u001b\[[0-9;]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

function shortened(markdown: string): string {
  const bytes = Buffer.from(markdown)
  if (bytes.length <= SUMMARY_LIMIT) return markdown
  const note = '\n\n*(shortened: a job summary holds 1 MiB; the report file has everything)*\n'
  const whole = bytes
    .subarray(0, SUMMARY_LIMIT - note.length)
    .toString()
    .replace(/\ufffd$/, '')
  const end = whole.lastIndexOf('\n')
  return (end === -1 ? whole : whole.slice(0, end)) + note
}
