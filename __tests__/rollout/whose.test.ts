/** Whose a service deployment is, by its time and by what it leads to. */
import { describe, expect, test } from '@jest/globals'
import {
  isOurs,
  type Listed,
  leader,
  type Order,
  orderOf,
  oursAmong,
  rivalsIn,
  successor,
} from '../../src/rollout/whose.ts'
import { arnOf, complete, deployment, NEW, OLD, THIRD } from './scene.ts'

const T = 1_800_000_000_000
const order: Order = { deployment: 'ecs-svc/2', createdAt: T, named: undefined, since: T - 600_000 }
const lost: Order = { ...order, deployment: undefined, createdAt: undefined }
const earlier = new Set(['before'])
const wanted = (given: Order) => ({ order: given, revision: NEW, earlier })
const listed = (arn: string, ms: number, taskDefinition: string | undefined = NEW.arn) => ({
  arn,
  createdAt: T + ms,
  taskDefinition,
})
const arnAmong = (given: Order, ...all: Listed[]) => oursAmong(wanted(given), all)?.arn

describe('what UpdateService’s answer says of the order', () => {
  const at = (id: string, ms: number | undefined, of = NEW, status = 'PRIMARY') =>
    deployment(of, { id, status, createdAt: ms === undefined ? undefined : new Date(T + ms) })
  const bounds = { earlier: new Set(['ecs-svc/1', 'arn:before']), since: T }
  const before = { currentServiceDeployment: 'arn:before' }
  test.each([
    ['ours leads', [at('ecs-svc/2', 5)], 'ecs-svc/2'],
    ['by a clock that is a little behind', [at('ecs-svc/2', -1500)], 'ecs-svc/2'],
    ['without a time', [at('ecs-svc/2', undefined)], 'ecs-svc/2'],
    ['the one before of our revision', [at('ecs-svc/1', -90_000)], undefined],
    ['the one before, changed just now', [at('ecs-svc/1', 5)], undefined],
    ['the one before, without a time', [at('ecs-svc/1', undefined)], undefined],
    ['one that no read had shown, and is older than all that was told', [at('ecs-svc/0', -90_000)], undefined],
    ['another revision', [at('ecs-svc/2', 5, OLD)], undefined],
    ['ours does not lead', [at('ecs-svc/2', 5, NEW, 'ACTIVE')], undefined],
    ['nothing', [], undefined],
  ])('%s', (_, deployments, id) => {
    expect(orderOf({ deployments }, NEW.arn, bounds).deployment).toBe(id)
    expect(orderOf({ deployments, ...before }, NEW.arn, bounds).named).toBeUndefined()
    expect(orderOf({ deployments, currentServiceDeployment: 'arn:2' }, NEW.arn, bounds).named).toBe(id && 'arn:2')
  })
})

