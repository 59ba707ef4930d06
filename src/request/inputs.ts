/** Inputs become a request here, and every refusal of an input is worded here. Pure. */
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import { isTag, shortSha, tagOf } from '../image/reference.ts'
import { nearVersion, semverOf } from '../image/version.ts'
import type { Target } from '../revision/target.ts'
import { COMMANDS, DEFAULTS } from './input.ts'
import { regionFaults } from './region.ts'
import type { Common, Request } from './request.ts'
import { readSaid } from './said.ts'
import { readSubject } from './subject.ts'
import { undeclaredFaults, unreadFaults } from './unread.ts'

/** The command that is meant, where the rest of the inputs may be refused; empty where it names none. */
export const commandIn = (text: string): Request['command'] | '' => COMMANDS.find(each => each === text.trim()) ?? ''

/** Those of YAML 1.2: a workflow's `true` may arrive in any of them. */
const BOOLEANS = ['true', 'false', 'True', 'False', 'TRUE', 'FALSE'] as const

/** `input` gives an input's text, trimmed, with action.yml's default where the workflow gave none. */
export function readRequest(
  input: (name: string) => string,
  env: Readonly<Record<string, string | undefined>>,
): Request {
  const faults: Fault[] = []
  const request = readInputs(input, env, faults)
  if (faults.length > 0) throw new Refusal(faults)
  return request
}

/** What is right of the inputs; in place of what is refused stands something empty. */
export function readInputs(
  input: (name: string) => string,
  env: Readonly<Record<string, string | undefined>>,
  faults: Fault[],
): Request {
  // an empty input counts as left out: so the workflow of another repository hands on what its caller did not say
  const given = (name: keyof typeof DEFAULTS) => input(name) || DEFAULTS[name]
  const folder = input('working-directory')
  if (folder !== '') readPath(folder, faults, 'working-directory')
  const said = readSaid(input, commandIn(input('command')) || COMMANDS[0], faults)
  const common: Common = {
    manifest: readPath(given('manifest'), faults),
    services: readServices(input('services'), said.service, faults),
    said,
    environment: input('environment'),
    region: readRegion(input('aws-region'), faults),
    jobRegion: env.AWS_REGION || env.AWS_DEFAULT_REGION || '',
    reason: readReason(input('reason'), faults),
    timeoutMs: readDuration(given('timeout'), faults),
    onCancel: oneOf('on-cancel', given('on-cancel'), ['leave', 'rollback'] as const, faults),
    onPause: oneOf('on-pause', given('on-pause'), ['wait', 'end'] as const, faults),
    allowNoTasks: truth('allow-no-tasks', given('allow-no-tasks'), faults),
    containerLogs: truth('container-logs', given('container-logs'), faults),
  }
  const command = oneOf('command', input('command'), COMMANDS, faults)
  const request = commanded(command, common, input, faults)
  if (commandIn(input('command')) !== '') faults.push(...unreadFaults(input, command))
  faults.push(...undeclaredFaults(env))
  return request
}

function commanded(
  command: Request['command'],
  common: Common,
  input: (name: string) => string,
  faults: Fault[],
): Request {
  switch (command) {
    case 'rollback': {
      const tagPrefix = readPrefix(input('tag-prefix'), faults)
      return { ...common, command, to: readTarget(input('to'), faults, tagPrefix), tagPrefix }
    }
    case 'restart':
    case 'continue':
    case 'locate':
      return { ...common, command }
    case 'init':
      return { ...common, command, cluster: readSubject(input('cluster'), common, faults) }
    case 'build':
    case 'deploy': {
      const version = readVersion(input('version'), faults)
      const tagPrefix = readPrefix(input('tag-prefix'), faults)
      const buildContexts = readContexts(input('build-contexts'), faults)
      const making = { ...common, version, tagPrefix, buildContexts, builder: readBuilder(input('builder'), faults) }
      if (command === 'build') return { ...making, command }
      const forced = input('force-new-deployment') || 'false'
      const forceNewDeployment = truth('force-new-deployment', forced, faults)
      return { ...making, command, forceNewDeployment }
    }
    default:
      return command satisfies never
  }
}

/** A release tag is named with its prefix or without. */
export function readTarget(asked: string, faults: Fault[] = [], prefix = ''): Target {
  const bare = asked.slice(prefix.length)
  const text = prefix !== '' && asked.startsWith(prefix) && semverOf(bare) !== undefined ? bare : asked
  if (text === '' || text === 'previous') return { kind: 'last-good' }
  const version = semverOf(text)
  if (version !== undefined && !/-[0-9a-f]{7}$/.test(text)) return { kind: 'version', version }
  const revision =
    /^(?:(arn:aws[\w-]*:ecs:[\w-]+:\d{12}):task-definition\/)?(?:([A-Za-z0-9_-]{1,255}):)?([1-9]\d{0,8})$/.exec(text)
  // a family has a million revisions at most, so seven digits alone are a commit that happens to have no letters
  if (revision && !/^\d{7,}$/.test(text)) {
    const [, home, family, number] = revision
    return { kind: 'revision', family, revision: Number(number), ...(home === undefined ? {} : { home }) }
  }
  // git takes a commit in capitals as well
  if (isTag(text)) return { kind: 'tag', tag: /^[0-9A-Fa-f]{7,40}$/.test(text) ? text.toLowerCase() : text }
  faults.push({
    code: 'EVK-107',
    what: `input to is ${quoted(text)}`,
    fix: 'Give a version (1.4.2), a commit (3f9c2d1, or all of it), an image tag (1.4.2-3f9c2d1), a revision (app:41, 41, or its ARN), or nothing for the last good release.',
  })
  return { kind: 'last-good' }
}

