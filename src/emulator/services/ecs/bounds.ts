/** Limits of the API reference that are not in its model, in words that ECS has for others like it: sil-org/ecs-deploy issues 43 and 266. */
import type { ClusterSetting } from '@aws-sdk/client-ecs'
import { invalid } from '../../refusal.ts'

export function checkMany(things: readonly unknown[], most: number, name: string): void {
  if (things.length > most) throw invalid(`${name} can have at most ${most} items.`)
}

export function checkLength(text: string | undefined, most: number, name: string): void {
  if (text !== undefined && text.length > most) throw invalid(`${name} longer than ${most}.`)
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterSetting.html */
const INSIGHTS: readonly string[] = ['enhanced', 'enabled', 'disabled']

/** Words ours. */
export function checkClusterSettings(settings: readonly ClusterSetting[] = []): void {
  for (const { name, value = '' } of settings)
    if (name === 'containerInsights' && !INSIGHTS.includes(value))
      throw invalid(`The value of containerInsights must be one of ${INSIGHTS.join(', ')}.`)
}
