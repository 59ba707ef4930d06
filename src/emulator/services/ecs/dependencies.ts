import type { ContainerDefinition } from '@aws-sdk/client-ecs'

/** Containers that wait for one another, the first of them again at the end. */
export function circleIn(containers: readonly ContainerDefinition[]): string[] | undefined {
  const next = new Map(
    containers.map(({ name = '', dependsOn = [] }) => [name, dependsOn.map(({ containerName = '' }) => containerName)]),
  )
  const free = new Set<string>()
  const from = (name: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
    if (free.has(name)) return undefined
    for (const one of next.get(name) ?? []) {
      const circle = from(one, [...path, name])
      if (circle !== undefined) return circle
    }
    free.add(name)
    return undefined
  }
  for (const name of next.keys()) {
    const circle = from(name, [])
    if (circle !== undefined) return circle
  }
  return undefined
}
