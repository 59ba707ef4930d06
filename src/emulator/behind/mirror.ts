/** Target groups, listeners and their rules as they are behind, taken into the world that the scheduler reads. */

import { book } from '../book.ts'
import type { Action, Condition, Rule } from '../routing.ts'
import type { Listener, LoadBalancerRecord, RegisteredTarget, TargetGroup } from '../services/elbv2/state.ts'
import type { World } from '../world.ts'
import { askQuery, type Behind } from './ask.ts'
import { at, members, number, text, texts, type Xml } from './xml.ts'

export interface Mirror {
  /** Once at a time; who asks meanwhile gets the next reading. */
  read(): Promise<void>
}

export function createMirror(behind: Behind, world: World, read: () => Promise<void>): Mirror {
  let going: Promise<void> | undefined
  let next: Promise<void> | undefined
  const once = async (): Promise<void> => {
    const seen = await look(behind)
    Object.assign(world, seen)
    await read()
  }
  const start = (): Promise<void> => {
    going = once().finally(() => {
      going = undefined
    })
    return going
  }
  return {
    read() {
      if (going === undefined) return start()
      next ??= going
        .catch(() => {})
        .then(() => {
          next = undefined
          return start()
        })
      return next
    },
  }
}

type Seen = Pick<World, 'targetGroups' | 'loadBalancers' | 'listeners'>

async function look(behind: Behind): Promise<Seen> {
  const seen: Seen = { targetGroups: book(), loadBalancers: book(), listeners: book() }
  for (const one of await list(behind, 'DescribeTargetGroups', 'TargetGroups')) {
    const arn = text(one, 'TargetGroupArn')
    const attributes = await ifThere(
      list(behind, 'DescribeTargetGroupAttributes', 'Attributes', { TargetGroupArn: arn }),
    )
    const health = await ifThere(
      list(behind, 'DescribeTargetHealth', 'TargetHealthDescriptions', { TargetGroupArn: arn }),
    )
    if (attributes && health)
      seen.targetGroups[arn] = { ...targetGroup(one, attributes), registered: health.map(registeredOf) }
  }
  for (const one of await list(behind, 'DescribeLoadBalancers', 'LoadBalancers')) {
    const arn = text(one, 'LoadBalancerArn')
    const listeners = await ifThere(list(behind, 'DescribeListeners', 'Listeners', { LoadBalancerArn: arn }))
    if (listeners) seen.loadBalancers[arn] = loadBalancer(one)
    for (const listener of listeners ?? []) {
      const ListenerArn = text(listener, 'ListenerArn')
      const rules = await ifThere(list(behind, 'DescribeRules', 'Rules', { ListenerArn }))
      if (rules) seen.listeners[ListenerArn] = listenerOf(listener, rules)
    }
  }
  return seen
}

/** Undefined for what was deleted since it was listed. */
const ifThere = <Found>(asked: Promise<Found>): Promise<Found | undefined> =>
  asked.catch(error => {
    if (/<Code>\w+NotFound<\/Code>/.test(String(error))) return undefined
    throw error
  })

/** All pages. */
async function list(behind: Behind, Action: string, field: string, input: Record<string, string> = {}): Promise<Xml[]> {
  const found: Xml[] = []
  for (let marker = ''; ; ) {
    const form = { Action, Version: '2015-12-01', ...input, ...(marker && { Marker: marker }) }
    const answer = await askQuery(behind, 'elasticloadbalancing', form)
    const result = at(at(answer, `${Action}Response`), `${Action}Result`)
    found.push(...members(result, field))
    marker = text(result, 'NextMarker')
    if (marker === '') return found
  }
}

function targetGroup(one: Xml, attributes: readonly Xml[]): TargetGroup {
  return {
    arn: text(one, 'TargetGroupArn'),
    name: text(one, 'TargetGroupName'),
    port: number(one, 'Port', 80),
    protocol: text(one, 'Protocol'),
    vpcId: text(one, 'VpcId'),
    targetType: text(one, 'TargetType') || 'instance',
    healthCheck: {
      path: text(one, 'HealthCheckPath') || '/',
      port: text(one, 'HealthCheckPort') || 'traffic-port',
      protocol: text(one, 'HealthCheckProtocol') || 'HTTP',
      intervalSeconds: number(one, 'HealthCheckIntervalSeconds', 30),
      timeoutSeconds: number(one, 'HealthCheckTimeoutSeconds', 5),
      healthyThreshold: number(one, 'HealthyThresholdCount', 5),
      unhealthyThreshold: number(one, 'UnhealthyThresholdCount', 2),
      matcher: text(at(one, 'Matcher'), 'HttpCode') || '200',
    },
    attributes: Object.fromEntries(attributes.map(each => [text(each, 'Key'), text(each, 'Value')])),
  }
}

