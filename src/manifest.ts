/** The services of a release and their order. Pure: text in, Manifest out. */
import { parseDocument } from 'yaml'
import { type Fault, quoted, Refusal, suggestion } from './failure.ts'

export interface Manifest {
  readonly cluster: string
  /** Empty: the job's. */
  readonly region: string
  /** ARN of the role that deploys here; empty: the workflow knows. */
  readonly role: string
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
  top: ['cluster', 'region', 'role', 'services', 'environments'],
  environment: ['cluster', 'region', 'role', 'services'],
  // what an image is made of is the same everywhere: it is built once
  overlay: ['service', 'container', 'initial-count', 'image-parameter'],
  service: ['service', 'container', 'repository', 'build', 'needs', 'initial-count', 'image-parameter'],
  build: ['context', 'dockerfile', 'target', 'args'],
} as const

const CLUSTER = /^([A-Za-z0-9_-]{1,255}|arn:aws[\w-]*:ecs:[\w-]+:\d{12}:cluster\/[A-Za-z0-9_-]{1,255})$/
export const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d$/
const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/
const ECS_NAME = /^[A-Za-z0-9_-]{1,255}$/
const REPOSITORY = /^(?=.{2,256}$)[a-z0-9]+(?:(?:[._]|__|-+|\/)[a-z0-9]+)*$/

