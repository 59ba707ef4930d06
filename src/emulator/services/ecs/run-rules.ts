/** What RunTask refuses besides where the task is to run. */
import type { RunTaskRequest } from '@aws-sdk/client-ecs'
import { DEFINITION_RULES } from './definition-rules.ts'
import { FARGATE_RULES } from './fargate-rules.ts'
import { overridden } from './overridden.ts'
import { firstBroken, type Rule, when } from './rule.ts'
import type { Recipe } from './state.ts'

interface Asked {
  readonly input: RunTaskRequest
  readonly recipe: Recipe
  readonly host: string
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
const MOST_TASKS = 10
const MOST_OVERRIDES = 8192
const LONGEST_STARTER = 128

export const RUN_RULES: readonly Rule<Asked>[] = [
  {
    name: 'how many',
    wordsOurs: true,
    says: ({ input: { count = 1 } }) =>
      when(!Number.isInteger(count) || count < 1 || count > MOST_TASKS, `count must be between 1 and ${MOST_TASKS}.`),
  },
  {
    // the reference names letters too, and fabfuel/ecs-deploy starts its tasks as "ECS Deploy"
    name: 'who starts it',
    says: ({ input: { startedBy = '' } }) =>
      when(startedBy.length > LONGEST_STARTER, `startedBy longer than ${LONGEST_STARTER}.`),
  },
  {
    name: 'tags of a service',
    wordsOurs: true,
    says: ({ input: { propagateTags } }) =>
      when(propagateTags === 'SERVICE', 'propagateTags cannot be SERVICE when a task is run.'),
  },
  {
    name: 'overrides that are not too long',
    says: ({ input: { overrides } }) =>
      when(
        overrides !== undefined && JSON.stringify(overrides).length > MOST_OVERRIDES,
        `Container Overrides length must be at most ${MOST_OVERRIDES}`,
      ),
  },
  {
    name: 'overrides of containers that there are',
    says: ({ input: { overrides }, recipe: { containerDefinitions = [] } }) => {
      const unknown = overrides?.containerOverrides?.find(
        change => !containerDefinitions.some(({ name }) => name === change.name),
      )
      return when(
        unknown !== undefined,
        `Override for container named ${unknown?.name ?? null} is not a container in the TaskDefinition.`,
      )
    },
  },
  {
    name: 'a task role for ECS Exec',
    says: ({ input: { enableExecuteCommand, overrides }, recipe }) =>
      when(
        enableExecuteCommand === true && !(overrides?.taskRoleArn || recipe.taskRoleArn),
        'The execute command failed because a valid task role is not being used. Specify a valid task role in your task definition or as a task override and try again.',
      ),
  },
  {
    name: 'overrides that make a task definition of their own',
    says: ({ input: { overrides }, recipe, host }) => {
      if (overrides === undefined) return undefined
      const { family, containerDefinitions, ...rest } = overridden(recipe, overrides)
      const definition = { family, containerDefinitions, ...rest }
      return firstBroken(FARGATE_RULES, { definition, host }) ?? firstBroken(DEFINITION_RULES, definition)
    },
  },
]
