/** Every operation the local ECS knows, by service. */
import type { Operation } from '../room.ts'
import { applicationAutoscaling } from './application-autoscaling/service.ts'
import { cloudwatch } from './cloudwatch/service.ts'
import { ecr } from './ecr/service.ts'
import { ecs } from './ecs/service.ts'
import { elbv2 } from './elbv2/service.ts'
import { logs } from './logs/service.ts'
import { secretsmanager } from './secretsmanager/service.ts'
import { ssm } from './ssm/service.ts'
import { sts } from './sts/service.ts'

export interface ApiService {
  readonly name: string
  readonly operations: Readonly<Record<string, Operation>>
}

/** By the first part of X-Amz-Target. */
export const jsonServices: Readonly<Record<string, ApiService>> = {
  AmazonEC2ContainerServiceV20141113: { name: 'ecs', operations: ecs },
  AmazonEC2ContainerRegistry_V20150921: { name: 'ecr', operations: ecr },
  Logs_20140328: { name: 'logs', operations: logs },
  AnyScaleFrontendService: { name: 'application-autoscaling', operations: applicationAutoscaling },
  AmazonSSM: { name: 'ssm', operations: ssm },
  GraniteServiceVersion20100801: { name: 'cloudwatch', operations: cloudwatch },
  secretsmanager: { name: 'secretsmanager', operations: secretsmanager },
}

export interface QueryService extends ApiService {
  readonly namespace: string
}

/** By the Version field of the form. */
export const queryServices: Readonly<Record<string, QueryService>> = {
  '2011-06-15': { name: 'sts', operations: sts, namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
  '2015-12-01': {
    name: 'elasticloadbalancing',
    operations: elbv2,
    namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  },
}
