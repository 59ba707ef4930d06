/** What a release changes of a task definition besides images. Pure; sizes as ECS writes them. */
import type {
  ContainerDefinition,
  KeyValuePair,
  RegisterTaskDefinitionCommandInput,
  Secret,
  TaskDefinition,
} from '@aws-sdk/client-ecs'
import { type Filling, filled } from '../image/source.ts'

type Document = RegisterTaskDefinitionCommandInput

/** Undefined: as the task definition has it. Null takes one away. */
export interface Override {
  /** Of the container that the service is known by. */
  readonly environment?: Named | undefined
  /** ARNs, or names of parameters, by the variable that gets the value. */
  readonly secrets?: Named | undefined
  /** Null: the image's own. */
  readonly command?: readonly string[] | null | undefined
  /** CPU units of the task: 1024 are one vCPU. */
  readonly cpu?: string | undefined
  /** MiB of the task. */
  readonly memory?: string | undefined
}

export type Named = Readonly<Record<string, string | null>>

/** The document with what differs in `container`, everything else as it is. */
export function overridden(document: Document, container: string, override: Override): Document {
  const { cpu, memory } = override
  return {
    ...document,
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    containerDefinitions: document.containerDefinitions?.map(each =>
      each?.name === container ? withOverride(each, override) : each,
    ),
  }
}

/** A name is either a variable or a secret: what is said of the one takes the other's place. */
function withOverride(
  container: ContainerDefinition,
  { environment = {}, secrets = {}, command }: Override,
): ContainerDefinition {
  const said = (named: Named) => Object.keys(named).filter(name => named[name] !== null)
  const variables = laid<KeyValuePair>(container.environment, environment, said(secrets), (name, value) => ({
    name,
    value,
  }))
  const references = laid<Secret>(container.secrets, secrets, said(environment), (name, valueFrom) => ({
    name,
    valueFrom,
  }))
  const { command: _, ...bare } = container
  return {
    ...(command === null ? bare : container),
    ...(variables === undefined ? {} : { environment: variables }),
    ...(references === undefined ? {} : { secrets: references }),
    ...(command ? { command: [...command] } : {}),
  }
}

/** Undefined where nothing is said of them. What is there keeps its place. */
function laid<Each extends { readonly name?: string | undefined }>(
  before: readonly Each[] | undefined,
  named: Named,
  elsewhere: readonly string[],
  make: (name: string, value: string) => Each,
): Each[] | undefined {
  const names = new Set([...Object.keys(named), ...elsewhere])
  if (names.size === 0 || (before === undefined && Object.keys(named).length === 0)) return undefined
  const isSaid = (name = '') => Object.hasOwn(named, name) && named[name] !== null
  const kept = (before ?? []).flatMap(each => {
    const { name = '' } = each
    if (!names.has(name)) return [each]
    return isSaid(name) ? [make(name, String(named[name]))] : []
  })
  const added = Object.keys(named).filter(name => isSaid(name) && !kept.some(each => each.name === name))
  return [...kept, ...added.map(name => make(name, String(named[name])))]
}

/** Its texts with their placeholders filled. */
export function filledOverride(override: Override, filling: Filling): Override {
  const { environment, command } = override
  const values = Object.entries(environment ?? {}).map(
    ([name, text]) => [name, text === null ? null : filled(text, filling)] as const,
  )
  return {
    ...override,
    ...(environment && { environment: Object.fromEntries(values) }),
    ...(command && { command: command.map(text => filled(text, filling)) }),
  }
}

type Sizes = readonly [least: number, most: number, step: number]

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html: MiB by CPU units. */
const FARGATE: Readonly<Record<string, Sizes>> = {
  256: [512, 2048, 0],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16384: [32_768, 122_880, 8192],
}

/** What Fargate takes instead; undefined: it takes these, or is not asked to. `cpu`, `memory`: as ECS takes them, `512` or `0.5 vCPU`. */
export function sizeFault(
  requiresCompatibilities: readonly string[] = [],
  cpu: string | undefined,
  memory: string | undefined,
): string | undefined {
  if (!requiresCompatibilities.includes('FARGATE')) return undefined
  const [units, mib] = [unitsOf(cpu), unitsOf(memory)]
  if (units !== undefined && !Object.hasOwn(FARGATE, units)) return `cpu is one of ${Object.keys(FARGATE).join(', ')}`
  if (units === undefined || (mib === undefined && memory !== undefined)) {
    // what is in words of nobody is for ECS to refuse
    return cpu === undefined ? `cpu of the task is one of ${Object.keys(FARGATE).join(', ')}` : undefined
  }
  const [least, most, step] = FARGATE[units] as Sizes
  const sizes =
    step === 0 ? [512, 1024, 2048] : Array.from({ length: (most - least) / step + 1 }, (_, i) => least + i * step)
  if (mib !== undefined && sizes.includes(mib)) return undefined
  const steps = step === 0 ? sizes.join(', ') : `${least} to ${most} in steps of ${step}`
  return `with cpu ${units} memory is ${steps}`
}

/** CPU units, or MiB: both count 1024 to one vCPU or GB. */
export function unitsOf(size = ''): number | undefined {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(vcpu|gb)?\s*$/i.exec(size) ?? []
  return number === undefined ? undefined : Number(number) * (unit === undefined ? 1 : 1024)
}

/** What else Fargate asks of a task definition, by the same page; `pullsFromEcr`: whether one of its images is there. */
export function fargateLacks(
  { requiresCompatibilities = [], networkMode, executionRoleArn, containerDefinitions = [] }: TaskDefinition,
  pullsFromEcr: boolean,
  hasSecrets: boolean,
): { readonly what: string; readonly fix: string }[] {
  if (!requiresCompatibilities.includes('FARGATE')) return []
  const needs = [
    ...(pullsFromEcr ? ['an image in ECR'] : []),
    ...(containerDefinitions.some(each => each.logConfiguration?.logDriver === 'awslogs') ? ['logs by awslogs'] : []),
    ...(hasSecrets || containerDefinitions.some(({ secrets }) => secrets?.length) ? ['secrets'] : []),
  ]
  const mode = networkMode === undefined ? 'no networkMode' : `the networkMode ${networkMode}`
  return [
    ...(networkMode === 'awsvpc' ? [] : [{ what: `has ${mode}`, fix: 'Fargate takes `awsvpc` alone: write it.' }]),
    ...(executionRoleArn || needs.length === 0
      ? []
      : [
          {
            what: `has no executionRoleArn, needed for ${needs.join(' and ')}`,
            fix: 'Write the ARN of the role with which ECS pulls images, writes logs and reads secrets.',
          },
        ]),
  ]
}
