/** The failures a person can meet: what was tried, what came back, what to do about it. */
import { isDenied, isExpired, isUnreadKey, isUntrusted, nameOf } from './aws.ts'
import type { Code } from './code.ts'
import { byAction, isAlike, type Lack, lackOf, mendOf } from './permission.ts'
import { legible, written } from './words.ts'

/** A letter to the person on call. `message` is one line; `advice` says what to do, and may be several. */
export class Failure extends Error {
  readonly code: Code
  readonly title: string
  readonly advice: string
  /** Path of the file at fault, relative to the workspace. */
  readonly file: string | undefined

  constructor(letter: {
    code: Code
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

/** What a policy may hold is less: docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST_STATEMENTS = 12_000

/** Everything wrong with what was asked, shown together. */
export class Refusal extends Failure {
  readonly faults: readonly Fault[]

  constructor(found: readonly Fault[], file?: string) {
    const faults = mendedAlike(found).map(each => ({
      ...each,
      what: legible(each.what, 1000),
      // a statement that is cut is none
      fix: legible(each.fix, each.lack === undefined ? 900 : LONGEST_STATEMENTS),
    }))
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

  /** The same, with the places of the keys that it is about. */
  placed(placeOf: (keys: readonly string[]) => Place | undefined = () => undefined): Refusal {
    return new Refusal(placed(this.faults, placeOf), this.file)
  }
}

/** What was refused; whatever else went wrong is thrown on. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  throw error
}

/** One thing wrong with an input: what failed and was found, what was expected, how to mend it. */
export interface Fault {
  readonly code: Code
  readonly what: string
  readonly fix: string
  /** Where it is written, where that is a file. */
  readonly place?: Place
  /** The permission that is missing, where that is what is wrong: `fix` gives its statement. */
  readonly lack?: Lack
  /** The key of the manifest that says what is wrong, where the place is not known to who found it: `['services', 'api', 'cpu']`. */
  readonly keys?: readonly string[]
}

/** Each with the place of its key, for those who read the manifest. */
export const placed = (faults: readonly Fault[], placeOf: (keys: readonly string[]) => Place | undefined): Fault[] =>
  faults.map(({ keys, ...fault }) => {
    const place = fault.place ?? (keys && placeOf(keys))
    return place === undefined ? fault : { ...fault, place }
  })

/** One of those that the same deed mends: who does it does it once. */
export const onceMended = (faults: readonly Fault[]): Fault[] =>
  faults.filter(({ fix }, nth) => faults.findIndex(each => each.fix === fix) === nth)

/** A right that is missing of several resources alike is told once, with the one statement that gives it for all of them. */
function mendedAlike(faults: readonly Fault[]): Fault[] {
  const statements = byAction(faults.flatMap(({ lack }) => lack ?? []))
  const mended = faults.map(fault => {
    const { lack } = fault
    const whole = lack && (statements.find(each => isAlike(lack, each)) ?? lack)
    return whole ? { ...fault, lack: whole, fix: mendOf(whole) } : fault
  })
  return mended.filter((fault, nth) => !fault.lack || mended.findIndex(({ fix }) => fix === fault.fix) === nth)
}

/** `line` and `column` count from 1. */
export interface Place {
  /** Relative to the workspace. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Any error as a letter. `tried` is the deed in plain words: `describe the services of cluster "prod"`. */
export function failureOf(error: unknown, tried: string): Failure {
  if (error instanceof Failure) return error
  const came = error instanceof Error ? error.message : typeof error === 'string' ? error : written(error)
  if (isUntrusted(error)) return untrusted(came, tried, error)
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
  if (isUnreadKey(error)) {
    return new Failure({
      code: 'EVK-503',
      title: 'The AWS credentials cannot be read',
      message: `Could not ${tried}: ${came}`,
      advice:
        'A variable of the job names this file (AWS_WEB_IDENTITY_TOKEN_FILE, mostly): correct it, or add aws-actions/configure-aws-credentials before this step.',
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

function untrusted(came: string, tried: string, cause: unknown): Failure {
  return new Failure({
    code: 'EVK-506',
    title: 'AWS does not give the role to this job',
    message: `Could not ${tried}: ${came}`,
    advice: `${claimed(cause)} The trust policy of the role has to accept them: \`sub\` is repo:OWNER/REPO:environment:NAME, of newer repositories repo:OWNER@ID/REPO@ID:environment:NAME, and \`aud\` is sts.amazonaws.com. \`command: init\` prints such a policy.`,
    cause,
  })
}

/** The claims of a token are no secret: what it is trusted for is its signature. */
function claimed(cause: unknown): string {
  const { claims } = (typeof cause === 'object' && cause !== null ? cause : {}) as { readonly claims?: object }
  const told = Object.entries(claims ?? {}).map(([name, value]) => `\`${name}\` ${legible(written(value), 200)}`)
  return told.length === 0 ? 'It is for the claims of the job’s token.' : `The job’s token says: ${told.join(', ')}.`
}

function denied(came: string, tried: string, cause: unknown): Failure {
  const lack = lackOf(cause, tried)
  return new Failure({
    code: 'EVK-501',
    title: lack ? `The deploy role lacks ${lack.action}` : 'AWS denied access',
    message: `Could not ${tried}: ${came}`,
    advice: lack ? mendOf(lack) : 'AWS does not say which permission is missing; CloudTrail has the call.',
    cause,
  })
}
