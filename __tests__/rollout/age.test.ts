/** How long tasks have run, whatever this machine's clock says. */
import { describe, expect, test } from '@jest/globals'
import { leastAge, leastAhead } from '../../src/rollout/age.ts'
import { complete, deployment, NEW, serviceDeployment, task } from './scene.ts'

const at = (seconds: number) => new Date(seconds * 1000)
const bare = { at: 1_000_000, service: complete, deployment: undefined, tasks: [] }

describe('how far AWS’s clock is ahead at least, by the newest that is told', () => {
  test.each<[string, Partial<Parameters<typeof leastAhead>[0]>, number]>([
    ['nothing', {}, -Infinity],
    ['an event', { service: { ...complete, events: [{ createdAt: at(1600) }, { createdAt: at(900) }] } }, 600],
    ['a deployment', { service: { ...complete, deployments: [deployment(NEW, { updatedAt: at(940) })] } }, -60],
    ['the service deployment', { deployment: serviceDeployment({ createdAt: at(1), finishedAt: at(990) }) }, -10],
    ['a task', { tasks: [task(NEW, { startedAt: at(1000) })] }, 0],
  ])('%s', (_, told, seconds) => {
    expect(leastAhead({ ...bare, ...told })).toBe(seconds * 1000)
  })
})

test.each<[string, ReturnType<typeof task>[], number]>([
  ['none', [], 0],
  ['the youngest', [task(NEW, { startedAt: at(400) }), task(NEW, { startedAt: at(1500) })], 100],
  ['one does not tell', [task(NEW, { startedAt: at(400) }), task(NEW)], 0],
  ['newer than all that was told', [task(NEW, { startedAt: at(2000) })], 0],
])('how long they have run at least: %s', (_, tasks, seconds) => {
  expect(leastAge(tasks, { at: 1_000_000, ahead: 600_000 })).toBe(seconds * 1000)
})
