/** Listeners and their rules: the default rule has an ARN, weights and actions of its own. */

import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

test('a listener forwards by weights, and its default actions are not those of its rules', async () => {
  const [blue, green, other] = await Promise.all(['blue', 'green', 'other'].map(name => stage.targetGroup({ name })))
  const { LoadBalancers = [] } = await stage.elb.send(new CreateLoadBalancerCommand({ Name: 'front' }))
  const { LoadBalancerArn } = LoadBalancers[0] ?? {}
  const ForwardConfig = {
    TargetGroups: [
      { TargetGroupArn: blue, Weight: 100 },
      { TargetGroupArn: green, Weight: 0 },
    ],
  }
  const listen = (DefaultActions: object[]) =>
    stage.elb.send(
      new CreateListenerCommand({ LoadBalancerArn, Port: 80, DefaultActions: DefaultActions as { Type: 'forward' }[] }),
    )
  await expect(listen([{ Type: 'forward', TargetGroupArn: `${blue}x` }])).rejects.toThrow('target groups not found')
  const { Listeners = [] } = await listen([{ Type: 'forward', ForwardConfig }])
  const { ListenerArn } = Listeners[0] ?? {}
  const Conditions = [{ Field: 'path-pattern', Values: ['/other'] }]
  const Actions = [{ Type: 'forward' as const, TargetGroupArn: other }]
  await stage.elb.send(new CreateRuleCommand({ ListenerArn, Priority: 1, Conditions, Actions }))

  const described = await stage.elb.send(new DescribeListenersCommand({ LoadBalancerArn }))
  expect(described.Listeners?.[0]?.DefaultActions).toEqual([{ Type: 'forward', ForwardConfig }])
  const { Rules = [] } = await stage.elb.send(new DescribeRulesCommand({ ListenerArn }))
  expect(Rules.map(({ IsDefault, RuleArn }) => [IsDefault, RuleArn?.startsWith(RULES(ListenerArn))])).toEqual([
    [false, true],
    [true, true],
  ])
  const last = Rules.find(({ IsDefault }) => IsDefault)
  const asked = await stage.elb.send(new DescribeRulesCommand({ RuleArns: [last?.RuleArn ?? ''] }))
  expect(asked.Rules).toEqual([last])
  const groups = await stage.elb.send(new DescribeTargetGroupsCommand({ LoadBalancerArn }))
  expect(groups.TargetGroups).toHaveLength(3)
})

const RULES = (listenerArn = '') => `${listenerArn.replace(':listener/', ':listener-rule/')}/`
