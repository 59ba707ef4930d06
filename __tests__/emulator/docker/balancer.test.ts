import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createBalancer } from '../../../src/emulator/docker/balancer.ts'
import type { News } from '../../../src/emulator/docker/facts.ts'
import { forwardTo, inForce, type Rule, type Share } from '../../../src/emulator/routing.ts'
import { call, type Handler, readAll, serve } from './http.ts'

const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1'
const loadBalancerArn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/1'
const rules = {
  targetGroupArn: arn,
  path: '/health',
  intervalSeconds: 1,
  timeoutSeconds: 5,
  healthyThreshold: 1,
  unhealthyThreshold: 1,
  matcher: '200',
}

let news: News[]
let heard: (() => void) | undefined
let balancer: ReturnType<typeof createBalancer>
let port: number
let open: { close(): Promise<void> }[]

beforeEach(async () => {
  news = []
  open = []
  const tell = (item: News) => {
    news.push(item)
    heard?.()
  }
  balancer = createBalancer({ speed: 1000, tell })
  port = (
    await balancer.listen({
      loadBalancerArn,
      port: 0,
      shown: { port: 0, protocol: 'HTTP' },
      rules: () => forwardTo(arn),
    })
  ).port
})

afterEach(async () => {
  await balancer.close()
  await Promise.all(open.map(server => server.close()))
})

async function target(taskId: string, handler: Handler, targetGroupArn = arn) {
  const server = await serve((request, response) => {
    if (request.url === '/health') response.end('ok')
    else handler(request, response)
  })
  open.push(server)
  balancer.register({ taskId, host: server.host, port: server.port, rules: { ...rules, targetGroupArn } })
  return server
}

async function until(taskId: string, state: string): Promise<News> {
  for (;;) {
    const found = news.find(item => item.kind === 'target-health' && item.taskId === taskId && item.state === state)
    if (found) return found
    await new Promise<void>(resolve => {
      heard = resolve
    })
  }
}

test('without a target the answer is 503, as from ALB', async () => {
  const { status, headers, body } = await call({ port })
  expect([status, headers.server]).toEqual([503, 'awselb/2.0'])
  expect(body).toContain('<h1>503 Service Temporarily Unavailable</h1>')
})

test('a target that was not judged yet gets no request', async () => {
  await target('slow', (_, response) => response.end('too early'))
  expect((await call({ port })).status).toBe(503)
})

test('requests go round the healthy targets, with who asked and how', async () => {
  for (const name of ['a', 'b']) {
    await target(name, ({ headers }, response) => response.end(`${name} ${JSON.stringify(headers)}`))
    await until(name, 'healthy')
  }
  const headers = {
    Host: 'shop.example',
    'X-Forwarded-For': '203.0.113.9',
    Connection: 'close, X-Private',
    'X-Private': 'no',
  }
  const answers = [await call({ port, headers }), await call({ port, headers })].map(({ body }) => body)
  expect(answers.map(body => body[0]).sort()).toEqual(['a', 'b'])
  const seen = JSON.parse(answers[0]?.slice(2) ?? '')
  expect(seen).toMatchObject({
    host: 'shop.example',
    'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-port': String(port),
    'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
  })
  expect(seen).not.toHaveProperty('x-private')
})

test('a trace that began elsewhere goes on', async () => {
  await target('a', ({ headers }, response) => response.end(headers['x-amzn-trace-id']))
  await until('a', 'healthy')
  const { body } = await call({ port, headers: { 'X-Amzn-Trace-Id': 'Self=old;Root=1-0-1' } })
  expect(body).toMatch(/^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-0-1$/)
})

test('bodies stream through, with and without a length', async () => {
  await target('a', async (request, response) => {
    response.setHeader('Set-Cookie', ['a=1', 'b=2'])
    response.end(await readAll(request))
  })
  await until('a', 'healthy')
  const big = Buffer.alloc(3 << 20, 'x')
  expect((await call({ port, method: 'POST', headers: { 'Content-Length': big.length } }, big)).body).toHaveLength(
    3 << 20,
  )
  const chunked = await call({ port, method: 'PUT', headers: { 'Transfer-Encoding': 'chunked' } }, 'in pieces')
  expect([chunked.body, chunked.headers['set-cookie']]).toEqual(['in pieces', ['a=1', 'b=2']])
})

test('an unhealthy target says why and gets no request while another is healthy', async () => {
  let well = true
  const server = await serve(({ url }, response) => {
    response.statusCode = url === '/health' && !well ? 503 : 200
    response.end('sick')
  })
  open.push(server)
  balancer.register({ taskId: 'sick', host: server.host, port: server.port, rules })
  await until('sick', 'healthy')
  await target('well', (_, response) => response.end('well'))
  await until('well', 'healthy')
  well = false
  expect(await until('sick', 'unhealthy')).toMatchObject({ reason: 'Health checks failed with these codes: [503]' })
  const answers = await Promise.all(Array.from({ length: 6 }, () => call({ port })))
  expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['well']))
})