function registeredOf(one: Xml): RegisteredTarget {
  const [target, health] = [at(one, 'Target'), at(one, 'TargetHealth')]
  return {
    id: text(target, 'Id'),
    port: number(target, 'Port', 0),
    state: text(health, 'State') || 'healthy',
    reason: text(health, 'Reason'),
    description: text(health, 'Description'),
  }
}

function loadBalancer(one: Xml): LoadBalancerRecord {
  return {
    arn: text(one, 'LoadBalancerArn'),
    name: text(one, 'LoadBalancerName'),
    scheme: text(one, 'Scheme'),
    type: text(one, 'Type'),
    createdAt: Date.parse(text(one, 'CreatedTime')) || 0,
    dnsName: text(one, 'DNSName'),
  }
}

function listenerOf(one: Xml, rules: readonly Xml[]): Listener {
  const last = rules.find(rule => text(rule, 'Priority') === 'default')
  const arn = last === undefined ? '' : text(last, 'RuleArn')
  return {
    arn: text(one, 'ListenerArn'),
    loadBalancerArn: text(one, 'LoadBalancerArn'),
    port: number(one, 'Port', 80),
    protocol: text(one, 'Protocol'),
    rules: [
      ...rules.filter(rule => text(rule, 'Priority') !== 'default').map(ruleOf),
      {
        ...(arn !== '' && { arn }),
        priority: 'default',
        conditions: [],
        actions: members(one, 'DefaultActions').map(actionOf),
      },
    ],
  }
}

const ruleOf = (rule: Xml): Rule => ({
  arn: text(rule, 'RuleArn'),
  priority: number(rule, 'Priority', 0),
  conditions: members(rule, 'Conditions').map(conditionOf),
  actions: members(rule, 'Actions').map(actionOf),
})

/** The field's own configuration, or the older plain list of values. */
const CONFIGURATION: Readonly<Record<string, string>> = {
  'path-pattern': 'PathPatternConfig',
  'host-header': 'HostHeaderConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
}

function conditionOf(condition: Xml): Condition {
  const field = text(condition, 'Field')
  const configuration = at(condition, CONFIGURATION[field] ?? '')
  const header = text(configuration, 'HttpHeaderName')
  const own =
    field === 'query-string'
      ? members(configuration, 'Values').map(pair => {
          const key = text(pair, 'Key')
          return key === '' ? text(pair, 'Value') : `${key}=${text(pair, 'Value')}`
        })
      : texts(configuration, 'Values')
  return { field, values: own.length > 0 ? own : texts(condition, 'Values'), ...(header !== '' && { header }) }
}

function actionOf(action: Xml): Action {
  const type = text(action, 'Type')
  if (type === 'forward') {
    const groups = members(at(action, 'ForwardConfig'), 'TargetGroups').map(group => ({
      arn: text(group, 'TargetGroupArn'),
      weight: number(group, 'Weight', 1),
    }))
    return { type, groups: groups.length > 0 ? groups : [{ arn: text(action, 'TargetGroupArn'), weight: 1 }] }
  }
  if (type === 'redirect') {
    const to = at(action, 'RedirectConfig')
    return {
      type,
      status: Number(text(to, 'StatusCode').replace('HTTP_', '')) || 302,
      to: {
        protocol: text(to, 'Protocol') || '#{protocol}',
        host: text(to, 'Host') || '#{host}',
        port: text(to, 'Port') || '#{port}',
        path: text(to, 'Path') || '/#{path}',
        query: text(to, 'Query') || '#{query}',
      },
    }
  }
  if (type === 'fixed-response') {
    const fixed = at(action, 'FixedResponseConfig')
    return {
      type,
      status: number(fixed, 'StatusCode', 200),
      contentType: text(fixed, 'ContentType') || 'text/plain',
      body: text(fixed, 'MessageBody'),
    }
  }
  return { type: 'other', name: type }
}
