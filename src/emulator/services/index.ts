/** Every service the local ECS knows. */
import type { Api, Query, Rest } from './api.ts'
import { applicationAutoscaling } from './application-autoscaling/service.ts'
import { cloudwatch } from './cloudwatch/service.ts'
import { ecr } from './ecr/service.ts'
import { ecs } from './ecs/service.ts'
import { elbv2 } from './elbv2/service.ts'
import { events } from './events/service.ts'
import { logs } from './logs/service.ts'
import { scheduler } from './scheduler/service.ts'
import { secretsmanager } from './secretsmanager/service.ts'
import { ssm } from './ssm/service.ts'
import { sts } from './sts/service.ts'

export const SERVICES: readonly Api[] = [
  ecs,
  ecr,
  logs,
  applicationAutoscaling,
  ssm,
  cloudwatch,
  events,
  scheduler,
  secretsmanager,
  sts,
  elbv2,
]

export const serviceNamed = (name: string): Api | undefined => SERVICES.find(each => each.name === name)

/** By the first part of X-Amz-Target. */
export const serviceAt = (target: string): Api | undefined =>
  SERVICES.find(({ protocol }) => protocol.kind === 'json' && protocol.target === target)

/** By the Version field of a form. */
export const serviceOfVersion = (version: string): (Api & { readonly protocol: Query }) | undefined =>
  SERVICES.find((each): each is Api & { readonly protocol: Query } => speaksQuery(each, version))

/** By the name in a request's signature. */
export const restService = (name: string): (Api & { readonly protocol: Rest }) | undefined =>
  SERVICES.find(
    (each): each is Api & { readonly protocol: Rest } => each.name === name && each.protocol.kind === 'rest',
  )

const speaksQuery = ({ protocol }: Api, version: string): boolean =>
  protocol.kind === 'query' && protocol.version === version

export const operationOf = ({ operations }: Api, name: string): Api['operations'][string] | undefined =>
  Object.hasOwn(operations, name) ? operations[name] : undefined
