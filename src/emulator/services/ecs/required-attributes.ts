/**
 * What a container instance must be able to do for a task definition. Which member asks for what was read off descriptions of
 * 2021 to 2026; versions of Docker's API that no member explains are left out.
 */
import type { Attribute, ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { isEcrImage } from './fargate-rules.ts'

/** With the host of the local registry. */
interface Asked extends Partial<RegisterTaskDefinitionRequest> {
  readonly host: string
}

const DOCKER = 'com.amazonaws.ecs.capability.docker-remote-api'
const SECRETS_MANAGER = /^arn:[^:]+:secretsmanager:/

const some = ({ containerDefinitions = [] }: Asked, holds: (container: ContainerDefinition) => unknown): boolean =>
  containerDefinitions.some(container => Boolean(holds(container)))
const logsTo = (asked: Asked, driver: string): boolean =>
  some(asked, each => each.logConfiguration?.logDriver === driver)
const isFromEcr = (asked: Asked): boolean => some(asked, ({ image = '' }) => isEcrImage(image, asked.host))
const hasSecret = (asked: Asked, isOne: (from: string) => boolean): boolean =>
  some(asked, ({ secrets = [] }) => secrets.some(({ valueFrom = '' }) => isOne(valueFrom)))
const isChecked = (asked: Asked): boolean => some(asked, ({ healthCheck }) => healthCheck)

const ATTRIBUTES: readonly (readonly [name: string, isRequired: (asked: Asked) => unknown])[] = [
  ['com.amazonaws.ecs.capability.logging-driver.awslogs', asked => logsTo(asked, 'awslogs')],
  ['ecs.capability.execution-role-awslogs', asked => logsTo(asked, 'awslogs') && asked.executionRoleArn],
  ['com.amazonaws.ecs.capability.ecr-auth', isFromEcr],
  [`${DOCKER}.1.19`, asked => logsTo(asked, 'awslogs')],
  ['ecs.capability.secrets.asm.environment-variables', asked => hasSecret(asked, from => SECRETS_MANAGER.test(from))],
  ['ecs.capability.secrets.ssm.environment-variables', asked => hasSecret(asked, from => !SECRETS_MANAGER.test(from))],
  ['com.amazonaws.ecs.capability.task-iam-role', ({ taskRoleArn }) => taskRoleArn],
  ['ecs.capability.container-ordering', asked => some(asked, ({ dependsOn = [] }) => dependsOn.length > 0)],
  ['ecs.capability.container-health-check', isChecked],
  ['ecs.capability.pid-ipc-namespace-sharing', ({ pidMode, ipcMode }) => pidMode ?? ipcMode],
  ['ecs.capability.execution-role-ecr-pull', asked => isFromEcr(asked) && asked.executionRoleArn],
  [`${DOCKER}.1.18`, ({ networkMode }) => networkMode === 'awsvpc'],
  ['ecs.capability.task-eni', ({ networkMode }) => networkMode === 'awsvpc'],
  [`${DOCKER}.1.29`, isChecked],
]

export const requiredAttributes = (asked: Asked): Attribute[] =>
  ATTRIBUTES.flatMap(([name, isRequired]) => (isRequired(asked) ? [{ name }] : []))
