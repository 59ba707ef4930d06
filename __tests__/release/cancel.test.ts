/** What becomes of rollouts when the workflow is cancelled, and what is told of it. */
import { expect, test } from '@jest/globals'
import { undo } from '../../src/release/cancel.ts'

const CANCELLED = { outcome: 'cancelled', reason: 'the workflow was cancelled' } as const

interface Stopped {
  readonly adopted?: true
  readonly counted?: true
  readonly deployment?: string
  readonly source?: 'deployments' | 'service deployments'
  /** What ECS says to StopServiceDeployment. */
  readonly error?: Error
  readonly onCancel?: 'leave' | 'rollback'
}

async function undone({ deployment, source, error, onCancel = 'rollback', ...rollout }: Stopped) {
  const [said, warned]: [string[], string[]] = [[], []]
  const ecs = { stopServiceDeployment: async () => (error ? Promise.reject(error) : {}) }
  const runner = {
    say: (line: string) => void said.push(line),
    warn: (...words: string[]) => void warned.push(words.join(': ')),
  }
  const endings = new Map([
    [
      { name: 'api', ...rollout },
      { verdict: CANCELLED, deployment, last: source && { source } },
    ],
  ])
  const [ending] = (await undo({ aws: { ecs }, runner } as never, endings as never, { onCancel })).values()
  return { said, warned, reason: ending?.verdict.reason }
}
const named = (name: string, message = '') => Object.assign(new Error(message), { name })

test.each<[string, Stopped, string]>([
  ['it is stopped', { deployment: 'd' }, 'it is being rolled back: ECS was asked to'],
  [
    'it had ended',
    { deployment: 'd', error: named('ConflictException') },
    'it had ended already, and nothing was stopped',
  ],
  ['it is left', { deployment: 'd', onCancel: 'leave' }, 'it goes on in ECS (on-cancel: leave)'],
  ['it is not ours', { deployment: 'd', adopted: true }, 'it is left as it is: this run ordered nothing there'],
])('%s', async (_, stopped, words) => {
  const { said, warned, reason } = await undone(stopped)
  expect(reason).toBe(`the workflow was cancelled: ${words}`)
  expect([said, warned]).toEqual([[`api  ${words.replace(/^it /, '')}`], []])
})

test.each<[string, Stopped, string]>([
  ['ECS does not show it yet', {}, 'ECS does not show its service deployment yet'],
  ['the role may not see it', { source: 'deployments' }, 'The service-deployments API does not answer here'],
  [
    'the role may not stop it',
    { deployment: 'd', error: named('AccessDeniedException', 'not authorized') },
    'not authorized',
  ],
])('it is not rolled back, and why is told: %s', async (_, stopped, words) => {
  const { said, warned, reason } = await undone(stopped)
  expect(said).toEqual([])
  expect(warned).toEqual([expect.stringMatching(new RegExp(`^api was not rolled back: .*${words}`))])
  expect(reason).toContain(words)
})

test('one that does not answer keeps neither the eleventh from being stopped nor the words of the others', async () => {
  const asked: string[] = []
  const said: string[] = []
  let answer = () => {}
  const ecs = {
    stopServiceDeployment: async ({ serviceDeploymentArn: arn }: { serviceDeploymentArn: string }) => {
      asked.push(arn)
      if (arn === '0')
        await new Promise<void>(done => {
          answer = done
        })
      return {}
    },
  }
  const runner = { say: (line: string) => void said.push(line), warn: () => {} }
  const endings = new Map(
    Array.from({ length: 25 }, (_, i) => [{ name: `${i}` }, { verdict: CANCELLED, deployment: `${i}` }]),
  )
  const all = undo({ aws: { ecs }, runner } as never, endings as never, { onCancel: 'rollback' })
  await new Promise(setImmediate)
  expect([asked.length, said.length]).toEqual([25, 24])
  answer()
  await all
  expect(said.length).toBe(25)
})
