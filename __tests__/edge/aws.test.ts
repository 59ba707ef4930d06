/** Calls to AWS, against an AWS by hand: what is made again, what ends it, and how long it may take. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { connectReadOnly } from '../../src/edge/aws.ts'
import { once } from '../../src/edge/once.ts'
import { type Answer, openWire, raw, refuses, resets, says, silence, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await openWire()
})
afterAll(() => wire.close())

const HTML = '<html><body>Service Unavailable</body></html>'
const FINE = says({ clusterArns: ['one'] })

/** What a proxy, a broken network or AWS itself may make of an answer. */
const LOST: [string, Answer][] = [
  ['a reset', resets],
  ['an empty 200', raw(200, '')],
  ['half a 200', raw(200, '{"clusterArns": ["o')],
  ['HTML with 200', raw(200, HTML)],
  ['a list', raw(200, '[]')],
  ['null', raw(200, 'null')],
  ['a text', raw(200, '"fine"')],
  ['HTML with 503', raw(503, HTML)],
  ['HTML with 403', raw(403, HTML)],
  ['an empty 400', raw(400, '')],
  ['JSON without a code', raw(403, '{"message": "Forbidden"}')],
  ['a code of nobody’s', refuses('Blocked', 403)],
  ['JSON of another kind', raw(400, '{"code": 400, "message": "bad request"}')],
  ['408', raw(408, '')],
  ['429 of a proxy', raw(429, 'slow down')],
  ['500', refuses('ServerException', 500)],
  ['501', raw(501, '{}')],
  ['a redirect', raw(307, '', { location: 'http://127.0.0.1:1/' })],
]

describe('a read', () => {
  test.each(LOST)('is made again after %s', async (_, lost) => {
    wire.answers(lost, FINE)
    expect((await wire.aws().ecs.listClusters({})).clusterArns).toEqual(['one'])
    expect(wire.asked).toHaveLength(2)
  })

  test.each([
    ['denied', refuses('AccessDeniedException')],
    ['with dead credentials', refuses('ExpiredTokenException')],
    ['refused', refuses('InvalidParameterException')],
  ])('is made once where it is %s', async (_, no) => {
    wire.answers(no, FINE)
    await expect(wire.aws().ecs.listClusters({})).rejects.toThrow()
    expect(wire.asked).toHaveLength(1)
  })

  test('is given up after ten attempts', async () => {
    wire.answers(raw(200, HTML))
    await expect(wire.aws().ecs.listClusters({})).rejects.toThrow()
    expect(wire.asked).toHaveLength(10)
  })
})

test.each([
  ['first', '{"clusterArns": [null, "one"]}'],
  ['last', '{"clusterArns":["one",null]}'],
  ['alone between others', '{"clusterArns":["one", null ,null]}'],
])('a null in a list is nothing: %s', async (_, body) => {
  wire.answers(raw(200, body))
  expect((await wire.aws().ecs.listClusters({})).clusterArns).toEqual(['one'])
})

test('nulls in the lists of a list, and a text that looks like one', async () => {
  const event = { id: '1', message: 'started [null, null] times' }
  const service = { serviceName: 'a', desiredCount: null, deployments: [null, { id: 'x' }], events: [event, null] }
  wire.answers(says({ services: [null, service], failures: [null] }))
  const { services, failures } = await wire.aws().ecs.describeServices({ cluster: 'shop', services: ['a'] })
  expect(services).toEqual([expect.objectContaining({ deployments: [{ id: 'x' }], events: [event] })])
  expect(failures).toEqual([])
})

describe('a write that must not be made twice', () => {
  const update = { cluster: 'shop', service: 'web' }

  test.each(LOST)('is asked about after %s', async (_, lost) => {
    wire.answers(lost, says({ service: {} }))
    const aws = wire.aws()
    const limits = { clock: wire.clock, deadline: wire.clock.now() + 600_000, signal: new AbortController().signal }
    let asked = 0
    const found = await once(
      limits,
      () => aws.ecs.updateService(update).then(() => 'told'),
      async () => {
        asked++
        return 'found'
      },
    )
    expect([found, asked, wire.asked.length]).toEqual(['found', 1, 1])
  })

  test.each([
    ['throttled', refuses('ThrottlingException')],
    [
      'crowded',
      refuses('ClientException', 400, 'Too many concurrent attempts to create a new revision of the specified family.'),
    ],
  ])('is made again where it was %s', async (_, no) => {
    wire.answers(no, says({ service: {} }))
    await wire.aws().ecs.updateService(update)
    expect(wire.asked).toHaveLength(2)
  })
})

