/**
 * Variables that a workflow hands over in one secret, `NAME=value` a line, since a reusable workflow cannot name the secrets of
 * whoever calls it. They become variables of this process alone: no other step of the job gets them.
 */
import { isWithheld } from './surroundings.ts'

export const GIVEN = 'BUILD_VARIABLES'

export interface Given {
  readonly values: Readonly<Record<string, string>>
  /** What is wrong with it, line by line, without a word of what may be a secret. */
  readonly wrong: readonly string[]
}

/** A dynamic linker, a shell or node itself would obey them. */
const OBEYED =
  /^(?:PATH|HOME|SHELL|BASH_ENV|ENV|IFS|NODE_(?:OPTIONS|PATH|EXTRA_CA_CERTS|TLS_.*|V8_.*|DEBUG.*|REDIRECT_.*|USE_.*|NO_.*)|(?:LD|DYLD|GIT|DOCKER|BUILDX|BUILDKIT|RUNNER|GITHUB|ACTIONS|AWS|XDG)_.*|(?:HTTPS?|ALL|NO)_PROXY|SSL_CERT_(?:FILE|DIR))$/i

export function givenIn(env: Readonly<Record<string, string | undefined>>): Given {
  const values = new Map<string, string>()
  const wrong: string[] = []
  for (const [index, line] of (env[GIVEN] ?? '').split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [, name = '', value = ''] = /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line) ?? []
    const at = `line ${index + 1} of the secret ${GIVEN}`
    if (name === '') wrong.push(`${at} is not NAME=value`)
    else if (isWithheld(name) || OBEYED.test(name)) wrong.push(`${at} sets ${name}, which programs obey`)
    else if (values.has(name)) wrong.push(`${at} sets ${name} once more`)
    else values.set(name, value)
  }
  return { values: Object.fromEntries(values), wrong }
}
