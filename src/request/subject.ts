/** What `command: init` is to describe, from the inputs alone. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted } from '../failure/words.ts'
import type { Common } from './request.ts'
import { CLUSTER, ECS_NAME, ENVIRONMENT_NAME } from './schema.ts'

/** The cluster; there is no manifest yet that would say which services of it, and where they belong. */
export function readSubject(cluster: string, { services, environment }: Common, faults: Fault[]): string {
  const wrong = (name: string, text: string, fix: string) => {
    const what = text === '' ? `input ${name} is empty, and command is init` : `input ${name} is ${quoted(text)}`
    faults.push({ code: 'EVK-100', what, fix })
  }
  if (!CLUSTER.test(cluster)) wrong('cluster', cluster, 'Give the name or the ARN of the ECS cluster.')
  if (services.length === 0) wrong('services', '', 'Name the services in ECS, as `api, web`.')
  for (const each of services.filter(name => !ECS_NAME.test(name))) wrong('services', each, 'Give names, not ARNs.')
  if (environment !== '' && !ENVIRONMENT_NAME.test(environment))
    wrong('environment', environment, 'Use letters, digits, -, _ and . only.')
  return cluster
}
