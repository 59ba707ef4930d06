/** When old tasks leave, and how long that takes, read off a service's events. */
import type { ServiceEvent } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { leavingAt, tailsOf } from '../../src/rollout/tail.ts'
import * as scene from './scene.ts'

const TEXTS = {
  starts: 'has started 2 tasks: (task a) (task b).',
  drains: 'has begun draining connections on 1 tasks.',
  stops: 'has stopped 1 running tasks: (task c).',
  ends: '(deployment ecs-svc/1) deployment completed.',
  steady: 'has reached a steady state.',
}
type Text = keyof typeof TEXTS

/** Newest first, as ECS has them; times in seconds. */
const events = (...told: [Text, number][]): ServiceEvent[] =>
  told.map(([text, at]) => ({ id: `${at}`, message: `(service app) ${TEXTS[text]}`, createdAt: new Date(at * 1000) }))

const rolled = (at: number, tail: number): [Text, number][] => [
  ['steady', at],
  ['ends', at],
  ['stops', at - tail],
  ['stops', at - tail - 5],
  ['starts', at - 200],
]

test.each<[string, ServiceEvent[], number[]]>([
  ['nothing is known', [], []],
  ['one', events(...rolled(1000, 30)), [30_000]],
  ['two, the newest first', events(...rolled(2000, 40), ...rolled(1000, 30)), [40_000, 30_000]],
  [
    'of four the one that is least like the others',
    events(...[30, 31, 29, 1].flatMap((tail, i) => rolled(4000 - i * 500, tail))),
    [30_000, 31_000, 29_000],
  ],
  ['none left before the end', events(['ends', 100], ['starts', 50]), [0]],
  ['one that drains', events(['ends', 400], ['drains', 70], ['starts', 50]), [330_000]],
  ['the first that ever was', events(['steady', 100], ['ends', 100]), []],
  ['one whose beginning ECS has forgotten', events(['ends', 200], ['ends', 100]), []],
])('how long it took before: %s', (_, told, expected) => {
  expect(tailsOf({ events: told })).toEqual(expected)
})

describe('when they began to leave', () => {
  const both = { runningCount: 2, pendingCount: 0 }
  test.each<[string, { runningCount: number; pendingCount: number }, ServiceEvent[], number | undefined]>([
    ['one left', both, events(['stops', 90], ['starts', 20]), 90_000],
    ['the last of two', both, events(['stops', 95], ['stops', 90], ['starts', 20]), 95_000],
    ['ours are not all there', { runningCount: 1, pendingCount: 1 }, events(['stops', 90], ['starts', 20]), undefined],
    ['another of ours was started since', both, events(['starts', 95], ['stops', 90]), undefined],
    ['none left', both, events(['starts', 20]), undefined],
    ['one left before our order', both, events(['stops', 10]), undefined],
  ])('%s', (_, counts, told, expected) => {
    const deployments = [scene.deployment(scene.NEW, { rolloutState: 'IN_PROGRESS', ...counts })]
    const service = { ...scene.complete, deployments, events: told }
    expect(leavingAt({ ...scene.rollout, lastEvent: '10' }, scene.snapshot(100, { service }))).toBe(expected)
  })
})
