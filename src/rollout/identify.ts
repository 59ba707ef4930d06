/** Finds service deployments, and what each leads to. */
import type { Aws } from '../edge/aws.ts'
import { everyPage, portions } from '../edge/pages.ts'
import type { Rollout } from './snapshot.ts'
import type { Listed } from './whose.ts'

const REVISIONS_PER_CALL = 20

/** It remembers where service revisions lead, which never changes. */
export class Finder {
  readonly #aws: Pick<Aws, 'ecs'>
  /** Service revision ARN → task definition ARN. */
  readonly #targets = new Map<string, string>()

  constructor(aws: Pick<Aws, 'ecs'>) {
    this.#aws = aws
  }

  /** Service deployments since our order, newest first, with what they lead to. */
  async list({ cluster, service, earlier }: Rollout): Promise<Listed[]> {
    const found = await everyPage(
      input => this.#aws.ecs.listServiceDeployments(input),
      { cluster, service, maxResults: 100 },
      page => page.serviceDeployments,
    )
    const fresh = found.filter(({ serviceDeploymentArn = '' }) => !earlier.has(serviceDeploymentArn))
    await this.#learn(fresh.map(({ targetServiceRevisionArn = '' }) => targetServiceRevisionArn))
    return fresh.map(({ serviceDeploymentArn: arn = '', targetServiceRevisionArn = '', createdAt }) => ({
      arn,
      createdAt: Number(createdAt ?? 0),
      taskDefinition: this.#targets.get(targetServiceRevisionArn),
    }))
  }

  async describe(serviceDeploymentArns: string[]): Promise<Listed[]> {
    const { serviceDeployments = [] } = await this.#aws.ecs.describeServiceDeployments({ serviceDeploymentArns })
    await this.#learn(serviceDeployments.map(({ targetServiceRevision }) => targetServiceRevision?.arn ?? ''))
    return serviceDeployments.map(({ serviceDeploymentArn: arn = '', targetServiceRevision, createdAt }) => ({
      arn,
      createdAt: Number(createdAt ?? 0),
      taskDefinition: this.#targets.get(targetServiceRevision?.arn ?? ''),
    }))
  }

  async #learn(arns: readonly string[]): Promise<void> {
    const unknown = [...new Set(arns)].filter(arn => arn !== '' && !this.#targets.has(arn))
    for (const serviceRevisionArns of portions(unknown, REVISIONS_PER_CALL)) {
      const { serviceRevisions = [] } = await this.#aws.ecs.describeServiceRevisions({ serviceRevisionArns })
      for (const { serviceRevisionArn = '', taskDefinition } of serviceRevisions) {
        if (taskDefinition) this.#targets.set(serviceRevisionArn, taskDefinition)
      }
    }
  }
}
