import type { Violation } from '../../constraints.ts'
import { client, invalid, type Refusal } from '../../refusal.ts'
import { said } from '../validation.ts'

/** Where ECS has words of its own, by the path without its indices. */
const WORDS: Readonly<Record<string, string>> = {
  family: 'Family should not be null or empty.',
  containerDefinitions: 'Container list cannot be empty.',
  'containerDefinitions.healthCheck.command': 'HealthCheck command should not be null or empty.',
  services: 'Services cannot be empty.',
  tasks: 'Tasks cannot be empty.',
}

/** The other sentences are AWS's, of other services: how ECS words these is not known. */
export function refuseMember(broken: readonly Violation[], operation: string): Refusal {
  const known = broken.map(({ at, value }) => (value === null ? WORDS[at.replace(/\.\d+\.member/g, '')] : undefined))
  const message = known.find(words => words !== undefined) ?? said(broken)
  return operation === 'RegisterTaskDefinition' ? client(message) : invalid(message)
}
