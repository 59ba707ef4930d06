/** What containers of a task wait for, and what of it ECS would refuse. Pure. */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { quoted, suggestion } from '../failure/words.ts'
import type { Flaw } from './flaw.ts'

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html */
const CONDITIONS = ['START', 'COMPLETE', 'SUCCESS', 'HEALTHY']

/** Of one container among all; one that waits for a container that is not there is told elsewhere. */
export function dependencyFlaws(
  { name: own, dependsOn = [] }: ContainerDefinition,
  containers: readonly ContainerDefinition[],
): Flaw[] {
  return dependsOn.flatMap(({ containerName = '', condition = '' }): Flaw[] => {
    const other = containers.find(({ name }) => name === containerName)
    if (other === undefined || containerName === own) return []
    const by = `a \`dependsOn\` of ${quoted(containerName)}`
    if (!CONDITIONS.includes(condition)) {
      const what = `${by} with the condition ${quoted(condition)}${suggestion(condition, CONDITIONS)}`
      return [{ what, fix: `Conditions are ${CONDITIONS.join(', ')}.` }]
    }
    if ((condition === 'COMPLETE' || condition === 'SUCCESS') && other.essential !== false) {
      const what = `${by} with ${condition}, and that container is essential: its end is that of the task`
      return [{ what, fix: `Write \`essential: false\` of ${quoted(containerName)}.` }]
    }
    return condition === 'HEALTHY' && other.healthCheck === undefined
      ? [{ what: `${by} with HEALTHY, and that container has no health check`, fix: 'Write one, or wait for START.' }]
      : []
  })
}

/** The names of containers that wait for each other, from one to itself; undefined: none do. */
export function circleIn(containers: readonly ContainerDefinition[]): string[] | undefined {
  const done = new Set<string>()
  const visit = (name: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name]
    if (done.has(name)) return undefined
    const { dependsOn = [] } = containers.find(each => each.name === name) ?? {}
    for (const { containerName = '' } of dependsOn) {
      const circle = visit(containerName, [...way, name])
      if (circle !== undefined) return circle
    }
    done.add(name)
    return undefined
  }
  for (const { name = '' } of containers) {
    const circle = visit(name, [])
    // one that waits for itself is told of itself
    if (circle !== undefined && circle.length > 2) return circle
  }
  return undefined
}
