/** Lifecycle policies are kept, not carried out. */
import { Refusal, required } from '../../../refusal.ts'
import { type Room, seconds } from '../../../room.ts'
import type { World } from '../../../world.ts'
import { findRepository } from '../image.ts'
import type { Repository } from '../state.ts'

interface Input {
  repositoryName?: string
  lifecyclePolicyText?: string
}

export function putLifecyclePolicy({ world, now }: Room, input: Input) {
  const repository = findRepository(world, input)
  const text = required(input.lifecyclePolicyText, 'lifecyclePolicyText')
  if (!isPolicy(text))
    throw new Refusal(
      'InvalidParameterException',
      "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure'",
    )
  repository.lifecyclePolicy = { text, evaluatedAt: now }
  return show(world, repository)
}

export function getLifecyclePolicy({ world }: Room, input: Input) {
  const repository = findRepository(world, input)
  return {
    ...show(world, repository),
    lastEvaluatedAt: seconds(repository.lifecyclePolicy?.evaluatedAt ?? 0),
  }
}

export function deleteLifecyclePolicy({ world }: Room, input: Input) {
  const repository = findRepository(world, input)
  const gone = show(world, repository)
  repository.lifecyclePolicy = undefined
  return gone
}

function show({ account }: World, { name, lifecyclePolicy }: Repository) {
  if (lifecyclePolicy === undefined)
    throw new Refusal(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${account}'`,
    )
  return { registryId: account, repositoryName: name, lifecyclePolicyText: lifecyclePolicy.text }
}

function isPolicy(text: string): boolean {
  try {
    return Array.isArray((JSON.parse(text) as { rules?: unknown }).rules)
  } catch {
    return false
  }
}
