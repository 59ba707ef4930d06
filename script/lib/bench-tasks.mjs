/**
 * What the local ECS costs with many tasks: services of ten tasks, each behind a target group of its own, all of them brought to a
 * new version at once, and fifteen minutes of virtual time. The emulator is a process of its own, so that its memory is its own.
 */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { cpus, loadavg } from 'node:os'
import { createInterface } from 'node:readline'

const [file = '', flag] = process.argv.slice(2)
const SERVICES = (process.env.SERVICES ?? '100,500,1000').split(',').map(Number)
const TASKS = 10
const MINUTES = 15
const GOAL = { seconds: 30, mebibytes: 300 }

const agent = new Agent({ maxSockets: 8 })
const SIGNED = scope => `AWS4-HMAC-SHA256 Credential=test/20260101/ap-south-1/${scope}/aws4_request`

function send(url, path, headers, body) {
  return new Promise((done, failed) => {
    const sent = request(`${url}${path}`, { method: 'POST', agent, headers }, async response => {
      const text = Buffer.concat(await response.toArray()).toString()
      if (response.statusCode === 200) done(text)
      else failed(new Error(`${path} ${response.statusCode} ${text}`))
    })
    sent.once('error', failed)
    sent.end(body)
  })
}

/** The emulator at one size: what its rollout took. */
async function measure(services) {
  const child = spawn(process.execPath, [...process.execArgv, file, '--port', '0', '--clock', 'virtual'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = await new Promise(done => createInterface(child.stdout).once('line', (...lines) => done(lines)))
    return await rollOut(JSON.parse(line).endpoint, child.pid, services)
  } finally {
    child.kill()
  }
}

async function rollOut(url, pid, services) {
  const target = 'AmazonEC2ContainerServiceV20141113'
  const ecs = async (operation, input) =>
    JSON.parse(
      await send(
        url,
        '/',
        { authorization: SIGNED('ecs'), 'x-amz-target': `${target}.${operation}` },
        JSON.stringify(input),
      ),
    )
  const elb = form =>
    send(
      url,
      '/',
      { authorization: SIGNED('elasticloadbalancing'), 'content-type': 'application/x-www-form-urlencoded' },
      new URLSearchParams(form).toString(),
    )
  const advance = minutes =>
    send(
      url,
      '/_internal/clock',
      { 'content-type': 'application/json' },
      JSON.stringify({ advanceMs: minutes * 60_000 }),
    )
  const names = Array.from({ length: services }, (_, at) => `service-${at}`)
  const each = work => inTurns(names, work)

  const register = (name, tag) =>
    ecs('RegisterTaskDefinition', {
      family: name,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        { name: 'app', image: `public.example/app:${tag}`, portMappings: [{ containerPort: 80 }] },
      ],
    })
  await ecs('CreateCluster', { clusterName: 'default' })
  const query = { Version: '2015-12-01' }
  const front = await elb({ ...query, Action: 'CreateLoadBalancer', Name: 'front' })
  const [, balancer = ''] = front.match(/<LoadBalancerArn>([^<]+)/) ?? []
  let port = 8000
  await each(async name => {
    const made = await elb({
      ...query,
      Action: 'CreateTargetGroup',
      Name: name,
      Port: '80',
      Protocol: 'HTTP',
      TargetType: 'ip',
      VpcId: 'vpc-1',
    })
    const [, targetGroupArn = ''] = made.match(/<TargetGroupArn>([^<]+)/) ?? []
    await elb({
      ...query,
      Action: 'CreateListener',
      LoadBalancerArn: balancer,
      Port: String(port++),
      'DefaultActions.member.1.Type': 'forward',
      'DefaultActions.member.1.TargetGroupArn': targetGroupArn,
    })
    await register(name, '1')
    await ecs('CreateService', {
      serviceName: name,
      taskDefinition: name,
      desiredCount: TASKS,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }],
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    })
    await register(name, '2')
  })
  await advance(10)

  const before = processor(pid)
  const began = performance.now()
  await each(name => ecs('UpdateService', { service: name, taskDefinition: name }))
  await advance(MINUTES)
  const states = new Set()
  await each(async name => {
    const {
      services: [service],
    } = await ecs('DescribeServices', { services: [name] })
    states.add(`${service.deployments.map(({ rolloutState }) => rolloutState)} ${service.runningCount}`)
  })
  const seconds = (performance.now() - began) / 1000
  if ([...states].join() !== `COMPLETED ${TASKS}`) throw new Error(`It did not end well: ${[...states].join('; ')}`)
  const tasks = services * TASKS
  const cpuSeconds = processor(pid) - before
  return {
    services,
    tasks,
    seconds: rounded(seconds),
    cpuSeconds: rounded(cpuSeconds),
    cpuMsPerTask: rounded((cpuSeconds * 1000) / tasks, 2),
    mebibytes: Math.round(highest(pid)),
  }
}

async function inTurns(names, work) {
  const waiting = [...names]
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await work(name)
    }),
  )
}

const rounded = (value, digits = 1) => Number(value.toFixed(digits))
/** Seconds of processor time; the kernel counts hundredths. */
function processor(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
const highest = pid => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)?.[1]) / 1024

const sizes = []
for (const services of SERVICES) {
  sizes.push(await measure(services))
  console.log(JSON.stringify(sizes.at(-1)))
}
agent.destroy()
if (flag === '--record')
  writeFileSync(
    'bench/tasks.json',
    `${JSON.stringify(
      {
        what: `services of ${TASKS} tasks, each with a target group, all updated at once, and ${MINUTES} virtual minutes`,
        machine: `${process.platform}/${process.arch}, ${cpus().length} processors, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`,
        goal: { tasks: 10_000, ...GOAL },
        sizes,
      },
      null,
      2,
    )}\n`,
  )
const worst = sizes.at(-1)
if (worst.seconds > GOAL.seconds || worst.mebibytes > GOAL.mebibytes) process.exitCode = 1
