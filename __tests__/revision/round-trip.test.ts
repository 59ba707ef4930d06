/** What ECS described is what it is sent, through the real SDK: with fields that no SDK knows. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { changesBetween, changesOf, isSame, tagsLeftOut, unknownIn } from '../../src/revision/document.ts'
import { findRevision } from '../../src/revision/find.ts'
import { register, revive } from '../../src/revision/register.ts'
import { unknownKeys } from '../../src/revision/unknown.ts'
import { openWire, raw, says, type Wire } from '../edge/wire.ts'
import { runs } from '../hostile.ts'
import { image, OURS, provenance, releaseOf, URI } from './scene.ts'

let wire: Wire
beforeAll(async () => {
  wire = await openWire()
})
afterAll(() => wire.close())

const READ_ONLY = {
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-api:41',
  revision: 41,
  status: 'ACTIVE',
  requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.ecr-auth' }],
  compatibilities: ['EC2', 'FARGATE'],
  registeredAt: 1763640000.123,
  deregisteredAt: 1763640001.5,
  deleteRequestedAt: 1763640002,
  registeredBy: 'arn:aws:iam::123456789012:role/terraform',
}

const key = fc.stringMatching(/^[a-z][A-Za-z]{2,12}$/).map(name => `new${name}`)
const fields = fc.dictionary(key, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 })

const described = fc
  .record({ top: fields, app: fields, log: fields, port: fields, platform: fields, envoy: fields })
  .map(({ top, app, log, port, platform, envoy }) => ({
    ...READ_ONLY,
    family: 'shop-api',
    cpu: '512',
    memory: '1024',
    runtimePlatform: { cpuArchitecture: 'ARM64', ...platform },
    volumes: [],
    enableFaultInjection: false,
    containerDefinitions: [
      {
        name: 'app',
        image: `${URI}:1.4.1`,
        essential: true,
        cpu: 0,
        portMappings: [{ containerPort: 8080, ...port }],
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'shop' }, ...log },
        ...app,
      },
      { name: 'envoy', image: 'public.ecr.aws/appmesh/aws-appmesh-envoy:v1', essential: false, ...envoy },
    ],
    ...top,
  }))

type Described = { containerDefinitions: readonly object[] }

/** As JSON has it: no -0, no prototypes of the generator. */
const asJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value))

const less = (definition: object) =>
  Object.fromEntries(Object.entries(definition).filter(([name]) => !(name in READ_ONLY)))

const released = (definition: Described) => {
  const [app, ...more] = definition.containerDefinitions
  return { ...less(definition), containerDefinitions: [{ ...app, image: `${URI}@${image.digest}` }, ...more] }
}

const limits = () => ({
  aws: wire.aws(),
  clock: wire.clock,
  deadline: wire.clock.now() + 60_000,
  signal: new AbortController().signal,
})

const recordedAs = async (definition: object, tags: readonly object[] = []) => {
  wire.answers(says({ taskDefinition: definition, tags }))
  return await findRevision(limits().aws, 'shop-api')
}

test('what is registered is what was described, less the read-only keys, with the image changed', async () => {
  const aws = limits()
  await fc.assert(
    fc.asyncProperty(described.map(asJson), async definition => {
      wire.answers(says({ taskDefinition: definition, tags: [{ key: 'team', value: 'shop' }] }))
      const template = await findRevision(aws.aws, 'shop-api')
      const document = releaseOf(template, 'app', image, provenance)
      wire.answers(says({ taskDefinition: { ...READ_ONLY, ...document, revision: 42 }, tags: document.tags }))
      await register(aws, document, { container: 'app' })
      expect(wire.asked[0]?.body).toEqual({ ...released(definition), tags: [{ key: 'team', value: 'shop' }, ...OURS] })
    }),
    { numRuns: runs(40) },
  )
})

test('an INACTIVE revision is registered again as it was described', async () => {
  const aws = limits()
  await fc.assert(
    fc.asyncProperty(described.map(asJson), async definition => {
      wire.answers(says({ taskDefinition: { ...definition, status: 'INACTIVE' }, tags: OURS }))
      const recorded = await findRevision(aws.aws, 'shop-api:41')
      wire.answers(says({ taskDefinition: definition, tags: OURS }))
      await revive(aws, recorded, { container: 'app' })
      const revived = { key: 'evenkeel:revived', value: '41' }
      expect(wire.asked[0]?.body).toEqual({ ...less(definition), tags: [...OURS, revived] })
    }),
    { numRuns: runs(10) },
  )
})

const [sample] = fc.sample(described, { numRuns: 1, seed: 1 }).map(asJson)
const base = {
  ...READ_ONLY,
  family: 'shop-api',
  containerDefinitions: [{ name: 'app', image: `${URI}@${image.digest}`, sandbox: { level: 2 } }],
  trustedExecutionConfiguration: { mode: 'enclave' },
}