test('when every target is unhealthy all get requests: it fails open', async () => {
  const server = await serve(({ url }, response) => {
    response.statusCode = url === '/health' ? 500 : 200
    response.end('anyway')
  })
  open.push(server)
  balancer.register({ taskId: 'sick', host: server.host, port: server.port, rules })
  await until('sick', 'unhealthy')
  expect((await call({ port })).body).toBe('anyway')
})

test('a target that does not answer and one that is not there are told apart', async () => {
  const silent = await serve(() => {})
  open.push(silent)
  const impatient = { ...rules, timeoutSeconds: 0.05 }
  balancer.register({ taskId: 'silent', host: silent.host, port: silent.port, rules: impatient })
  expect(await until('silent', 'unhealthy')).toMatchObject({ reason: 'Request timed out' })
  const closed = await serve(() => {})
  await closed.close()
  balancer.register({ taskId: 'closed', host: closed.host, port: closed.port, rules })
  expect(await until('closed', 'unhealthy')).toMatchObject({ reason: 'Health checks failed' })
})

test('a target that hangs up instead of answering makes 502', async () => {
  await target('a', request => request.socket.destroy())
  await until('a', 'healthy')
  expect((await call({ port })).status).toBe(502)
})

test('a deregistered target finishes what it has and gets nothing new', async () => {
  let finish = () => {}
  let entered = () => {}
  const inside = new Promise<void>(resolve => {
    entered = resolve
  })
  await target('old', (_, response) => {
    response.write('first ')
    finish = () => response.end('last')
    entered()
  })
  await until('old', 'healthy')
  const flight = call({ port })
  await inside
  balancer.deregister('old', arn)
  expect((await call({ port })).status).toBe(503)
  finish()
  expect(await flight).toMatchObject({ status: 200, body: 'first last' })
})

test('a client that leaves takes its request along', async () => {
  let left = () => {}
  const gone = new Promise<void>(resolve => {
    left = resolve
  })
  const controller = new AbortController()
  await target('a', (_, response) => {
    response.on('close', left)
    controller.abort()
  })
  await until('a', 'healthy')
  await expect(call({ port, signal: controller.signal })).rejects.toThrow(/abort/i)
  await gone
})

test('while ECS shifts traffic, its weights decide, request by request', async () => {
  const green = arn.replace('web/1', 'green/2')
  const rule: Rule = { arn: 'rule', priority: 1, conditions: [], actions: forwardTo(arn)[0]?.actions ?? [] }
  const traffic: Record<string, Share[]> = {}
  const shown = { port: 0, protocol: 'HTTP' }
  const door = await balancer.listen({ loadBalancerArn, port: 0, shown, rules: () => inForce([rule], traffic) })
  await target('old', (_, response) => response.end('old'))
  await target('new', (_, response) => response.end('new'), green)
  for (const name of ['old', 'new']) await until(name, 'healthy')
  const share = async (percent: number | undefined, requests: number) => {
    if (percent !== undefined)
      traffic.rule = [
        { arn, weight: 100 - percent },
        { arn: green, weight: percent },
      ]
    let found = 0
    for (let i = 0; i < requests; i++) if ((await call({ port: door.port })).body === 'new') found++
    return found / requests
  }
  expect(await share(undefined, 20)).toBe(0)
  expect(await share(0, 20)).toBe(0)
  // of 200 requests at 30 % fewer than 30 or more than 90 are no accident
  const some = await share(30, 200)
  expect(some).toBeGreaterThan(0.15)
  expect(some).toBeLessThan(0.45)
  expect(await share(100, 20)).toBe(1)
})

test('what came through is counted, and told once', async () => {
  const green = arn.replace('web/1', 'green/2')
  await target('a', (request, response) => {
    response.statusCode = request.url === '/bad' ? 503 : 200
    setTimeout(() => response.end('a'), 20)
  })
  await until('a', 'healthy')
  for (const path of ['/', '/', '/bad']) await call({ port, path })
  const shown = { port: 0, protocol: 'HTTP' }
  const door = await balancer.listen({ loadBalancerArn, port: 0, shown, rules: () => forwardTo(green) })
  await call({ port: door.port })
  const [web, nobody, ...none] = balancer.traffic().filter(each => each.kind === 'traffic')
  expect(none).toEqual([])
  const answered = [
    [200, 2],
    [503, 1],
  ]
  expect(web).toMatchObject({ loadBalancerArn, targetGroupArn: arn, targets: 1, answered, refused: [] })
  expect(web?.seconds.reduce((sum, [, count]) => sum + count, 0)).toBe(3)
  for (const [seconds] of web?.seconds ?? []) expect(seconds).toBeLessThan(60)
  expect(nobody).toMatchObject({ targetGroupArn: green, targets: 0, answered: [], refused: [[503, 1]], seconds: [] })
  expect(balancer.traffic()).toEqual([])
})
