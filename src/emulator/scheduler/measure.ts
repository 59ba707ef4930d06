/**
 * What was measured, as CloudWatch has it: "Amazon ECS CloudWatch metrics" in the ECS Developer Guide, "CloudWatch metrics for
 * your Application Load Balancer" in the ELB User Guide.
 */
import type { Many, TaskFact, Traffic } from '../fate.ts'
import { lastPart } from '../identity.ts'
import { serviceMetric } from '../services/application-autoscaling/tracking-alarms.ts'
import { wakeAlarms } from '../services/cloudwatch/alarm.ts'
import { addSample, oneValue } from '../services/cloudwatch/metric.ts'
import type { Dimension, Sample } from '../services/cloudwatch/state.ts'
import type { Task } from '../services/ecs/state/task.ts'
import type { World } from '../world.ts'

/** Of tasks of a service; ECS itself measures no others without Container Insights. */
export function countUse(world: World, task: Task, { at, cpu, memory }: TaskFact & { kind: 'used' }): void {
  const service = world.services[task.service ?? '']
  if (service === undefined) return
  const resource = `service/${lastPart(service.cluster)}/${service.name}`
  const put = (name: string, value: number) =>
    addSample(world, serviceMetric(resource, name), oneValue(at, value, 'Percent'))
  put('CPUUtilization', cpu)
  put('MemoryUtilization', memory)
  wakeAlarms(world)
}

export function countTraffic(world: World, traffic: Traffic): void {
  const { at, loadBalancerArn, targetGroupArn, targets, answered, refused, seconds } = traffic
  const balancer = { Name: 'LoadBalancer', Value: loadBalancerArn.replace(/^.*:loadbalancer\//, '') }
  const group = { Name: 'TargetGroup', Value: targetGroupArn.replace(/^.*:/, '') }
  const put = (MetricName: string, of: Dimension[][], samples: Sample[]) => {
    for (const Dimensions of of)
      for (const sample of samples)
        addSample(world, { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions }, sample)
  }
  const both = [[balancer], [balancer, group]]
  const requests = total(answered)
  if (requests > 0) {
    put('RequestCount', both, [oneValue(at, requests, 'Count')])
    put('RequestCountPerTarget', [[group], [balancer, group]], [oneValue(at, requests / Math.max(1, targets), 'None')])
    put(
      'TargetResponseTime',
      both,
      seconds.map(each => repeated(at, each)),
    )
  }
  for (const [hundreds, count] of byHundreds(answered))
    put(`HTTPCode_Target_${hundreds}XX_Count`, both, [oneValue(at, count, 'Count')])
  for (const [hundreds, count] of byHundreds(refused))
    put(`HTTPCode_ELB_${hundreds}XX_Count`, [[balancer]], [oneValue(at, count, 'Count')])
  for (const [status, count] of refused)
    put(`HTTPCode_ELB_${status}_Count`, [[balancer]], [oneValue(at, count, 'Count')])
  wakeAlarms(world)
}

const total = (many: readonly Many[]): number => many.reduce((sum, [, count]) => sum + count, 0)

function byHundreds(many: readonly Many[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const [status, count] of many) {
    const hundreds = Math.floor(status / 100)
    counts.set(hundreds, (counts.get(hundreds) ?? 0) + count)
  }
  return counts
}

const repeated = (at: number, [value, count]: Many): Sample => ({
  at,
  count,
  sum: value * count,
  min: value,
  max: value,
  unit: 'Seconds',
})
