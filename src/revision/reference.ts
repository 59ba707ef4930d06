/** What the tasks of a revision ask for outside of ECS when they start: parameters, secrets and log groups. Pure. */
import type { ContainerDefinition, RegisterTaskDefinitionCommandInput, TaskDefinition } from '@aws-sdk/client-ecs'

export interface Reference {
  readonly kind: 'parameter' | 'secret' | 'log group'
  /** All that it may be called: a parameter without a path has two names in its ARN. */
  readonly names: readonly [string, ...string[]]
  readonly region: string
  /** `secret DB_PASSWORD of the container api` */
  readonly use: string
}

/** Where a name without a region is looked for. */
interface Home {
  readonly region: string
  readonly account: string
}

type Document = Pick<TaskDefinition | RegisterTaskDefinitionCommandInput, 'containerDefinitions'>

/** What `document` asks for and `live` does not: what runs has found all of its own. Of other accounts nothing can be known. */
export function newReferences(document: Document, live: Document, home: Home): Reference[] {
  const known = referencesIn(live, home)
  const found = referencesIn(document, home).filter(each => !known.some(other => isSame(each, other)))
  return found.filter((each, nth) => !found.slice(0, nth).some(other => isSame(each, other)))
}

const isSame = (one: Reference, other: Reference): boolean =>
  one.kind === other.kind && one.region === other.region && one.names.some(name => other.names.some(isCalled(name)))

/** A secret is asked for by its ARN, which ends in six characters of its own, or by the name before them. */
const isCalled =
  (one: string) =>
  (other: string): boolean =>
    one === other || one === nameIn(other) || nameIn(one) === other

const nameIn = (arn: string): string | undefined => /^arn:.+:secret:(.+)-\w{6}$/.exec(arn)?.[1]

const referencesIn = ({ containerDefinitions }: Document, home: Home): Reference[] =>
  (containerDefinitions ?? []).flatMap(container => [...storedOf(container, home), ...groupOf(container, home)])

function storedOf(
  { name, secrets = [], logConfiguration, repositoryCredentials }: Partial<ContainerDefinition>,
  home: Home,
): Reference[] {
  const of = `of the container ${name}`
  const asked = [
    ...secrets.map(each => [`the secret ${each.name} ${of}`, each.valueFrom, 'parameter'] as const),
    ...(logConfiguration?.secretOptions ?? []).map(
      each => [`the log option ${each.name} ${of}`, each.valueFrom, 'parameter'] as const,
    ),
    [`the registry's login ${of}`, repositoryCredentials?.credentialsParameter, 'secret'] as const,
  ]
  return asked
    .flatMap(([use, from, plain]) => (from === undefined ? [] : stored({ use, from, plain }, home)))
    .filter(({ kind, names }) => kind !== 'parameter' || !names.some(isOfAws))
}

/** Public parameters, and those that stand for secrets, are in no list of the account's own. */
const isOfAws = (name: string): boolean => /^\/?aws\//i.test(name)

interface Stored {
  readonly use: string
  readonly from: string
  /** What a name alone is: ECS reads a registry's login from Secrets Manager alone. */
  readonly plain: 'parameter' | 'secret'
}

/** A full ARN may be of another region; a name alone is of the task's own. */
function stored({ use, from, plain }: Stored, home: Home): Reference[] {
  const [, service, region = '', account, rest = ''] =
    /^arn:aws[\w-]*:(ssm|secretsmanager):([\w-]+):(\d{12}):(.+)$/.exec(from) ?? []
  if (service === undefined) {
    if (from.startsWith('arn:')) return []
    if (plain === 'secret') return [{ kind: 'secret', names: [from], region: home.region, use }]
    return [parameter(use, home.region, [from])]
  }
  if (account !== home.account) return []
  if (service === 'ssm') {
    const name = rest.replace(/^parameter\//, '')
    return [parameter(use, region, name.includes('/') ? [`/${name}`] : [name, `/${name}`])]
  }
  const id = from.split(':').slice(0, 7).join(':')
  return [{ kind: 'secret', names: [id], region, use }]
}

/** Behind a colon stands a version, or a label. */
const parameter = (use: string, region: string, [name, ...others]: [string, ...string[]]): Reference => {
  const plain = (text: string) => text.replace(/:[^:/]*$/, '')
  return { kind: 'parameter', names: [plain(name), ...others.map(plain)], region, use }
}

function groupOf({ name, logConfiguration }: Partial<ContainerDefinition>, home: Home): Reference[] {
  const { logDriver, options = {} } = logConfiguration ?? {}
  const group = options['awslogs-group']
  if (logDriver !== 'awslogs' || group === undefined || options['awslogs-create-group'] === 'true') return []
  const region = options['awslogs-region'] ?? home.region
  return [{ kind: 'log group', names: [group], region, use: `the log of the container ${name}` }]
}