/** Whether the SDK knows the field or not. */
const NUMBERS = '"newNumber":[9007199254740993,1e400,10.0,-0,1e21],"volumes":[{"name":"v","newSize":1.50}]'
const APP = `{"name":"app","image":"${URI}@${image.digest}","cpu":256.0,"newLimit":9007199254740993,"value":"\\u00011 \\ud800"}`
const SAID = `"family":"shop-api",${NUMBERS},"containerDefinitions":[${APP}]`
const tells = (fields: string) => raw(200, `{"taskDefinition":{"taskDefinitionArn":"a:1",${fields}},"tags":[]}`)

test('numbers are sent as they were written', async () => {
  const { aws } = limits()
  wire.answers(tells(SAID))
  const document = releaseOf(await findRevision(aws, 'shop-api'), 'app', image, provenance)
  await register(limits(), document, { container: 'app' })
  expect(wire.asked[1]?.text).toBe(`{${SAID},"tags":${JSON.stringify(OURS)}}`)
  wire.answers(tells(SAID.replace('9007199254740993,"value"', '9007199254740992,"value"')))
  const other = await findRevision(aws, 'shop-api')
  expect(isSame(document, other)).toBe(false)
  expect(changesOf(document, other, [])).toBe('newLimit 9007199254740992 → 9007199254740993')
})

test('what comes with a revision besides the images that are released', async () => {
  const { aws } = limits()
  const of = (agent: string, app: string) =>
    tells(`"family":"a","containerDefinitions":[{"name":"app","image":"${app}"},{"name":"agent","image":"${agent}"}]`)
  const read = async (agent: string, app = `${URI}:1`) => {
    wire.answers(of(agent, app))
    return await findRevision(aws, 'a')
  }
  const [old, other] = [await read('public.ecr.aws/agent:7'), await read('public.ecr.aws/agent:1', `${URI}:2`)]
  expect(changesBetween(old, other, { container: 'app' })).toBe(
    'agent: image public.ecr.aws/agent:7 → public.ecr.aws/agent:1',
  )
  expect(changesBetween(old, other, { container: 'app', placed: ['app', 'agent'] })).toBe('')
  const pinned = await read(`${URI}/agent@sha256:${'b'.repeat(64)}`)
  expect(changesBetween(old, pinned, { container: 'app' })).toBe(
    'agent: image public.ecr.aws/agent:7 → agent@sha256:bbbbbbbbbbbb',
  )
})

describe('a difference that only ECS knows is one', () => {
  test.each([
    ['none', base, true],
    [
      'other fields in a definition that is otherwise alike',
      { ...base, trustedExecutionConfiguration: { mode: 'none' } },
      false,
    ],
    [
      'in a container',
      { ...base, containerDefinitions: [{ ...base.containerDefinitions[0], sandbox: { level: 3 } }] },
      false,
    ],
    ['one that is gone', { ...base, trustedExecutionConfiguration: undefined }, false],
  ])('%s', async (_, there, same) => {
    const document = releaseOf(await recordedAs(base), 'app', image, provenance)
    expect(isSame(document, await recordedAs(there))).toBe(same)
  })
})

test('what the SDK does not know is named, each once', async () => {
  const envoy = { name: 'envoy', image: 'x', sandbox: 1, portMappings: [{ containerPort: 1, lane: 'a' }] }
  const definition = { ...base, containerDefinitions: [...base.containerDefinitions, envoy], nothingNew: null }
  expect(unknownIn(await recordedAs(definition))).toEqual([
    'containerDefinitions[].portMappings[].lane',
    'containerDefinitions[].sandbox',
    'trustedExecutionConfiguration',
  ])
  expect(
    unknownIn(await recordedAs({ ...READ_ONLY, family: 'shop-api', containerDefinitions: [{ name: 'app' }] })),
  ).toEqual([])
  expect(unknownIn({ definition: { family: 'x' }, tags: [] })).toEqual([])
})

test('unknown keys of anything', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (sent, known) => {
      expect(unknownKeys(sent, sent)).toEqual([])
      expect(Array.isArray(unknownKeys(sent, known))).toBe(true)
    }),
  )
})

test.each([
  [46, OURS.slice(0, 3), []],
  [47, OURS.slice(0, 3), []],
  [48, OURS.slice(0, 2), ['evenkeel:run']],
  [49, OURS.slice(0, 1), ['evenkeel:commit', 'evenkeel:run']],
  [50, [], ['evenkeel:version', 'evenkeel:commit', 'evenkeel:run']],
])('a family with %d tags of its own keeps them all', async (count, ours, leftOut) => {
  const own = Array.from({ length: count }, (_, i) => ({ key: `own-${i}`, value: 'x' }))
  const system = { key: 'aws:cloudformation:stack-name', value: 'shop' }
  const recorded = await recordedAs(sample ?? base, [system, ...own, { key: 'evenkeel:version', value: '1.4.1' }])
  const document = releaseOf(recorded, 'app', image, provenance)
  expect(document.tags).toEqual([...own, ...ours])
  expect(tagsLeftOut(document)).toEqual(leftOut)
})
