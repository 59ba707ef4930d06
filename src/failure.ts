/** The failures a person can meet: what was tried, what came back, what to do about it. */

/** A letter to the person on call. `message` is one line; `advice` says what to do, and may be several. */
export class Failure extends Error {
  readonly code: string
  readonly title: string
  readonly advice: string
  /** Path of the file at fault, relative to the workspace. */
  readonly file: string | undefined

  constructor(letter: {
    code: string
    title: string
    message: string
    advice: string
    file?: string
    cause?: unknown
  }) {
    super(letter.message, { cause: letter.cause })
    this.name = 'Failure'
    this.code = letter.code
    this.title = letter.title
    this.advice = letter.advice
    this.file = letter.file
  }
}

/** Everything wrong with what was asked, shown together. */
export class Refusal extends Failure {
  readonly faults: readonly Fault[]

  constructor(found: readonly Fault[], file?: string) {
    const faults = found.map(({ code, what, fix }) => ({ code, what: legible(what, 1000), fix: legible(fix, 900) }))
    const [first] = faults
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
    super({
      code: first?.code ?? 'EVK-100',
      title: 'Refused before anything was changed',
      message: `${first?.what ?? 'bad input'}${more}`,
      advice: first?.fix ?? '',
      ...(file === undefined ? {} : { file }),
    })
    this.name = 'Refusal'
    this.faults = faults
  }
}

/** One thing wrong with an input: what failed and was found, what was expected, how to mend it. */
export interface Fault {
  readonly code: string
  readonly what: string
  readonly fix: string
}

/** `text` as a whole sentence. */
export const sentence = (text: string) => (/[.?!…]$/.test(text) ? text : `${text}.`)

/** A value as it may stand in a message: cleaned, quoted, at most 120 characters. */
export const quoted = (value: unknown) => `"${legible(typeof value === 'string' ? value : written(value), 120)}"`

function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return 'a value that cannot be written'
  }
}

/** One line without characters that act or hide. */
function legible(text: string, length: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '·')
  return clean.length > length ? `${clean.slice(0, length - 1)}…` : clean
}

/** `, did you mean "prod"?` where a real name is at most two edits away, else an empty text. */
export function suggestion(found: string, names: Iterable<string>): string {
  let best: { name: string; distance: number } | undefined
  for (const name of names) {
    if (Math.abs(found.length - name.length) > 2) continue
    const distance = edits(found, name)
    if (distance <= 2 && distance < name.length && distance < (best?.distance ?? 3)) best = { name, distance }
  }
  return best ? `, did you mean ${quoted(best.name)}?` : ''
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

export const nameOf = (error: unknown) => (error instanceof Error ? error.name : '')

export const isDenied = (error: unknown) =>
  /^AccessDenied(Exception)?$|^UnauthorizedOperation$/.test(nameOf(error)) ||
  (error instanceof Error && error.message.includes('is not authorized to perform'))

export const isExpired = (error: unknown) =>
  /^(ExpiredToken(Exception)?|RequestExpired|UnrecognizedClientException|InvalidClientTokenId)$/.test(nameOf(error))

/** Any error as a letter. `tried` is the deed in plain words: `describe the services of cluster "prod"`. */
export function failureOf(error: unknown, tried: string): Failure {
  if (error instanceof Failure) return error
  const came = error instanceof Error ? error.message : typeof error === 'string' ? error : written(error)
  if (isDenied(error)) return denied(came, tried, error)
  if (isExpired(error)) {
    return new Failure({
      code: 'EVK-502',
      title: 'The AWS credentials are no longer valid',
      message: `Could not ${tried}: ${came}`,
      advice:
        'Credentials last an hour by default. Raise `role-duration-seconds` of aws-actions/configure-aws-credentials to more than this run takes.',
      cause: error,
    })
  }
  if (nameOf(error) === 'CredentialsProviderError') {
    return new Failure({
      code: 'EVK-503',
      title: 'No AWS credentials',
      message: `Could not ${tried}: ${came}`,
      advice:
        'Add aws-actions/configure-aws-credentials before this step, and `permissions: id-token: write` to the job.',
      cause: error,
    })
  }
  return new Failure({
    code: 'EVK-500',
    title: `Could not ${tried}`,
    message: `Could not ${tried}: ${nameOf(error)} ${came}`.trim(),
    advice: 'Look at the message of AWS above; the debug log (ACTIONS_STEP_DEBUG) has every call.',
    cause: error,
  })
}

/** A permission that was denied, and the statement that gives it. */
export interface Lack {
  /** `ecs:UpdateService` */
  readonly action: string
  /** One statement of a policy, as JSON. */
  readonly statement: string
}

/**
 * Who gets the role that is passed: tasks run with those of a task definition, ECS itself moves traffic with that of a strategy.
 */
const receiverOf = (deed: string) => (/^(move service |UpdateService)/.test(deed) ? 'ecs' : 'ecs-tasks')

/**
 * AWS names the action and, mostly, the resource: enough to write the statement that is missing. `deed` is what was tried, in
 * words or as the SDK's command.
 */
export function lackOf(error: unknown, deed = ''): Lack | undefined {
  const came = isDenied(error) && error instanceof Error ? error.message : ''
  const action = /not authorized to perform:? ([\w-]+:\w+)/.exec(came)?.[1]
  if (action === undefined) return undefined
  const resource = /on resource:? (\S+?)(?= because|\.?$|\s)/.exec(came)?.[1] ?? '*'
  const statement = { Effect: 'Allow', Action: action, Resource: lasting(resource) } as Record<string, unknown>
  if (action === 'iam:PassRole')
    statement.Condition = { StringEquals: { 'iam:PassedToService': `${receiverOf(deed)}.amazonaws.com` } }
  return { action, statement: JSON.stringify(statement) }
}

/** AWS names the one task or deployment that was asked for; the next run asks for another. */
const lasting = (resource: string) =>
  resource
    .replace(/(:(?:service-deployment|service-revision)\/[^/]+\/[^/]+\/)[^/]+$/, '$1*')
    .replace(/(:task\/[^/]+\/)[^/]+$/, '$1*')
    .replace(/(:task-definition\/[^/:]+:)\d+$/, '$1*')
    .replace(/(:log-group:.+:log-stream:).+$/, '$1*')

function denied(came: string, tried: string, cause: unknown): Failure {
  const lack = lackOf(cause, tried)
  return new Failure({
    code: 'EVK-501',
    title: lack ? `The deploy role lacks ${lack.action}` : 'AWS denied access',
    message: `Could not ${tried}: ${came}`,
    advice: lack
      ? `Add to the role's policy: ${lack.statement}`
      : 'AWS does not say which permission is missing; CloudTrail has the call.',
    cause,
  })
}
