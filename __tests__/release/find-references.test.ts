/** What is not there when a run looks for it: of which kind it is, and how often it is asked for. */
import type { DescribeParametersCommandInput } from '@aws-sdk/client-ssm'
import { expect, test } from '@jest/globals'
import type { Edges } from '../../src/edge/edges.ts'
import { missingReferences, warnMissing } from '../../src/release/find-references.ts'
import type { Planned } from '../../src/release/plan.ts'

const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/api-AbCdEf'

/** A service whose new revision asks for these, and whose live one for nothing. */
function asking(secrets: readonly string[], login?: string): Planned[] {
  const container = {
    name: 'api',
    secrets: secrets.map((valueFrom, nth) => ({ name: `S${nth}`, valueFrom })),
    ...(login && { repositoryCredentials: { credentialsParameter: login } }),
  }
  const template = { definition: { family: 'api', containerDefinitions: [container] }, tags: [] }
  const live = { definition: { containerDefinitions: [] }, tags: [] }
  const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:1'
  const entry = { name: 'api', container: 'api', override: {} }
  const standing = { liveRevision: { arn }, live }
  return [{ entry, standing, template, goal: { kind: 'image' } } as unknown as Planned]
}

interface Answers {
  /** By look: what is there then. */
  readonly parameters?: readonly (readonly string[] | Error)[]
  readonly secrets?: Readonly<Record<string, { DeletedDate?: Date }>>
  /** Parameters are asked for and never told. */
  readonly hangs?: boolean
}

function edges({ parameters = [], secrets = {}, hangs = false }: Answers) {
  const asked: string[] = []
  const slept: number[] = []
  let look = 0
  const aws = {
    in: () => aws,
    // a second is a millisecond
    within: async (ms: number, work: () => Promise<unknown>) => {
      const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), ms / 1000).unref())
      return await Promise.race([work(), late])
    },
    ssm: {
      describeParameters: async ({ MaxResults, ParameterFilters }: DescribeParametersCommandInput) => {
        asked.push(`${MaxResults}: ${ParameterFilters?.[0]?.Values?.join(' ')}`)
        if (hangs) return await new Promise<never>(() => {})
        const found = parameters[Math.min(look++, parameters.length - 1)] ?? []
        if (found instanceof Error) throw found
        return { Parameters: found.map(Name => ({ Name })) }
      },
    },
    secrets: {
      describeSecret: async ({ SecretId }: { SecretId: string }) => {
        asked.push(SecretId)
        const found = secrets[SecretId]
        if (found === undefined) throw Object.assign(new Error('no'), { name: 'ResourceNotFoundException' })
        return found
      },
    },
  }
  const clock = { now: () => 0, sleep: async (ms: number) => void slept.push(ms) }
  return { asked, slept, edges: { aws, clock, signal: new AbortController().signal } as unknown as Edges }
}

test.each<[string, Answers, number, number]>([
  ['is there', { parameters: [['/shop/db']] }, 1, 0],
  ['is listed a moment after it was created', { parameters: [[], ['/shop/db']] }, 2, 0],
  ['is not there, twice', { parameters: [[]] }, 2, 1],
  ['is not there, and then cannot be asked for', { parameters: [[], new Error('throttled')] }, 2, 0],
])('a parameter that %s', async (_, answers, looks, faults) => {
  const { edges: given, asked, slept } = edges(answers)
  expect(await missingReferences(given, asking(['/shop/db']))).toHaveLength(faults)
  expect(asked).toEqual(Array.from({ length: looks }, () => '50: /shop/db'))
  expect(slept).toEqual(looks === 2 ? [3000] : [])
})

test('only what was not there is asked for again', async () => {
  const { edges: given, asked } = edges({ parameters: [['/shop/db']], secrets: {} })
  expect(await missingReferences(given, asking(['/shop/db', SECRET]))).toHaveLength(1)
  expect(asked).toEqual(['50: /shop/db', SECRET, SECRET])
})

test('what is not answered hides nothing that is', async () => {
  const { edges: given } = edges({ hangs: true, secrets: {} })
  const faults = await missingReferences(given, asking(['/shop/db', SECRET]))
  expect(faults.map(({ what }) => what)).toEqual([expect.stringContaining('the secret S1 of the container api')])
})

test('a secret that waits for its deletion cannot be created, and is taken back', async () => {
  const { edges: given } = edges({ secrets: { [SECRET]: { DeletedDate: new Date(0) } } })
  const [fault] = await missingReferences(given, asking([SECRET]))
  expect(fault).toMatchObject({
    code: 'EVK-218',
    what: `service "api": the secret S0 of the container api is the ${SECRET} in eu-west-1, and it is scheduled for deletion`,
    fix: expect.stringMatching(/^Take it back \(`aws secretsmanager restore-secret`\)/),
  })
})

test("a registry's login by its name is asked for as a secret", async () => {
  const found = edges({ secrets: { dockerhub: {} } })
  expect(await missingReferences(found.edges, asking([], 'dockerhub'))).toEqual([])
  expect(found.asked).toEqual(['dockerhub'])
  const missing = await missingReferences(edges({}).edges, asking([], 'dockerhub'))
  expect(missing.map(({ what }) => what)).toEqual([
    'service "api": the registry\'s login of the container api is the secret dockerhub in eu-west-1, and there is none of that name',
  ])
})

test('what the revision asks for that a rollback leads to is warned of, without what the manifest says', async () => {
  const warned: string[] = []
  const { edges: given } = edges({ parameters: [[]] })
  const [asks] = asking(['/shop/db'])
  const goal = { kind: 'release', choice: { kind: 'go', release: { recorded: asks?.template } } }
  const entry = { ...asks?.entry, override: { secrets: { NEW: '/shop/new' } } }
  const back = { ...asks, entry, goal, template: undefined } as unknown as Planned
  const runner = { warn: (title: string, message: string) => void warned.push(`${title}: ${message}`) }
  await warnMissing({ ...given, runner } as unknown as Edges, [back])
  expect(warned).toEqual([
    expect.stringMatching(
      /^What an earlier revision asks for is not there: service "api": the secret S0 of the container api is the parameter \/shop\/db in eu-west-1, and there is none/,
    ),
  ])
  const there = { ...back, goal: { kind: 'release', choice: { kind: 'stay', reason: '' } } } as unknown as Planned
  expect(await missingReferences(given, [there])).toEqual([])
})
