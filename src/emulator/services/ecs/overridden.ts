/** A task definition with the overrides of one task laid over it: what that task really is. */
import type { ContainerDefinition, ContainerOverride, TaskOverride } from '@aws-sdk/client-ecs'
import { units } from './size.ts'
import type { Recipe } from './state.ts'

export function overridden(recipe: Recipe, overrides: TaskOverride | undefined): Recipe {
  if (overrides === undefined) return recipe
  const { cpu, memory, taskRoleArn, executionRoleArn, ephemeralStorage, containerOverrides = [] } = overrides
  const changes = new Map(containerOverrides.map(change => [change.name, change]))
  return {
    ...recipe,
    ...(cpu !== undefined && { cpu: String(units(cpu, 'vcpu')) }),
    ...(memory !== undefined && { memory: String(units(memory, 'gb')) }),
    ...(taskRoleArn && { taskRoleArn }),
    ...(executionRoleArn && { executionRoleArn }),
    ...(ephemeralStorage !== undefined && { ephemeralStorage }),
    ...(recipe.containerDefinitions && {
      containerDefinitions: recipe.containerDefinitions.map(container =>
        changed(container, changes.get(container.name)),
      ),
    }),
  }
}

function changed(container: ContainerDefinition, change: ContainerOverride | undefined): ContainerDefinition {
  if (change === undefined) return container
  const { environment, environmentFiles, ...members } = change
  return {
    ...container,
    ...members,
    ...(environment && { environment: withNewer(container.environment, environment) }),
    ...(environmentFiles && { environmentFiles: [...(container.environmentFiles ?? []), ...environmentFiles] }),
  }
}

type Variable = NonNullable<ContainerDefinition['environment']>[number]

const withNewer = (old: readonly Variable[] = [], newer: readonly Variable[]): Variable[] => [
  ...old.filter(({ name }) => !newer.some(one => one.name === name)),
  ...newer,
]
