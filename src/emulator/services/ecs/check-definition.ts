/** What RegisterTaskDefinition refuses. */
import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { client } from '../../refusal.ts'
import { DEFINITION_RULES, FIRST_RULES } from './definition-rules.ts'
import { FARGATE_RULES } from './fargate-rules.ts'
import { firstBroken } from './rule.ts'

interface Checked {
  readonly family: string
  readonly fargate: boolean
}

export function checkDefinition(definition: RegisterTaskDefinitionRequest, host: string): Checked {
  const { family = '', requiresCompatibilities = [] } = definition
  const unfit = firstBroken(FARGATE_RULES, { definition, host })
  const broken =
    firstBroken(FIRST_RULES, definition) ??
    (requiresCompatibilities.includes('FARGATE') ? unfit : undefined) ??
    firstBroken(DEFINITION_RULES, definition)
  if (broken !== undefined) throw client(broken)
  return { family, fargate: unfit === undefined }
}
