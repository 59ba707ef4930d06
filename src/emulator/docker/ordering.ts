/** In which order the containers of a task start, and what each waits for. */
import type { ContainerDefinition, ContainerDependency } from '@aws-sdk/client-ecs'

export type Condition = 'START' | 'HEALTHY' | 'COMPLETE' | 'SUCCESS'

/** Dependencies first; among those that could start, essential ones first, then as written. Throws on a cycle. */
export function startOrder(containers: readonly ContainerDefinition[]): ContainerDefinition[] {
  const waiting = [...containers].sort((a, b) => Number(isEssential(b)) - Number(isEssential(a)))
  const ordered: ContainerDefinition[] = []
  const placed = (name: string | undefined) => ordered.some(container => container.name === name)
  while (waiting.length > 0) {
    const next = waiting.findIndex(container =>
      dependencies(container).every(({ containerName }) => placed(containerName)),
    )
    if (next < 0) {
      const names = waiting.map(container => container.name).join(', ')
      throw new Error(`the dependencies of these containers can never be met: ${names}`)
    }
    ordered.push(...waiting.splice(next, 1))
  }
  return ordered
}

/** Dependents first. What could not be ordered was not started either. */
export function stopOrder(containers: readonly ContainerDefinition[]): ContainerDefinition[] {
  try {
    return startOrder(containers).reverse()
  } catch {
    return [...containers]
  }
}

export function dependsOn(container: ContainerDefinition, name: string): boolean {
  return dependencies(container).some(({ containerName }) => containerName === name)
}

export function dependencies(container: ContainerDefinition): readonly ContainerDependency[] {
  return container.dependsOn ?? []
}

export function isEssential(container: ContainerDefinition): boolean {
  return container.essential ?? true
}

/** What is known of a container that another one waits for. */
export interface Progress {
  readonly started: boolean
  readonly healthy: boolean
  readonly exitCode?: number
}

/** `undefined` while it may still come. */
export function isMet(condition: string | undefined, { started, healthy, exitCode }: Progress): boolean | undefined {
  switch (condition as Condition) {
    case 'START':
      return started || undefined
    case 'HEALTHY':
      return healthy || (exitCode === undefined ? undefined : false)
    case 'COMPLETE':
      return exitCode === undefined ? undefined : true
    case 'SUCCESS':
      return exitCode === undefined ? undefined : exitCode === 0
    default:
      return false
  }
}
