/**
 * What a container may ask of EC2 and not of Fargate. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 */
import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { quoted, suggestion } from '../failure/words.ts'
import { type Flaw, flaw } from './flaw.ts'

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html */
const LOGS = ['awslogs', 'splunk', 'awsfirelens']

/** Seconds. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
const LONGEST_STOP = 120

/** GiB. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html */
const [LEAST_STORAGE, MOST_STORAGE] = [21, 200]

export const isForFargate = ({ requiresCompatibilities = [] }: RegisterTaskDefinitionCommandInput): boolean =>
  requiresCompatibilities.includes('FARGATE')

/** Of one container. */
export function fargateFlaws(container: ContainerDefinition): Flaw[] {
  const { linuxParameters = {}, stopTimeout = 0 } = container
  const driver = container.logConfiguration?.logDriver
  const asked = [
    ...(['links', 'dnsServers', 'dnsSearchDomains', 'dockerSecurityOptions', 'resourceRequirements'] as const).filter(
      key => (container[key]?.length ?? 0) > 0,
    ),
    ...(container.privileged ? ['privileged'] : []),
    ...(linuxParameters.sharedMemorySize ? ['sharedMemorySize'] : []),
    ...((linuxParameters.devices ?? []).length > 0 ? ['devices'] : []),
  ]
  const added = (linuxParameters.capabilities?.add ?? []).filter(each => each !== 'SYS_PTRACE')
  return [
    ...flaw(
      driver !== undefined && !LOGS.includes(driver),
      `the log driver ${quoted(driver)}, which Fargate has not${suggestion(driver ?? '', LOGS)}`,
      `Fargate has ${LOGS.join(', ')}.`,
    ),
    ...asked.map(key => ({ what: `\`${key}\`, which Fargate has not`, fix: 'Take it out.' })),
    ...flaw(added.length > 0, `the capabilities ${added.join(', ')} to add`, 'Fargate adds SYS_PTRACE alone.'),
    ...flaw(
      stopTimeout > LONGEST_STOP,
      `a stopTimeout of ${stopTimeout} s`,
      `Of Fargate ${LONGEST_STOP} s are the most.`,
    ),
  ]
}

/** Of the whole. */
export function storageFlaws({ ephemeralStorage }: RegisterTaskDefinitionCommandInput): Flaw[] {
  const { sizeInGiB = LEAST_STORAGE } = ephemeralStorage ?? {}
  return flaw(
    sizeInGiB < LEAST_STORAGE || sizeInGiB > MOST_STORAGE,
    `has an ephemeralStorage of ${sizeInGiB} GiB`,
    `Fargate has ${LEAST_STORAGE} to ${MOST_STORAGE} GiB; without it there are 20.`,
  )
}
