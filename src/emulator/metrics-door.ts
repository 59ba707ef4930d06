/** Metrics at the control door: what each is from now on, in every minute, until it is said otherwise. */
import type { ControlRoom } from './control.ts'
import { formed, objectOf } from './control-forms.ts'
import { amount, list, wrong } from './control-input.ts'
import { arn } from './identity.ts'
import type { MetricValue, NamedMetric, ServiceMetrics } from './metric.ts'
import { requestMetric, serviceMetric } from './services/application-autoscaling/tracking-alarms.ts'
import { wakeAlarms } from './services/cloudwatch/alarm.ts'
import { metricKey } from './services/cloudwatch/metric.ts'
import type { Gauge, MetricName } from './services/cloudwatch/state.ts'

/** All of it is looked at before any of it is set. */
export function setMetrics(room: ControlRoom, body: unknown) {
  const set = list<unknown>(body).flatMap(one => {
    const given = objectOf('a metric', one)
    return 'service' in given
      ? ofService(room, formed<ServiceMetrics>('a metric of a service', given))
      : named(formed<NamedMetric>('a metric', given))
  })
  const gauges = set.map(one => ({ key: metricKey(one.name), gauge: gaugeOf(one) }))
  for (const { key, gauge } of gauges) {
    if (gauge === undefined) delete room.world.gauges[key]
    else room.world.gauges[key] = gauge
  }
  wakeAlarms(room.world)
  return { metrics: Object.keys(room.world.gauges).length }
}

function gaugeOf({ name, value, sharedBy }: Setting): Gauge | undefined {
  if (value === null) return undefined
  if (typeof value === 'number') return { name, value: amount(value, name.MetricName) }
  const total = (value as { total?: unknown } | undefined)?.total
  if (total === undefined) throw wrong(`${name.MetricName} must be a number, {"total": …} or null.`)
  if (sharedBy === undefined) throw wrong('Only of a service there is a total.')
  return { name, value: amount(total, name.MetricName), sharedBy }
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
  for (const [key, each] of Object.entries(dimensions))
    if (typeof each !== 'string' && typeof each !== 'number') throw wrong(`The dimension ${key} must be a text.`)
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value: String(Value) }))
  return [{ name: { Namespace: namespace, MetricName: metricName, Dimensions }, value }]
}
