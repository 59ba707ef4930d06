/** One service of a manifest, read and checked. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import type { Build } from '../image/source.ts'
import type { Strategy } from '../rollout/strategy.ts'
import { isPlaceholder, OPTION_KEYS, readOptions } from './build.ts'
import {
  asMapping,
  count,
  fault,
  type Layer,
  list,
  mapping,
  operand,
  parameter,
  path,
  pick,
  text,
  unknownKeys,
} from './field.ts'
import { readStrategy } from './strategy.ts'

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
  /** How ECS moves it to a release; undefined: as the service has it. */
  readonly strategy: Strategy | undefined
}

/** What an environment may say of a service: what an image is made of is the same everywhere, since it is built once. */
export const OVERLAY_KEYS = ['service', 'container', 'initial-count', 'image-parameter', 'strategy'] as const
const KEYS = [
  'service',
  'container',
  'repository',
  'build',
  'needs',
  'initial-count',
  'image-parameter',
  'strategy',
] as const
const BUILD_KEYS = ['context', 'dockerfile', 'target', 'args', ...OPTION_KEYS] as const

const ECS_NAME = /^[A-Za-z0-9_-]{1,255}$/
const REPOSITORY = /^(?=.{2,256}$)[a-z0-9]+(?:(?:[._]|__|-+|\/)[a-z0-9]+)*$/

/** Registries that are known, and whatever has a port: a repository of ECR may have dots in its own name. */
const HOST =
  /^(?:localhost|[\w.-]+:\d+|[\w.-]*\.amazonaws\.com(?:\.cn)?|public\.ecr\.aws|(?:ghcr|quay|docker|gcr)\.io|[\w.-]+\.(?:docker\.io|azurecr\.io|gcr\.io|pkg\.dev)|registry\.[\w.-]+)\//

export function readEntry(
  name: string,
  value: unknown,
  environment: readonly Layer[],
  faults: Fault[],
  file: string,
): Entry {
  const at = `${file}: services.${name}`
  if (!ECS_NAME.test(name)) {
    faults.push(fault(`${file}: the service name ${quoted(name)}`, 'Use letters, digits, - and _ only.'))
  }
  const entry = mapping(value ?? {}, at, faults)
  unknownKeys(entry, KEYS, at, faults)
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
  if (HOST.test(repository)) {
    faults.push(
      fault(
        `${at}.repository is ${quoted(repository)}, with a registry`,
        `Evenkeel pushes to ECR in the account and region it deploys to, and to no other registry yet: write ${quoted(repository.replace(HOST, ''))}.`,
      ),
    )
  } else if (!REPOSITORY.test(repository)) {
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
    strategy: readStrategy(pick(layers, 'strategy'), faults),
  }
}

function readBuild(value: unknown, at: string, faults: Fault[]): Build {
  const build = typeof value === 'string' ? { context: value } : mapping(value, at, faults)
  unknownKeys(build, BUILD_KEYS, at, faults)
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
      if (isPlaceholder(key)) continue
      const fix = 'Known placeholders: version, sha and env.NAME.'
      faults.push(fault(`${at}.args.${name}: ${quoted(whole)} is not known`, fix))
    }
  }
  return {
    context,
    dockerfile: path(build.dockerfile ?? `${context}/Dockerfile`, `${at}.dockerfile`, faults),
    target: build.target === undefined ? undefined : operand(build.target, `${at}.target`, faults),
    args: Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, typeof arg === 'string' ? arg : ''])),
    ...readOptions(build, at, faults),
  }
}
