/** Metrics at the control door: what each is from now on, in every minute, until it is said otherwise. */
import type { ControlRoom } from './control.ts'
import { amount, list, wrong } from './control-input.ts'
import { arn } from './identity.ts'
import type { Metric, MetricValue, NamedMetric, ServiceMetrics } from './metric.ts'
import { requestMetric, serviceMetric } from './services/application-autoscaling/tracking-alarms.ts'
import { wakeAlarms } from './services/cloudwatch/alarm.ts'
import { metricKey } from './services/cloudwatch/metric.ts'
import type { MetricName } from './services/cloudwatch/state.ts'

export function setMetrics(room: ControlRoom, body: unknown) {
  const set = list<Metric>(body).flatMap(one => {
    if (typeof one !== 'object' || one === null) throw wrong('A metric is an object.')
    return 'service' in one ? ofService(room, one) : named(one)
  })
  for (const { name, value, sharedBy } of set) {
    if (value === null) delete room.world.gauges[metricKey(name)]
    else if (typeof value === 'number')
      room.world.gauges[metricKey(name)] = { name, value: amount(value, name.MetricName) }
    else {
      if (sharedBy === undefined) throw wrong('Only of a service there is a total.')
      room.world.gauges[metricKey(name)] = { name, value: amount(value?.total, name.MetricName), sharedBy }
    }
  }
  wakeAlarms(room.world)
  return { metrics: Object.keys(room.world.gauges).length }
}

interface Setting {
  readonly name: MetricName
  readonly value: MetricValue
  readonly sharedBy?: string
}

function ofService({ world }: ControlRoom, given: ServiceMetrics): Setting[] {
  const { cluster = 'default', service, cpu, memory, requestsPerTarget, resourceLabel } = given
  const resource = `service/${cluster}/${service}`
  const sharedBy = arn(world, 'ecs', resource)
  if (world.services[sharedBy] === undefined) throw wrong(`No service ${resource}.`)
  return [
    ...(cpu === undefined ? [] : [{ name: serviceMetric(resource, 'CPUUtilization'), value: cpu, sharedBy }]),
    ...(memory === undefined ? [] : [{ name: serviceMetric(resource, 'MemoryUtilization'), value: memory, sharedBy }]),
    ...(requestsPerTarget === undefined
      ? []
      : [{ name: requestMetric(resourceLabel), value: requestsPerTarget, sharedBy }]),
  ]
}

function named({ namespace, metricName, dimensions = {}, value }: NamedMetric): Setting[] {
  if (typeof namespace !== 'string' || typeof metricName !== 'string' || value === undefined)
    throw wrong('A metric needs a service, or a namespace, a metricName and a value.')
  if (typeof dimensions !== 'object' || dimensions === null) throw wrong('Dimensions are an object.')
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value: String(Value) }))
  return [{ name: { Namespace: namespace, MetricName: metricName, Dimensions }, value }]
}
