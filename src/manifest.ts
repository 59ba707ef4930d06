/** The services of a release and their order. Pure: text in, Manifest out. */
import { parseDocument } from 'yaml'
import { type Fault, quoted, Refusal, suggestion } from './failure.ts'

export interface Manifest {
  readonly cluster: string
  readonly services: readonly Entry[]
}

/** One service of the manifest, with every default filled in. */
export interface Entry {
  /** What people call it: the key in the manifest. */
  readonly name: string
  /** Its name in ECS. */
  readonly service: string
  /** The container whose image is released. */
  readonly container: string
  /** The ECR repository's name, without the registry. */
  readonly repository: string
  readonly build: Build
  readonly needs: readonly string[]
  /** Tasks to start with when the service has never run anything. */
  readonly initialCount: number
  /** The SSM parameter that tells Terraform which image runs; undefined: nobody wants to know. */
  readonly imageParameter: string | undefined
}

/** Paths are relative to the workspace. Values of `args` may hold `${version}` and `${sha}`. */
export interface Build {
  readonly context: string
  readonly dockerfile: string
  readonly target: string | undefined
  readonly args: Readonly<Record<string, string>>
}

const KEYS = {
  top: ['cluster', 'services'],
  service: ['service', 'container', 'repository', 'build', 'needs', 'initial-count', 'image-parameter'],
  build: ['context', 'dockerfile', 'target', 'args'],
} as const

const ECS_NAME = /^[A-Za-z0-9_-]{1,255}$/
const REPOSITORY = /^(?=.{2,256}$)[a-z0-9]+(?:(?:[._]|__|-+|\/)[a-z0-9]+)*$/

