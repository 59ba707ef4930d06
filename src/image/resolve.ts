/** Asks the registries, through docker, which image a reference means now. */
import type { Clock } from '../edge/clock.ts'
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { hostOf } from './reference.ts'
import type { Registries } from './registries.ts'
import { inspectCommand } from './registry.ts'

/** What a reference means. `local`: an image that only this engine has. */
export interface Meaning {
  readonly digest: string
  readonly local: boolean
  /** Whether it is known to be a list, of which docker takes the platform that is asked for, or none. */
  readonly listed?: boolean
}

export type Resolve = (reference: string) => Promise<Meaning | undefined>

const LIST = /"mediaType":\s*"application\/vnd\.(?:oci\.image\.index|docker\.distribution\.manifest\.list)\./
const DIGEST = /@(sha256:[0-9a-f]{64})$/

/** Each reference is asked for once a run. Images of the account's own registry need our login. */
export function resolver(
  { shell, runner, clock }: { readonly shell: Shell; readonly runner: Runner; readonly clock: Clock },
  registries: Pick<Registries, 'isOwn' | 'login'>,
): Resolve {
  const known = new Map<string, Promise<Meaning | undefined>>()
  const ask = async (reference: string): Promise<Meaning | undefined> => {
    const host = hostOf(reference)
    const env = host !== undefined && (await registries.isOwn(host)) ? (await registries.login()).env : {}
    const argv = inspectCommand(reference)
    const { exitCode, stdout, stderr } = await patiently(() => capture(shell, argv, env), clock)
    const digest = /"digest":\s*"(sha256:[0-9a-f]{64})"/i.exec(stdout)?.[1]
    if (exitCode === 0 && digest !== undefined) return { digest, local: false, listed: LIST.test(stdout) }
    runner.debug(`${argv.join(' ')}: ${stderr.trim()}`)
    const here = await capture(shell, ['docker', 'image', 'inspect', '--format={{.Id}}', reference], env)
    const id = here.stdout.trim()
    return here.exitCode === 0 && /^sha256:[0-9a-f]{64}$/.test(id) ? { digest: id, local: true } : undefined
  }
  return reference => {
    const given = DIGEST.exec(reference)?.[1]
    if (given !== undefined) return Promise.resolve({ digest: given, local: false })
    const asked = known.get(reference) ?? ask(reference)
    known.set(reference, asked)
    return asked
  }
}

/** What a registry says that will say otherwise soon. */
const HICCUP =
  /\b(?:429|50[0234])\b|too many requests|timeout|timed out|connection re(?:set|fused)|\bEOF\b|temporary failure/i
const WAITS_MS = [1000, 3000]

async function patiently(ask: () => ReturnType<typeof capture>, clock: Clock): ReturnType<typeof capture> {
  for (const wait of WAITS_MS) {
    const answer = await ask()
    if (answer.exitCode === 0 || !HICCUP.test(answer.stderr)) return answer
    await clock.sleep(wait)
  }
  return await ask()
}

/** A docker that is not there knows no image. */
async function capture(shell: Shell, argv: readonly string[], env: Readonly<Record<string, string>>) {
  return await shell.capture(argv, { env }).catch(error => {
    if (error?.code !== 'ENOENT') throw error
    return { exitCode: 127, stdout: '', stderr: String(error) }
  })
}
