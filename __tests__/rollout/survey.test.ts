/** Services that are looked at before anything is changed, however many a cluster has. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Refusal } from '../../src/failure/failure.ts'
import { familiesAt, soundOf, survey } from '../../src/rollout/survey.ts'
import { type Answer, openWire, says, type Wire } from '../edge/wire.ts'
import { arnOf } from './scene.ts'

let wire: Wire
beforeAll(async () => {
  wire = await openWire()
})
afterAll(() => wire.close())

const place = (service: string) => ({
  name: service,
  cluster: 'shop',
  service,
  container: 'app',
  strategy: undefined,
  mayStandAtZero: false,
})
const arn = (name: string) => `arn:aws:ecs:eu-west-1:123456789012:service/shop/${name}`
const names = Array.from({ length: 100 }, (_, i) => `filler-${i}`)
const asking = { shape: () => false }

/** A cluster of many services, whose list comes in two pages. */
const cluster =
  (there: readonly string[]): Answer =>
  (response, asked) => {
    const { operation, body } = asked
    const wanted = (body.services ?? []) as string[]
    if (wanted.length > 10) return void response.writeHead(400).end('{"__type":"InvalidParameterException"}')
    const answers: Record<string, unknown> = {
      DescribeServices: {
        services: wanted
          .filter(name => there.includes(name))
          .map(serviceName => ({ serviceName, status: 'ACTIVE', desiredCount: 1, taskDefinition: arnOf('app:1') })),
        failures: wanted.filter(name => !there.includes(name)).map(name => ({ arn: arn(name), reason: 'MISSING' })),
      },
      DescribeTaskDefinition: { taskDefinition: { taskDefinitionArn: arnOf('app:1'), containerDefinitions: [] } },
      ListServices: body.nextToken
        ? { serviceArns: there.slice(100).map(arn) }
        : { serviceArns: there.slice(0, 100).map(arn), nextToken: 'more' },
    }
    says(answers[operation] ?? {})(response, asked)
  }

test('the eleventh of a release, the hundred and first of its cluster, is there', async () => {
  wire.answers(cluster([...names, 'web']))
  const { standings } = await survey(wire.aws(), [...names.slice(0, 10), 'web'].map(place), asking)
  expect(standings.map(each => each.service.serviceName)).toEqual([...names.slice(0, 10), 'web'])
})

test('a mistyped name is held against all of them, and the others are looked at all the same', async () => {
  wire.answers(cluster([...names, 'web']))
  const found = await survey(wire.aws(), [place('wen'), place('web')], asking)
  expect(found.standings.map(each => each.service.serviceName)).toEqual(['web'])
  expect(found.faults.map(({ what }) => what)).toEqual(['service "wen" is not in cluster "shop", did you mean "web"?'])
  expect(() => soundOf(found)).toThrow(Refusal)
})

test('ten services of one family, each on a revision of its own: each revision is read once', async () => {
  const numbers = Array.from({ length: 10 }, (_, i) => i + 1)
  let reads = 0
  const tag = (key: string, value: string) => ({ key: `evenkeel:${key}`, value })
  const ecs = {
    describeServices: async ({ services }: { services: string[] }) => ({
      services: services.map(serviceName => ({
        serviceName,
        status: 'ACTIVE',
        desiredCount: 1,
        taskDefinition: arnOf(`app:${serviceName}`),
      })),
    }),
    describeTaskDefinition: async ({ taskDefinition }: { taskDefinition: string }) => {
      reads++
      const nth = Number(/:(\d+)$/.exec(taskDefinition)?.[1] ?? numbers.length)
      const tags = [tag('version', '1.0.0'), tag('run', 'r'), tag('commit', 'c'), tag('service', `shop/${nth}`)]
      return {
        taskDefinition: { taskDefinitionArn: arnOf(`app:${nth}`), revision: nth, family: 'app', status: 'ACTIVE' },
        tags,
      }
    },
  }
  const shape = () => true
  const { standings } = await survey(
    { ecs } as never,
    numbers.map(nth => place(`${nth}`)),
    { shape },
  )
  expect(standings.map(({ origin }) => origin?.definition.revision)).toEqual([...numbers.slice(0, -1), undefined])
  // each of them, and the latest of the family for each
  expect(reads).toBeLessThanOrEqual(20)
  const before = reads
  await survey(
    { ecs } as never,
    numbers.map(nth => place(`${nth}`)),
    { shape, before: standings },
  )
  expect(reads - before).toBe(10)
})

test('a service that was deleted stands on no family', async () => {
  const service = (status: string, family: string) => ({ status, taskDefinition: arnOf(`${family}:1`) })
  const ecs = { describeServices: async () => ({ services: [service('INACTIVE', 'gone'), service('ACTIVE', 'app')] }) }
  expect(await familiesAt({ ecs } as never, 'shop', ['gone', 'app'])).toEqual(['app'])
})
