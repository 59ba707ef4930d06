/** With another emulator behind: what is answered here all the same. Everything else is passed on. */
import type { Addressee } from '../addressee.ts'
import { logs } from '../services/logs/service.ts'
import { ssm } from '../services/ssm/service.ts'
import { sts } from '../services/sts/service.ts'

export function isOurs({ service, operation }: Addressee): boolean {
  switch (service) {
    case 'ecs':
    case 'ecr':
    case 'application-autoscaling':
      return true
    case 'logs':
      return knows(logs, operation)
    case 'ssm':
      return knows(ssm, operation) || operation?.includes('Parameter') === true
    case 'sts':
      return knows(sts, operation)
    case 'elasticloadbalancing':
      return operation === 'DescribeTargetHealth'
    default:
      return false
  }
}

const knows = (operations: object, operation: string | undefined): boolean =>
  operation !== undefined && Object.hasOwn(operations, operation)
