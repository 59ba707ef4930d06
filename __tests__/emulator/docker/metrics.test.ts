/** What real containers and the load balancer are measured at, and what follows from it: alarms, and scaling. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
import { CloudWatch, type Dimension } from '@aws-sdk/client-cloudwatch'
import { ECS } from '@aws-sdk/client-ecs'
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type Emulator, startServer } from '../../../src/emulator/server.ts'
import { call } from './http.ts'
import { missing, pythonImage } from './stage.ts'

const lacking = await missing()
if (lacking) console.warn(`skipped: ${lacking}`)
jest.setTimeout(120_000)

/** Holds 64 MiB, and is busy all the time when told to. Fails at /bad. */
const SERVER = `
import http.server, signal, sys, threading
held = bytearray(b'x' * (64 << 20))
def burn():
    while True: pass
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == '/burn': threading.Thread(target=burn, daemon=True).start()
        self.send_response(503 if self.path == '/bad' else 200)
        self.send_header('Content-Length', '2')
        self.end_headers()
        self.wfile.write(b'ok')
    def log_message(self, *a): pass
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
http.server.ThreadingHTTPServer(('', 5000), H).serve_forever()
`

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** How long a minute of CloudWatch is here, in milliseconds. */
const MINUTE = 1_000

;(lacking ? describe.skip : describe)('with real containers', () => {
  let emulator: Emulator
  let ecs: ECS
  let cloudwatch: CloudWatch
  let scaling: ApplicationAutoScaling
  let port: number
  let balancer: Dimension
  let group: Dimension
  const service = [
    { Name: 'ClusterName', Value: 'shop' },
    { Name: 'ServiceName', Value: 'web' },
  ]

  beforeAll(async () => {
    emulator = await startServer({ tasks: 'docker', speed: 60, registry: process.env.EVENKEEL_REGISTRY ?? '' })
    const credentials = { accessKeyId: 'admin', secretAccessKey: 'test' }
    const settings = { endpoint: emulator.url, region: 'ap-south-1', maxAttempts: 1, credentials }
    ecs = new ECS(settings)
    cloudwatch = new CloudWatch(settings)
    scaling = new ApplicationAutoScaling(settings)
    const elb = new ElasticLoadBalancingV2(settings)
    const { LoadBalancers } = await elb.createLoadBalancer({ Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] })
    const { TargetGroups } = await elb.createTargetGroup({
      Name: 'web',
      Port: 5000,
      Protocol: 'HTTP',
      TargetType: 'ip',
      VpcId: 'vpc-1',
      HealthCheckIntervalSeconds: 5,
      HealthyThresholdCount: 2,
    })
    const { LoadBalancerArn = '' } = LoadBalancers?.[0] ?? {}
    const { TargetGroupArn = '' } = TargetGroups?.[0] ?? {}
    balancer = { Name: 'LoadBalancer', Value: LoadBalancerArn.split(':loadbalancer/')[1] }
    group = { Name: 'TargetGroup', Value: TargetGroupArn.split(':').at(-1) }
    const { Listeners } = await elb.createListener({
      LoadBalancerArn,
      Port: await freePort(),
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    })
    port = Listeners?.[0]?.Port ?? 0
    elb.destroy()
    await ecs.createCluster({ clusterName: 'shop' })
    await ecs.registerTaskDefinition({
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        {
          name: 'web',
          image: await pythonImage(),
          command: ['python3', '-c', SERVER],
          portMappings: [{ containerPort: 5000 }],
        },
      ],
    })
    await ecs.createService({
      cluster: 'shop',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      // half a minute here: Python starts at its own pace, however fast the clock, and slower beside other tests
      healthCheckGracePeriodSeconds: 1800,
      loadBalancers: [{ targetGroupArn: TargetGroupArn, containerName: 'web', containerPort: 5000 }],
    })
    try {
      await until(async () => (await call({ port, path: '/' })).status === 200)
    } catch (error) {
      const { services } = await ecs.describeServices({ cluster: 'shop', services: ['web'] })
      throw new Error(services?.[0]?.events?.map(({ message }) => message).join('\n'), { cause: error })
    }
  })

  afterAll(async () => {
    for (const client of [ecs, cloudwatch, scaling]) client?.destroy()
    await emulator?.close()
  })

  async function until(holds: () => Promise<boolean>, seconds = 60): Promise<void> {
    const end = Date.now() + seconds * 1000
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`not within ${seconds} s: ${holds}`)
      await sleep(100)
    }
  }

  type Statistic = 'Average' | 'Sum' | 'Maximum'
  async function read(Namespace: string, MetricName: string, Dimensions: Dimension[], Statistic: Statistic) {
    const { Datapoints = [] } = await cloudwatch.getMetricStatistics({
      Namespace,
      MetricName,
      Dimensions,
      StartTime: new Date(Date.now() - 120 * MINUTE),
      EndTime: new Date(Date.now() + MINUTE),
      Period: 1,
      Statistics: [Statistic],
    })
    return Datapoints.map(each => each[Statistic] ?? 0)
  }
  const elb = (name: string, dimensions: Dimension[], statistic: Statistic = 'Sum') =>
    read('AWS/ApplicationELB', name, dimensions, statistic)
  const sum = (values: number[]) => values.reduce((total, each) => total + each, 0)

  test('requests are counted by answer, balancer and target group, and their times kept', async () => {
    for (let i = 0; i < 12; i++) await call({ port, path: '/' })
    for (let i = 0; i < 3; i++) await call({ port, path: '/bad' })
    await until(async () => sum(await elb('HTTPCode_Target_5XX_Count', [balancer])) >= 3)
    await until(async () => sum(await elb('RequestCount', [balancer, group])) >= 16)
    expect(sum(await elb('HTTPCode_Target_5XX_Count', [balancer, group]))).toBe(3)
    expect(sum(await elb('HTTPCode_Target_2XX_Count', [balancer]))).toBe(sum(await elb('RequestCount', [balancer])) - 3)
    expect(sum(await elb('RequestCountPerTarget', [group]))).toBe(sum(await elb('RequestCount', [balancer])))
    const [slowest = 0] = (await elb('TargetResponseTime', [balancer], 'Maximum')).sort((a, b) => b - a)
    expect(slowest).toBeGreaterThan(0)
    expect(slowest).toBeLessThan(30)
  })

  test('memory and CPU are told in percent of what the task is given', async () => {
    await until(async () => (await read('AWS/ECS', 'MemoryUtilization', service, 'Average')).length > 1)
    const memory = (await read('AWS/ECS', 'MemoryUtilization', service, 'Maximum')).at(-1) ?? 0
    // 64 MiB and Python itself, of 512
    expect(memory).toBeGreaterThan(12)
    expect(memory).toBeLessThan(50)
    // busy while Python starts, and then not
    await until(async () => ((await read('AWS/ECS', 'CPUUtilization', service, 'Average')).at(-1) ?? 100) < 10)
  })

  test('a task that is busy is scaled out by its CPU, and an alarm rings by answers that failed', async () => {
    const AlarmName = 'web-5xx'
    const watched = { Namespace: 'AWS/ApplicationELB', MetricName: 'HTTPCode_Target_5XX_Count', Dimensions: [balancer] }
    await cloudwatch.putMetricAlarm({
      AlarmName,
      ...watched,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    })
    const state = async () =>
      (await cloudwatch.describeAlarms({ AlarmNames: [AlarmName] })).MetricAlarms?.[0]?.StateValue
    await until(async () => (await state()) === 'OK')
    await until(async () => {
      await call({ port, path: '/bad' })
      return (await state()) === 'ALARM'
    })
    const target = {
      ServiceNamespace: 'ecs',
      ResourceId: 'service/shop/web',
      ScalableDimension: 'ecs:service:DesiredCount',
    } as const
    await scaling.registerScalableTarget({ ...target, MinCapacity: 1, MaxCapacity: 2 })
    await scaling.putScalingPolicy({
      ...target,
      PolicyName: 'cpu',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 20,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      },
    })
    const found = () => ecs.describeServices({ cluster: 'shop', services: ['web'] })
    const wanted = async () => (await found()).services?.[0]?.desiredCount
    await sleep(5 * MINUTE)
    expect(await wanted()).toBe(1)
    await call({ port, path: '/burn' })
    await until(async () => (await wanted()) === 2)
  })
})
