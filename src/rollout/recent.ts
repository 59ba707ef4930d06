/** Lists the service deployments of late, and learns what each leads to. */
import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import type { Aws } from '../edge/aws.ts'
import { everyPage, portions } from '../edge/pages.ts'
import type { Rollout } from './snapshot.ts'
import { type Listed, sinceOf } from './whose.ts'

const REVISIONS_PER_CALL = 20

export class Recent {
  readonly #aws: Pick<Aws, 'ecs'>
  /** Service revision ARN → task definition ARN; a service revision never changes. */
  readonly #targets = new Map<string, string>()

  constructor(aws: Pick<Aws, 'ecs'>) {
    this.#aws = aws
  }

  /** Since our order, newest first, with what they lead to. */
  async list(rollout: Rollout): Promise<Listed[]> {
    const { cluster, service, earlier, order } = rollout
    const since = sinceOf(order)
    const found = await everyPage(
      input => this.#aws.ecs.listServiceDeployments(input),
      { cluster, service, maxResults: 100, ...(since > 0 && { createdAt: { after: new Date(since) } }) },
      page => page.serviceDeployments,
    )
    const fresh = found.filter(({ serviceDeploymentArn = '' }) => !earlier.has(serviceDeploymentArn))
    await this.learn(fresh.map(({ targetServiceRevisionArn = '' }) => targetServiceRevisionArn))
    return fresh.map(({ serviceDeploymentArn: arn = '', targetServiceRevisionArn = '', createdAt }) => ({
      arn,
      createdAt: Number(createdAt ?? 0),
      taskDefinition: this.#targets.get(targetServiceRevisionArn),
    }))
  }

  tell({ serviceDeploymentArn: arn = '', targetServiceRevision, createdAt }: ServiceDeployment): Listed {
    const taskDefinition = this.#targets.get(targetServiceRevision?.arn ?? '')
    return { arn, createdAt: Number(createdAt ?? 0), taskDefinition }
  }

  async learn(arns: readonly string[]): Promise<void> {
    const unknown = [...new Set(arns)].filter(arn => arn !== '' && !this.#targets.has(arn))
    for (const serviceRevisionArns of portions(unknown, REVISIONS_PER_CALL)) {
      const { serviceRevisions = [] } = await this.#aws.ecs.describeServiceRevisions({ serviceRevisionArns })
      for (const { serviceRevisionArn = '', taskDefinition } of serviceRevisions) {
        if (taskDefinition) this.#targets.set(serviceRevisionArn, taskDefinition)
      }
    }
  }
}
