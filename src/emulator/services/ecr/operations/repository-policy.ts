/** Repository policies are kept, not enforced. */
import { Refusal, required } from '../../../refusal.ts'
import type { Room } from '../../../room.ts'
import type { World } from '../../../world.ts'
import { findRepository } from '../image.ts'
import type { Repository } from '../state.ts'

interface Input {
  repositoryName?: string
  policyText?: string
}

export function setRepositoryPolicy({ world }: Room, input: Input) {
  const repository = findRepository(world, input)
  repository.policy = required(input.policyText, 'policyText')
  return show(world, repository)
}

export const getRepositoryPolicy = ({ world }: Room, input: Input) => show(world, findRepository(world, input))

export function deleteRepositoryPolicy({ world }: Room, input: Input) {
  const repository = findRepository(world, input)
  const gone = show(world, repository)
  repository.policy = undefined
  return gone
}

function show({ account }: World, { name, policy }: Repository) {
  if (policy === undefined)
    throw new Refusal(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name '${name}' in the registry with id '${account}'`,
    )
  return { registryId: account, repositoryName: name, policyText: policy }
}