/** Beyond these a parser's stack and time would decide. */
const LONGEST = 100_000
const TOO_DEEP = /(?:[[{][^[\]{}]*){50}|^ *(?:[-?:] +){20}|^ {200}/m

export function parseManifest(text: string, file: string): Manifest {
  const faults: Fault[] = []
  const manifest = readTop(contents(text, file), faults, file)
  if (faults.length === 0) faults.push(...orderFaults(manifest.services, file))
  if (faults.length > 0) throw new Refusal(faults, file)
  return manifest
}

function contents(text: string, file: string): unknown {
  if (text.length > LONGEST || TOO_DEEP.test(text)) {
    throw new Refusal(
      [fault(`${file} is too long or too deep`, 'A manifest lists services; this is something else.')],
      file,
    )
  }
  const document = parseDocument(text.replace(/^\ufeff/, ''), { uniqueKeys: true, logLevel: 'error' })
  const [broken] = document.errors
  if (broken) {
    const [what = ''] = broken.message.split('\n')
    const line = text.split('\n')[(broken.linePos?.[0].line ?? 1) - 1]
    throw new Refusal([fault(`${file}: ${what} ${quoted(line)}`, 'Mend the YAML at the line shown.')], file)
  }
  try {
    return document.toJS({ maxAliasCount: 50 }) ?? {}
  } catch (error) {
    const fix = 'Write the values out instead of using aliases.'
    throw new Refusal([fault(`${file}: ${(error as Error).message}`, fix)], file)
  }
}

/** The services asked for, in the manifest's order; `[]` asks for all. What they need is taken as given. */
export function select(manifest: Manifest, asked: readonly string[]): Manifest {
  const names = manifest.services.map(({ name }) => name)
  const faults = asked
    .filter(name => !names.includes(name))
    .map(name => ({
      code: 'EVK-112',
      what: `input services: ${quoted(name)} is not in the manifest${suggestion(name, names)}`,
      fix: `The manifest has: ${names.join(', ')}.`,
    }))
  if (faults.length > 0) throw new Refusal(faults)
  if (asked.length === 0) return manifest
  return { ...manifest, services: manifest.services.filter(({ name }) => asked.includes(name)) }
}

/** Services in the order of their needs: those of one wave need none of each other and roll out together. */
export function waves(services: readonly Entry[]): Entry[][] {
  const here = new Set(services.map(({ name }) => name))
  const done = new Set<string>()
  const result: Entry[][] = []
  while (done.size < here.size) {
    const wave = services.filter(
      ({ name, needs }) => !done.has(name) && needs.every(need => done.has(need) || !here.has(need)),
    )
    if (wave.length === 0) break
    for (const { name } of wave) done.add(name)
    result.push(wave)
  }
  return result
}

function readTop(value: unknown, faults: Fault[], file: string): Manifest {
  const top = mapping(value, file, faults)
  unknownKeys(top, KEYS.top, file, faults)
  const cluster = text(top.cluster, `${file}: cluster`, faults)
  if (
    cluster &&
    !/^([A-Za-z0-9_-]{1,255}|arn:aws[\w-]*:ecs:[\w-]+:\d{12}:cluster\/[A-Za-z0-9_-]{1,255})$/.test(cluster)
  ) {
    faults.push(fault(`${file}: cluster is ${quoted(cluster)}`, 'Give the name or the ARN of an ECS cluster.'))
  }
  const known = faults.length
  const services = Object.entries(mapping(top.services, `${file}: services`, faults))
  if (faults.length === known && services.length === 0) {
    faults.push(fault(`${file}: services is empty`, 'List at least one service.'))
  }
  return { cluster, services: services.map(([name, entry]) => readEntry(name, entry, faults, file)) }
}

function readEntry(name: string, value: unknown, faults: Fault[], file: string): Entry {
  const at = `${file}: services.${name}`
  if (!ECS_NAME.test(name)) {
    faults.push(fault(`${file}: the service name ${quoted(name)}`, 'Use letters, digits, - and _ only.'))
  }
  const entry = mapping(value ?? {}, at, faults)
  unknownKeys(entry, KEYS.service, at, faults)
  const service = text(entry.service ?? name, `${at}.service`, faults)
  const container = text(entry.container ?? name, `${at}.container`, faults)
  const repository = text(entry.repository ?? name, `${at}.repository`, faults)
  if (!ECS_NAME.test(service)) faults.push(fault(`${at}.service is ${quoted(service)}`, 'Give the service’s name.'))
  if (!ECS_NAME.test(container)) {
    faults.push(fault(`${at}.container is ${quoted(container)}`, 'Give the container’s name in the task definition.'))
  }
  if (!REPOSITORY.test(repository)) {
    const lower = repository.toLowerCase()
    const hint = REPOSITORY.test(lower) ? `, for instance ${quoted(lower)}` : ''
    faults.push(
      fault(`${at}.repository is ${quoted(repository)}`, `An ECR repository is 2–256 lower-case characters${hint}.`),
    )
  }
  return {
    name,
    service,
    container,
    repository,
    build: readBuild(entry.build ?? '.', `${at}.build`, faults),
    needs: list(entry.needs ?? [], `${at}.needs`, faults),
    initialCount: count(entry['initial-count'] ?? 1, `${at}.initial-count`, faults),
    imageParameter: parameter(entry['image-parameter'], `${at}.image-parameter`, faults),
  }
}

function readBuild(value: unknown, at: string, faults: Fault[]): Build {
  const build = typeof value === 'string' ? { context: value } : mapping(value, at, faults)
  unknownKeys(build, KEYS.build, at, faults)
  const context = path(build.context ?? '.', `${at}.context`, faults)
  const args = mapping(build.args ?? {}, `${at}.args`, faults)
  for (const [name, arg] of Object.entries(args)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      faults.push(fault(`${at}.args: ${quoted(name)}`, 'A build argument’s name is letters, digits and _.'))
    }
    if (typeof arg !== 'string') {
      faults.push(
        fault(`${at}.args.${name} is ${quoted(arg)}`, 'Give a text; YAML turns 3.10 without quotes into 3.1.'),
      )
      continue
    }
    for (const [whole, key = ''] of arg.matchAll(/\$\{([^}]*)\}/g)) {
      if (!['version', 'sha'].includes(key)) {
        faults.push(fault(`${at}.args.${name}: ${quoted(whole)} is not known`, 'Known placeholders: version and sha.'))
      }
    }
  }
  return {
    context,
    dockerfile: path(build.dockerfile ?? `${context}/Dockerfile`, `${at}.dockerfile`, faults),
    target: build.target === undefined ? undefined : operand(build.target, `${at}.target`, faults),
    args: Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, typeof arg === 'string' ? arg : ''])),
  }
}