/** Beyond these a parser's stack and time would decide. */
const LONGEST = 100_000
const TOO_DEEP = /(?:[[{][^[\]{}]*){50}|^ *(?:[-?:] +){20}|^ {200}/m

/** A mapping, and where it was written. */
interface Layer {
  readonly at: string
  readonly values: Readonly<Record<string, unknown>>
}

/** `environment` is the one asked for; empty: what the top of the file says. All are read, so that none can rot. */
export function parseManifest(text: string, file: string, environment = ''): Manifest {
  const faults: Fault[] = []
  const values = mapping(contents(text, file), file, faults)
  unknownKeys(values, KEYS.top, file, faults)
  const top: Layer = { at: `${file}: `, values }
  const layers = readEnvironments(top, faults, file)
  const bare = layers.size === 0 || values.cluster !== undefined ? readTop([top], faults, file) : undefined
  const manifests = new Map([...layers].map(([name, layer]) => [name, readTop([layer, top], faults, file)]))
  const some = bare ?? [...manifests.values()][0]
  if (faults.length === 0 && some) faults.push(...orderFaults(some.services, file))
  if (faults.length > 0) throw new Refusal(once(faults), file)
  const chosen = environment === '' ? bare : manifests.get(environment)
  if (!chosen) throw new Refusal([environmentFault(environment, [...manifests.keys()])])
  return chosen
}

function environmentFault(asked: string, names: readonly string[]): Fault {
  if (asked === '') {
    const what = 'the manifest has environments and no cluster of its own, and input environment is empty'
    return { code: 'EVK-113', what, fix: `Set \`environment\` to one of: ${names.join(', ')}.` }
  }
  return {
    code: 'EVK-113',
    what: `input environment: ${quoted(asked)} is not in the manifest${suggestion(asked, names)}`,
    fix: names.length === 0 ? 'The manifest has no `environments`.' : `The manifest has: ${names.join(', ')}.`,
  }
}

const once = (faults: readonly Fault[]) => [...new Map(faults.map(each => [each.what, each])).values()]

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

function readEnvironments(top: Layer, faults: Fault[], file: string): Map<string, Layer> {
  if (top.values.environments === undefined) return new Map()
  const found = Object.entries(mapping(top.values.environments, `${file}: environments`, faults))
  return new Map(
    found.map(([name, value]) => {
      const at = `${file}: environments.${name}`
      if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(name)) {
        faults.push(fault(`${file}: the environment name ${quoted(name)}`, 'Use letters, digits, -, _ and . only.'))
      }
      const values = mapping(value, at, faults)
      unknownKeys(values, KEYS.environment, at, faults)
      const overlays = values.services === undefined ? {} : mapping(values.services, `${at}.services`, faults)
      unknownKeys(overlays, Object.keys(asMapping(top.values.services) ?? {}), `${at}.services`, faults)
      for (const [service, overlay] of Object.entries(overlays)) {
        unknownKeys(
          mapping(overlay, `${at}.services.${service}`, faults),
          KEYS.overlay,
          `${at}.services.${service}`,
          faults,
        )
      }
      return [name, { at: `${at}.`, values }]
    }),
  )
}

interface Picked {
  readonly value: unknown
  readonly at: string
}

/** What the first layer that knows the key says, and where it says it. */
function pick(layers: readonly Layer[], key: string): Picked {
  const layer = layers.find(({ values }) => values[key] !== undefined) ?? layers[0]
  return { value: layer?.values[key], at: `${layer?.at}${key}` }
}

/** `layers`: the environment, where one is meant, then the top of the file. */
function readTop(layers: readonly Layer[], faults: Fault[], file: string): Manifest {
  const place = {
    cluster: matching(CLUSTER, pick(layers, 'cluster'), text, faults, 'Give the name or the ARN of an ECS cluster.'),
    region: matching(REGION, pick(layers, 'region'), optional, faults, 'A region looks like eu-west-1.'),
    role: matching(ROLE, pick(layers, 'role'), optional, faults, 'Give the ARN of an IAM role, arn:aws:iam::…:role/….'),
  }
  const known = faults.length
  const services = Object.entries(mapping(layers.at(-1)?.values.services, `${file}: services`, faults))
  if (faults.length === known && services.length === 0) {
    faults.push(fault(`${file}: services is empty`, 'List at least one service.'))
  }
  const environment = layers.slice(0, -1)
  return { ...place, services: services.map(([name, entry]) => readEntry(name, entry, environment, faults, file)) }
}

function matching(form: RegExp, { value, at }: Picked, read: typeof text, faults: Fault[], expected: string): string {
  const found = read(value, at, faults)
  if (found !== '' && !form.test(found)) faults.push(fault(`${at} is ${quoted(found)}`, expected))
  return found
}

const optional: typeof text = (value, at, faults) => (value === undefined ? '' : text(value, at, faults))

function readEntry(name: string, value: unknown, environment: readonly Layer[], faults: Fault[], file: string): Entry {
  const at = `${file}: services.${name}`
  if (!ECS_NAME.test(name)) {
    faults.push(fault(`${file}: the service name ${quoted(name)}`, 'Use letters, digits, - and _ only.'))
  }
  const entry = mapping(value ?? {}, at, faults)
  unknownKeys(entry, KEYS.service, at, faults)
  const layers: Layer[] = [
    ...environment.map(layer => ({
      at: `${layer.at}services.${name}.`,
      values: asMapping(asMapping(layer.values.services)?.[name]) ?? {},
    })),
    { at: `${at}.`, values: entry },
  ]
  const [service, container] = [pick(layers, 'service'), pick(layers, 'container')]
  const [initialCount, imageParameter] = [pick(layers, 'initial-count'), pick(layers, 'image-parameter')]
  const serviceName = text(service.value ?? name, service.at, faults)
  const containerName = text(container.value ?? name, container.at, faults)
  const repository = text(entry.repository ?? name, `${at}.repository`, faults)
  if (!ECS_NAME.test(serviceName)) {
    faults.push(fault(`${service.at} is ${quoted(serviceName)}`, 'Give the service’s name.'))
  }
  if (!ECS_NAME.test(containerName)) {
    faults.push(
      fault(`${container.at} is ${quoted(containerName)}`, 'Give the container’s name in the task definition.'),
    )
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
    service: serviceName,
    container: containerName,
    repository,
    build: readBuild(entry.build ?? '.', `${at}.build`, faults),
    needs: list(entry.needs ?? [], `${at}.needs`, faults),
    initialCount: count(initialCount.value ?? 1, initialCount.at, faults),
    imageParameter: parameter(imageParameter.value, imageParameter.at, faults),
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

const asMapping = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

function mapping(value: unknown, at: string, faults: Fault[]): Record<string, unknown> {
  const good = asMapping(value)
  if (good) return good
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