describe('an attempt has its time', () => {
  test('the body too, whichever the client', async () => {
    const fine = says({ clusterArns: ['one'], events: [], images: [] })
    wire.answers(silence, silence, silence, silence, fine)
    const aws = wire.aws({ requestTimeoutMs: 1500 })
    await Promise.all([
      aws.ecs.listClusters({}),
      aws.ecr.batchGetImage({ repositoryName: 'x', imageIds: [] }),
      aws.logs.getLogEvents({ logStreamName: 'x' }),
      aws.ssm.getParameter({ Name: 'x' }),
    ])
    const operations = ['BatchGetImage', 'GetLogEvents', 'GetParameter', 'ListClusters']
    expect(wire.asked.map(({ operation }) => operation).sort()).toEqual(operations.flatMap(each => [each, each]))
    expect(wire.retries).toHaveLength(4)
    for (const retry of wire.retries) expect(retry).toContain('broke off')
  })

  test('and all calls of a piece of work theirs', async () => {
    wire.answers(silence)
    const aws = wire.aws()
    const began = performance.now()
    const work = aws.within(300, async () => {
      await aws.ecs.listClusters({}).catch(() => {})
      return await aws.ecs.listClusters({})
    })
    await expect(work).rejects.toThrow('within')
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(wire.asked.length).toBeLessThanOrEqual(2)
    wire.answers(FINE)
    expect(await aws.within(300, async () => (await aws.ecs.listClusters({})).clusterArns)).toEqual(['one'])
  })

  test('in which no repetition begins after its end', async () => {
    wire.answers(raw(503, HTML))
    const aws = wire.aws()
    await expect(aws.within(2_000, () => aws.ecs.listClusters({}))).rejects.toThrow()
    expect(wire.clock.slept.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(2_000)
  })
})

describe('a clock that is wrong', () => {
  const AHEAD_MS = 600_000
  const date = (at = Date.now() + AHEAD_MS) => ({ date: new Date(at).toUTCString() })
  const tooOld = refuses('InvalidSignatureException', 403, 'Signature expired: now earlier than then', date())

  test('is corrected, and the call made once more with the time of AWS', async () => {
    wire.answers(tooOld, says({ service: {} }, date()))
    await wire.aws().ecs.updateService({ service: 'web' })
    const [first = '', second = ''] = wire.asked.map(({ headers }) => String(headers['x-amz-date']))
    expect(time(second) - time(first)).toBeGreaterThan(AHEAD_MS / 2)
    expect(wire.clock.slept).toEqual([])
  })

  test('is corrected once', async () => {
    wire.answers(tooOld)
    await expect(wire.aws().ecs.listClusters({})).rejects.toThrow('Signature expired')
    expect(wire.asked).toHaveLength(2)
  })

  test('does not make a denial worth repeating', async () => {
    wire.answers(refuses('AccessDeniedException', 400, 'x', date()))
    await expect(wire.aws().ecs.listClusters({})).rejects.toThrow()
    expect(wire.asked).toHaveLength(1)
  })
})

const time = (stamp: string) =>
  Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))

test('after throttling the calls of the same client come one after the other', async () => {
  wire.answers(refuses('ThrottlingException'), refuses('ThrottlingException'), refuses('ThrottlingException'), FINE)
  let chance = 0
  const aws = wire.aws({ random: () => (chance = (chance + 0.37) % 1) })
  await aws.ecs.listClusters({})
  wire.answers(FINE)
  await Promise.all(Array.from({ length: 6 }, () => aws.ecs.listClusters({})))
  expect(new Set(wire.clock.slept).size).toBeGreaterThanOrEqual(4)
  wire.answers(FINE)
  await Promise.all(Array.from({ length: 20 }, () => aws.ecs.listClusters({})))
  wire.answers(FINE)
  await aws.ecs.listClusters({})
  expect(wire.clock.slept).toEqual([])
})

test('edges that only look send no write', async () => {
  wire.answers(FINE)
  const aws = wire.aws({}, connectReadOnly)
  await aws.ecs.listClusters({})
  await aws.ecr.batchGetImage({ repositoryName: 'x', imageIds: [] })
  await aws.ssm.getParameter({ Name: 'x' })
  const sent = wire.asked.length
  const writes = [
    aws.ecs.updateService({ service: 'x' }),
    aws.ecs.tagResource({ resourceArn: 'x', tags: [] }),
    aws.ecs.stopServiceDeployment({ serviceDeploymentArn: 'x' }),
    aws.ecr.putImage({ repositoryName: 'x', imageManifest: '{}' }),
    aws.ssm.putParameter({ Name: 'x', Value: 'y' }),
  ]
  for (const write of await Promise.allSettled(writes))
    expect(write).toMatchObject({ status: 'rejected', reason: { name: 'ReadOnlyError' } })
  expect(wire.asked).toHaveLength(sent)
})
