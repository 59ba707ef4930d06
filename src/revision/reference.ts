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
  const known = new Set(referencesIn(live, home).map(keyOf))
  const found = new Map(referencesIn(document, home).map(each => [keyOf(each), each] as const))
  return [...found].flatMap(([key, each]) => (known.has(key) ? [] : [each]))
}

const keyOf = ({ kind, names, region }: Reference) => [kind, region, ...names].join(' ')

const referencesIn = ({ containerDefinitions }: Document, home: Home): Reference[] =>
  (containerDefinitions ?? []).flatMap(container => [...storedOf(container, home), ...groupOf(container, home)])

function storedOf(
  { name, secrets = [], logConfiguration, repositoryCredentials }: Partial<ContainerDefinition>,
  home: Home,
): Reference[] {
  const of = `of the container ${name}`
  const asked = [
    ...secrets.map(each => [`the secret ${each.name} ${of}`, each.valueFrom] as const),
    ...(logConfiguration?.secretOptions ?? []).map(
      each => [`the log option ${each.name} ${of}`, each.valueFrom] as const,
    ),
    [`the registry's login ${of}`, repositoryCredentials?.credentialsParameter] as const,
  ]
  return asked
    .flatMap(([use, from]) => (from === undefined ? [] : stored(use, from, home)))
    .filter(({ kind, names }) => kind !== 'parameter' || !names.some(isOfAws))
}

/** Public parameters, and those that stand for secrets, are in no list of the account's own. */
const isOfAws = (name: string): boolean => /^\/?aws\//i.test(name)

/** A full ARN may be of another region; a name alone is a parameter of the task's own. */
function stored(use: string, from: string, home: Home): Reference[] {
  const [, service, region = '', account, rest = ''] =
    /^arn:aws[\w-]*:(ssm|secretsmanager):([\w-]+):(\d{12}):(.+)$/.exec(from) ?? []
  if (service === undefined) return from.startsWith('arn:') ? [] : [parameter(use, home.region, [from])]
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
