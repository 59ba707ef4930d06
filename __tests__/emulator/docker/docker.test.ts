import { request } from 'node:http'
import { hostname } from 'node:os'
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { forwardTo } from '../../../src/emulator/routing.ts'
import { missing, openStage, order, pythonImage } from './stage.ts'

const lacking = await missing()
if (lacking) console.warn(`skipped: ${lacking}`)
jest.setTimeout(90_000)

/** Serves its own name at /, fails at /bad, ends nicely on SIGTERM. */
const server = `
import http.server, os, signal, sys, threading
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503 if self.path == '/bad' else 200)
        self.end_headers()
        self.wfile.write(os.environ.get('NAME', '').encode())
    def log_message(self, *a): pass
s = http.server.ThreadingHTTPServer(('', int(os.environ.get('PORT', '5000'))), H)
def stop(*_):
    print('draining', flush=True)
    threading.Thread(target=s.shutdown).start()
signal.signal(signal.SIGTERM, stop)
print('listening', flush=True)
s.serve_forever()
sys.exit(int(os.environ.get('CODE', '0')))
`

const loadBalancerArn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/1'

const check = (path: string) =>
  `python3 -c "import urllib.request as u; u.urlopen('http://127.0.0.1:5000${path}', timeout=2)"`

const rules = (arn: string, path = '/') => ({
  targetGroupArn: arn,
  path,
  intervalSeconds: 6,
  timeoutSeconds: 2,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
  matcher: '200',
})