function orderFaults(services: readonly Entry[], file: string): Fault[] {
  const names = services.map(({ name }) => name)
  const unknown = services.flatMap(({ name, needs }) =>
    needs
      .filter(need => !names.includes(need))
      .map(need =>
        fault(
          `${file}: services.${name}.needs: ${quoted(need)} is not a service here${suggestion(need, names)}`,
          `Services here: ${names.join(', ')}.`,
        ),
      ),
  )
  if (unknown.length > 0) return unknown
  const ordered = new Set(waves(services).flatMap(wave => wave.map(({ name }) => name)))
  const stuck = services.filter(({ name }) => !ordered.has(name))
  return stuck.length === 0
    ? []
    : [fault(`${file}: needs form a circle: ${circle(stuck)}`, 'Take one of these needs out.')]
}

function circle(stuck: readonly Entry[]): string {
  const path: string[] = []
  let next = stuck[0]
  while (next && !path.includes(next.name)) {
    path.push(next.name)
    const needs = next.needs
    next = stuck.find(({ name }) => needs.includes(name))
  }
  return [...path.slice(path.indexOf(next?.name ?? '')), next?.name ?? ''].join(' → ')
}

const fault = (what: string, fix: string): Fault => ({ code: 'EVK-110', what, fix })

function mapping(value: unknown, at: string, faults: Fault[]): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  const found = value === undefined || value === null ? 'missing' : quoted(value)
  faults.push(fault(`${at} is ${found}`, 'A mapping (key: value) is expected here.'))
  return {}
}

function unknownKeys(value: Record<string, unknown>, known: readonly string[], at: string, faults: Fault[]) {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue
    faults.push(fault(`${at}: unknown key ${quoted(key)}${suggestion(key, known)}`, `Known keys: ${known.join(', ')}.`))
  }
}

function text(value: unknown, at: string, faults: Fault[]): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim()
  const found = value === undefined || value === null ? 'missing' : quoted(value)
  faults.push(fault(`${at} is ${found}`, 'A text is expected here.'))
  return ''
}

/** The name of an SSM parameter: a path of up to fifteen levels. */
function parameter(value: unknown, at: string, faults: Fault[]): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string' && value.length <= 1011 && /^(\/[A-Za-z0-9_.-]+){1,15}$/.test(value)) return value
  faults.push(fault(`${at} is ${quoted(value)}`, 'Give the path of an SSM parameter, such as /shop/api/image.'))
  return undefined
}

/** A text that becomes an operand of docker: it must not look like an option. */
function operand(value: unknown, at: string, faults: Fault[]): string {
  const found = text(value, at, faults)
  if (found.startsWith('-')) faults.push(fault(`${at} is ${quoted(found)}`, 'It must not begin with "-".'))
  return found
}

function path(value: unknown, at: string, faults: Fault[]): string {
  const found = operand(value, at, faults)
  // docker would fetch a URL as a context of its own
  if (/^\/|[\0\\]|^[\w+.-]+:\/\/|^git@/.test(found) || found.split('/').includes('..')) {
    faults.push(fault(`${at} is ${quoted(found)}`, 'Give a path inside the workspace, relative to it.'))
  }
  return found.replace(/\/+$/, '') || '.'
}

function list(value: unknown, at: string, faults: Fault[]): string[] {
  const items = Array.isArray(value) ? value : [value]
  const bad = items.find(item => typeof item !== 'string')
  if (bad !== undefined) faults.push(fault(`${at} holds ${quoted(bad)}`, 'A list of service names is expected here.'))
  return [...new Set(items.filter(item => typeof item === 'string'))]
}

function count(value: unknown, at: string, faults: Fault[]): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 5000) return value
  faults.push(fault(`${at} is ${quoted(value)}`, 'A whole number from 1 to 5000 is expected here.'))
  return 1
}