describe('ours among those of the list', () => {
  test.each([
    ['the only one', order, [listed('ours', 0)], 'ours'],
    ['its times lie apart a little', order, [listed('ours', 1900)], 'ours'],
    ['or the other way', order, [listed('ours', -1900)], 'ours'],
    ['a stranger’s came 2 s later', order, [listed('theirs', 2000), listed('ours', 300)], 'ours'],
    ['a stranger’s came 2 s before', order, [listed('ours', 300), listed('theirs', -1700)], 'ours'],
    ['a stranger’s alone is listed, later', order, [listed('theirs', 2100)], undefined],
    ['a stranger’s alone is listed, before', order, [listed('theirs', -2100)], undefined],
    ['it leads elsewhere', order, [listed('theirs', 0, OLD.arn)], undefined],
    ['where it leads is not known', order, [{ ...listed('theirs', 0), taskDefinition: undefined }], undefined],
    ['it was there before', order, [listed('before', 0)], undefined],
    ['the answer was lost', lost, [listed('ours', 40_000)], 'ours'],
    ['the answer was lost, and one is from before', lost, [listed('old', -700_000)], undefined],
    ['the answer was lost, and somebody came after us', lost, [listed('theirs', 9000), listed('ours', 0)], 'ours'],
  ])('%s', (_, given, all, arn) => {
    expect(arnAmong(given, ...all)).toBe(arn)
  })

  const naming: Order = { ...order, named: 'ours' }
  test.each([
    ['the named one wins a tie', naming, [listed('theirs', 0), listed('ours', 1500)], {}, 'ours'],
    [
      'another’s within the tie is "not yet" while the named one is not listed',
      naming,
      [listed('theirs', 300)],
      {},
      undefined,
    ],
    ['the name was somebody else’s', naming, [listed('mine', 300), listed('ours', 0)], { denied: 'ours' }, 'mine'],
    ['the name leads elsewhere', naming, [listed('ours', 0, OLD.arn), listed('theirs', 0)], {}, undefined],
    [
      'no name, and another began the same at its time',
      order,
      [listed('theirs', 1500)],
      { rivals: [T + 1400] },
      undefined,
    ],
    [
      'no name, and ours beside it',
      order,
      [listed('theirs', 1500), listed('ours', 200)],
      { rivals: [T + 1400] },
      'ours',
    ],
    ['no name, and another began the same long before', order, [listed('ours', 200)], { rivals: [T - 90_000] }, 'ours'],
  ])('%s', (_, given, all, more, arn) => {
    expect(oursAmong(wanted(given), all, more)?.arn).toBe(arn)
  })

  test('rivals are other orders of our revision, by the service’s own record', () => {
    const at = (id: string, ms: number, of = NEW) => deployment(of, { id, createdAt: new Date(T + ms) })
    const service = { deployments: [at('ecs-svc/9', 1400), at('ecs-svc/2', 0), at('ecs-svc/1', -5000, OLD)] }
    expect(rivalsIn(wanted(order), service)).toEqual([T + 1400])
    expect(rivalsIn(wanted(lost), service)).toEqual([])
  })

  test('what the answer names needs no such nearness', () => {
    expect(isOurs(wanted(order), listed('named', 5000))).toBe(true)
    expect(isOurs(wanted(order), listed('named', -5000))).toBe(false)
  })
})

describe('what took the place of ours', () => {
  const ours = (status: 'IN_PROGRESS' | 'STOPPED' | 'SUCCESSFUL') => ({
    serviceDeploymentArn: 'ours',
    createdAt: new Date(T),
    status,
  })
  test.each([
    ['came later and leads elsewhere', ours('IN_PROGRESS'), listed('theirs', 5000, THIRD.arn), 'theirs'],
    ['is ours', ours('STOPPED'), listed('ours', 0), undefined],
    ['came before', ours('STOPPED'), listed('theirs', -1, THIRD.arn), undefined],
    ['was there before', ours('STOPPED'), listed('before', 5000, THIRD.arn), undefined],
    ['leads nobody knows where', ours('STOPPED'), { ...listed('theirs', 5000), taskDefinition: undefined }, undefined],
    ['wants the same, and ours goes on', ours('IN_PROGRESS'), listed('theirs', 5000), undefined],
    ['wants the same, and ours was stopped', ours('STOPPED'), listed('theirs', 5000), 'theirs'],
    ['ours was never seen', undefined, listed('theirs', 5000, THIRD.arn), 'theirs'],
    ['ours was never seen, and it came before', undefined, listed('theirs', -1, THIRD.arn), undefined],
  ])('%s', (_, mine, other, arn) => {
    expect(successor(wanted(order), mine, [other])?.arn).toBe(arn)
  })

  const leads = (ms: number, of = THIRD) => ({
    ...complete,
    deployments: [deployment(of, { id: 'ecs-svc/9', createdAt: new Date(T + ms) })],
  })
  test.each([
    ['came later', ours('SUCCESSFUL'), leads(5000), arnOf('app:3')],
    ['came before', ours('SUCCESSFUL'), leads(-5000), undefined],
    ['came as good as at once', ours('SUCCESSFUL'), leads(1500), undefined],
    ['wants the same', ours('SUCCESSFUL'), leads(5000, NEW), undefined],
    ['may be ECS’s rollback', ours('IN_PROGRESS'), leads(5000, OLD), undefined],
    ['ours was never seen', undefined, leads(5000), undefined],
    ['nothing leads', ours('SUCCESSFUL'), { ...complete, deployments: [] }, undefined],
  ])('by the service’s own record: %s', (_, mine, service, taskDefinition) => {
    expect(leader({ revision: NEW }, mine, service)?.taskDefinition).toBe(taskDefinition)
  })
})