;(lacking ? describe.skip : describe)('tasks as containers', () => {
  let stage: Awaited<ReturnType<typeof openStage>>
  let image: string

  const python = (code: string, more: ContainerDefinition = {}): ContainerDefinition => ({
    name: 'app',
    image,
    command: ['python3', '-c', code],
    essential: true,
    ...more,
  })
  const run = (containers: ContainerDefinition[], more: Parameters<typeof order>[1] = {}) => {
    const task = order(containers, more)
    stage.fate.carryOut([{ kind: 'run', task }], Date.now())
    return task.taskId
  }
  const stop = (taskId: string) => stage.fate.carryOut([{ kind: 'stop', taskId }], Date.now())
  const kinds = (taskId: string) =>
    stage
      .facts()
      .filter(fact => fact.kind !== 'traffic' && fact.taskId === taskId && !['log', 'used'].includes(fact.kind))
      .map(({ kind }) => kind)

  beforeAll(async () => {
    stage = await openStage({ hosts: { 'database.internal': 'gateway' } })
    const registry = `127.0.0.1:${stage.port}`
    image = `${registry}/shop/python:1`
    await stage.docker('tag', await pythonImage(), image)
    await stage.docker('login', '--username', 'AWS', '--password', 'open sesame', registry)
    await stage.docker('push', image)
    const digest = stage.pushed.find(({ tag }) => tag === '1')?.digest
    image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/python@${digest}`
  })

  afterAll(async () => {
    await stage?.end()
  })

  test('a wrong password and an unknown repository are refused as ECR does', async () => {
    const registry = `127.0.0.1:${stage.port}`
    await expect(stage.docker('login', '-u', 'AWS', '-p', 'guess', registry)).rejects.toThrow(/unauthorized/i)
    await stage.docker('tag', await pythonImage(), `${registry}/cellar:1`)
    await expect(stage.docker('push', `${registry}/cellar:1`)).rejects.toThrow(
      "The repository with name 'cellar' does not exist in the registry with id '123456789012'",
    )
  })

  test('a task starts, becomes healthy, logs, gets its SIGTERM and tells its exit code', async () => {
    const taskId = run([
      python(server, {
        environment: [{ name: 'CODE', value: '7' }],
        healthCheck: { command: ['CMD-SHELL', check('/')], interval: 10, retries: 2 },
        readonlyRootFilesystem: true,
        user: '1000',
        linuxParameters: { capabilities: { drop: ['ALL'] }, initProcessEnabled: true },
      }),
    ])
    await stage.until(taskId, { kind: 'pulled', container: 'app', digest: image.split('@')[1] })
    await stage.until(taskId, { kind: 'started', address: /^\d+\.\d+\.\d+\.\d+$/ })
    await stage.until(taskId, { kind: 'log', message: 'listening' })
    await stage.until(taskId, { kind: 'health', container: 'app', status: 'HEALTHY' })
    stop(taskId)
    await stage.until(taskId, { kind: 'gone' })
    await stage.until(taskId, { kind: 'log', message: 'draining' })
    await stage.until(taskId, { kind: 'exited', container: 'app', exitCode: 7 })
    expect(kinds(taskId)).toEqual(['pulled', 'started', 'health', 'exited', 'gone'])
  })

  test('a container that never passes its health check is unhealthy', async () => {
    const taskId = run([
      python(server, { healthCheck: { command: ['CMD-SHELL', check('/bad')], interval: 5, retries: 2 } }),
    ])
    await stage.until(taskId, { kind: 'health', status: 'UNHEALTHY' })
    stop(taskId)
    await stage.until(taskId, { kind: 'gone' })
  })

  test('a container that exits at once has started, has said why, and has its exit code', async () => {
    const taskId = run([python('import sys; print("no configuration", file=sys.stderr); sys.exit(3)')])
    await stage.until(taskId, { kind: 'exited', exitCode: 3 })
    await stage.until(taskId, { kind: 'log', message: 'no configuration' })
    expect(kinds(taskId)).toEqual(['pulled', 'started', 'exited'])
    stop(taskId)
    await stage.until(taskId, { kind: 'gone' })
  })

  test('a container over its memory is killed, and it is said', async () => {
    const taskId = run([python('x = bytearray(400 << 20)', { memory: 32 })])
    await stage.until(taskId, { kind: 'exited', exitCode: 137, reason: /^OutOfMemoryError: / })
  })

  test('SIGKILL follows when SIGTERM is ignored for stopTimeout', async () => {
    const deaf =
      'import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print("deaf", flush=True); time.sleep(60)'
    const taskId = run([python(deaf, { stopTimeout: 2 })])
    await stage.until(taskId, { kind: 'log', message: 'deaf' })
    const from = Date.now()
    stop(taskId)
    await stage.until(taskId, { kind: 'exited', exitCode: 137 })
    expect(Date.now() - from).toBeGreaterThanOrEqual(2_000)
  })

  test('an image that ECR does not have cannot be pulled', async () => {
    const taskId = run([python('', { image: image.replace(/sha256:.*/, `sha256:${'0'.repeat(64)}`) })])
    await stage.until(taskId, {
      kind: 'start-failed',
      reason: /^CannotPullContainerError: Error response from daemon: /,
    })
    await stage.until(taskId, { kind: 'gone' })
  })

  test('an image that only the engine has starts again by the digest that its first task had', async () => {
    const name = await pythonImage()
    const first = run([python('', { image: name })])
    const { digest } = (await stage.until(first, { kind: 'pulled' })) as { digest?: string }
    await stage.until(first, { kind: 'exited', exitCode: 0 })
    const later = run([python('', { image: `${name.replace(/:[^:]*$/, '')}@${digest}` })])
    await stage.until(later, { kind: 'pulled', digest })
    await stage.until(later, { kind: 'exited', exitCode: 0 })
  })

  test('a command that is not in the image cannot start', async () => {
    const taskId = run([python('', { command: ['/no/such/thing'] })])
    await stage.until(taskId, { kind: 'start-failed', reason: /^CannotStartContainerError: .*no such file/ })
    await stage.until(taskId, { kind: 'gone' })
    expect(kinds(taskId)).toEqual(['pulled', 'start-failed', 'gone'])
  })

  test('what cannot be done here fails the start instead of being left out', async () => {
    const taskId = run([python(server)], {
      volumes: [{ name: 'files', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }],
    })
    await stage.until(taskId, {
      kind: 'start-failed',
      reason: /does not support efsVolumeConfiguration of volume files/,
    })
  })

  test('containers of a task share localhost and volumes, start in order, and an init container may end first', async () => {
    const taskId = run(
      [
        python('open("/shared/migrated", "w").write("yes"); print("migrated")', {
          name: 'migrate',
          essential: false,
          mountPoints: [{ sourceVolume: 'shared', containerPath: '/shared' }],
        }),
        python(`print(open("/shared/migrated").read(), flush=True)\n${server}`, {
          mountPoints: [{ sourceVolume: 'shared', containerPath: '/shared', readOnly: true }],
          dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }],
          healthCheck: { command: ['CMD-SHELL', check('/')], interval: 10 },
        }),
        python(
          'import os, time, urllib.request as u; print(u.urlopen("http://localhost:5000/").status, os.environ["TOKEN"], flush=True); time.sleep(60)',
          {
            name: 'sidecar',
            essential: false,
            stopTimeout: 2,
            dependsOn: [{ containerName: 'app', condition: 'HEALTHY' }],
          },
        ),
      ],
      { volumes: [{ name: 'shared' }], secrets: { sidecar: { TOKEN: 'canary' } } },
    )
    await stage.until(taskId, { kind: 'exited', container: 'migrate', exitCode: 0 })
    await stage.until(taskId, { kind: 'log', container: 'app', message: 'yes' })
    await stage.until(taskId, { kind: 'log', container: 'sidecar', message: '200 canary' })
    await stage.until(taskId, { kind: 'started' })
    stop(taskId)
    await stage.until(taskId, { kind: 'gone' })
    stage.fate.carryOut([{ kind: 'forget', taskId }], Date.now())
  })

  test('a stop during the start ends the task without a failure', async () => {
    const taskId = run([python(server)])
    stop(taskId)
    await stage.until(taskId, { kind: 'gone' })
    expect(kinds(taskId)).not.toContain('start-failed')
  })

  test('what a killed run left behind is removed by the next one, what a living one has is not', async () => {
    const dead = `evenkeel.owner=${hostname()}:4194305:1`
    const leave = async (kind: string, ...rest: string[]) =>
      (await stage.docker(kind, 'create', '--label', dead, ...rest)).stdout.trim()
    const left = [
      await leave('container', await pythonImage()),
      await leave('network', `evenkeel-left-${process.pid}`),
      await leave('volume', `evenkeel-left-${process.pid}`),
    ]
    const next = await openStage()
    await next.end()
    for (const thing of left) await expect(stage.docker('inspect', thing)).rejects.toThrow(/no such object/i)
    await expect(stage.docker('network', 'inspect', stage.network.name)).resolves.toBeDefined()
  })

  test('two names that want one port are both reached, from inside a task', async () => {
    const serve = (name: string) => run([python(server, { environment: [{ name: 'NAME', value: name }] })])
    const [apple, pear] = [serve('apple'), serve('pear')]
    await stage.until(apple, { kind: 'log', message: 'listening' })
    await stage.until(pear, { kind: 'log', message: 'listening' })
    const connect = (taskId: string, endpoint: string, protocol: 'http' | 'tcp') =>
      ({ kind: 'connect', taskId, namespace: 'shop', endpoint, port: 5000, protocol }) as const
    stage.fate.carryOut([connect(apple, 'apple', 'http'), connect(pear, 'pear', 'tcp')], Date.now())
    const caller = run(
      [
        python(
          'import socket, urllib.request as u\nfor n in ("apple", "pear"): print(u.urlopen(f"http://{n}:5000/").read().decode(), flush=True)\nprint(socket.gethostbyname("database.internal"))',
        ),
      ],
      {
        names: ['apple', 'pear'].map(name => ({ dnsName: name, port: 5000, endpoint: name, namespace: 'shop' })),
      },
    )
    await stage.until(caller, { kind: 'log', message: 'apple' })
    await stage.until(caller, { kind: 'log', message: 'pear' })
    await stage.until(caller, { kind: 'log', message: stage.network.gateway })
    for (const taskId of [apple, pear]) stop(taskId)
  })

  test('while one task replaces another behind the load balancer and a name, no request fails', async () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1'
    const { port } = await stage.listen({
      loadBalancerArn,
      port: 0,
      shown: { port: 0, protocol: 'HTTP' },
      rules: () => forwardTo(arn),
    })
    const serve = async (name: string) => {
      const taskId = run([python(server, { environment: [{ name: 'NAME', value: name }] })])
      await stage.until(taskId, { kind: 'started' })
      stage.fate.carryOut([{ kind: 'register-target', taskId, port: 5000, rules: rules(arn) }], Date.now())
      await stage.until(taskId, { kind: 'target-health', state: 'healthy' })
      return taskId
    }
    const old = await serve('old')
    const answers: string[] = []
    const probe = setInterval(() => void get(port).then(answer => answers.push(answer)), 50)
    const fresh = await serve('new')
    stage.fate.carryOut(
      [
        { kind: 'deregister-target', taskId: old, targetGroupArn: arn },
        { kind: 'stop', taskId: old },
      ],
      Date.now(),
    )
    await stage.until(old, { kind: 'gone' })
    await new Promise(resolve => setTimeout(resolve, 500))
    clearInterval(probe)
    expect(new Set(answers)).toEqual(new Set(['200 old', '200 new']))
    expect(answers.length).toBeGreaterThan(20)
    stop(fresh)
    await stage.until(fresh, { kind: 'gone' })
    expect(await get(port)).toMatch(/^503 /)
  })
})

function get(port: number): Promise<string> {
  return new Promise(resolve => {
    const asked = request({ port, host: '127.0.0.1', agent: false }, async answer => {
      let body = ''
      for await (const chunk of answer) body += chunk
      resolve(`${answer.statusCode} ${body}`)
    })
    asked.on('error', error => resolve(error.message))
    asked.end()
  })
}