function readVersion(text: string, faults: Fault[]): string | undefined {
  if (text === '') return undefined
  const version = semverOf(text)
  if (version === undefined) {
    faults.push({
      code: 'EVK-102',
      what: `input version is ${quoted(text)}: not a semantic version${nearVersion(text)}`,
      fix: 'MAJOR.MINOR.PATCH without leading zeros is expected, such as 1.4.2 or 2.0.0-rc.1.',
    })
    return undefined
  }
  const tag = `${tagOf(version)}-${shortSha('0'.repeat(40))}`
  if (!isTag(tag)) {
    faults.push({
      code: 'EVK-103',
      what: `input version gives an image tag of ${tag.length} characters`,
      fix: 'An image tag holds at most 128; shorten the version.',
    })
  }
  return version
}

/** `90s`, `30m`, `2h`, up to 6 hours, in ms. A bare number is refused: nobody can tell its unit. */
function readDuration(text: string, faults: Fault[]): number {
  const [, amount, unit] = /^([0-9]{1,5})(s|m|h)$/.exec(text) ?? []
  const ms = Number(amount) * { s: 1000, m: 60_000, h: 3_600_000 }[(unit ?? 's') as 's' | 'm' | 'h']
  if (ms >= 1000 && ms <= 6 * 3_600_000) return ms
  faults.push({
    code: 'EVK-104',
    what: `input timeout is ${quoted(text)}`,
    fix: 'A number with a unit is expected, from 1s to 6h: 90s, 30m, 2h.',
  })
  return 0
}

function readRegion(text: string, faults: Fault[]): string {
  if (text !== '') faults.push(...regionFaults(text, 'input aws-region'))
  return text
}

function readReason(text: string, faults: Fault[]): string {
  if (text.length <= 500) return text
  const what = `input reason has ${text.length} characters`
  faults.push({ code: 'EVK-114', what, fix: 'Say it in at most 500 characters.' })
  return ''
}

function readPath(text: string, faults: Fault[], name = 'manifest'): string {
  if (text !== '' && !text.startsWith('/') && !text.split(/[\\/]/).includes('..') && !text.includes('\0')) return text
  faults.push({
    code: 'EVK-105',
    what: `input ${name} is ${quoted(text)}`,
    fix: 'Give a path inside the workspace, relative to it.',
  })
  return ''
}

function readContexts(text: string, faults: Fault[]): string[] {
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  const isRight = (line: string) => /^[^\s=-][^\s=]*=\S+$/.test(line)
  for (const line of lines.filter(each => !isRight(each))) {
    faults.push({
      code: 'EVK-108',
      what: `input build-contexts has the line ${quoted(line)}`,
      fix: 'Each line is name=value, such as python:3.13-slim=docker-image://mirror.example.com/python:3.13-slim.',
    })
  }
  return lines.filter(isRight)
}

function readPrefix(text: string, faults: Fault[]): string {
  if (/^(?!-)[\w./@+-]{0,100}$/.test(text)) return text
  const fix = 'Give what stands before the version in a tag: `api/v` for api/v1.2.3.'
  faults.push({ code: 'EVK-100', what: `input tag-prefix is ${quoted(text)}`, fix })
  return ''
}

function readBuilder(text: string, faults: Fault[]): string {
  if (/^([A-Za-z0-9][\w.-]*)?$/.test(text)) return text
  faults.push({
    code: 'EVK-100',
    what: `input builder is ${quoted(text)}`,
    fix: 'Give the name of a builder as `docker buildx ls` lists it, such as the output `name` of docker/setup-buildx-action.',
  })
  return ''
}

/** The one of `service`, or those of `services`. */
function readServices(text: string, service: string, faults: Fault[]): string[] {
  const services = text.split(/[\s,]+/).filter(Boolean)
  if (text !== '' && services.length === 0) {
    // it would otherwise mean all of them
    const fix = 'Give names with commas or white space between them, or leave it empty for all services.'
    faults.push({ code: 'EVK-112', what: `input services is ${quoted(text)}, which names none`, fix })
  }
  if (service === '') return services
  if (services.length > 0) {
    const what = `inputs service (${quoted(service)}) and services (${quoted(text)}) are both there`
    faults.push({ code: 'EVK-100', what, fix: 'Keep `service` for one service, or `services` for several.' })
  }
  return [service]
}

const truth = (name: string, text: string, faults: Fault[]): boolean =>
  oneOf(name, text, BOOLEANS, faults).toLowerCase() === 'true'

function oneOf<const Choice extends string>(
  name: string,
  text: string,
  choices: readonly [Choice, ...Choice[]],
  faults: Fault[],
): Choice {
  const choice = choices.find(each => each === text)
  if (choice !== undefined) return choice
  faults.push({
    code: 'EVK-100',
    what: `input ${name} is ${quoted(text)}${suggestion(text, choices)}`,
    fix: `Expected one of: ${choices.join(', ')}.`,
  })
  return choices[0]
}
