/** What stands behind the local ECS in tests: says what it was asked, and has one load balancer. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const GROUP = 'arn:aws:elasticloadbalancing:ap-south-1:123456789012:targetgroup/web/1'
const BALANCER = 'arn:aws:elasticloadbalancing:ap-south-1:123456789012:loadbalancer/app/web/1'
const LISTENER = 'arn:aws:elasticloadbalancing:ap-south-1:123456789012:listener/app/web/1/1'
export const ARNS = { group: GROUP, balancer: BALANCER, listener: LISTENER }

const members = (name: string, ...items: string[]): string =>
  `<${name}>${items.map(item => `<member>${item}</member>`).join('')}</${name}>`
const tags = (fields: Record<string, string | number>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')

export async function openUpstream() {
  const asked: Asked[] = []
  const state = {
    delay: 300,
    groups: true,
    rules: '',
    /** An operation that finds gone what was listed before. */
    gone: '',
    /** An operation that breaks. */
    broken: '',
    secrets: {} as Record<string, string>,
    /** Ids of targets that are no tasks. */
    targets: [] as string[],
    /** Whole answers, by operation. */
    answers: {} as Record<string, string>,
  }

  const balancing: Record<string, () => string> = {
    DescribeTargetGroups: () =>
      members(
        'TargetGroups',
        ...(state.groups
          ? [
              `${tags({
                TargetGroupArn: GROUP,
                TargetGroupName: 'web',
                Protocol: 'HTTP',
                Port: 8080,
                TargetType: 'ip',
                HealthCheckPath: '/ready?a=1&amp;b=2',
                HealthCheckIntervalSeconds: 7,
                HealthyThresholdCount: 2,
                UnhealthyThresholdCount: 3,
              })}<Matcher><HttpCode>200-299</HttpCode></Matcher>`,
            ]
          : []),
      ),
    DescribeTargetGroupAttributes: () =>
      members('Attributes', tags({ Key: 'deregistration_delay.timeout_seconds', Value: state.delay })),
    DescribeLoadBalancers: () =>
      members('LoadBalancers', tags({ LoadBalancerArn: BALANCER, LoadBalancerName: 'web', Type: 'application' })),
    DescribeListeners: () =>
      members(
        'Listeners',
        tags({ ListenerArn: LISTENER, LoadBalancerArn: BALANCER, Port: 80, Protocol: 'HTTP' }) +
          members('DefaultActions', tags({ Type: 'forward', TargetGroupArn: GROUP })),
      ),
    DescribeRules: () => `<Rules>${state.rules}<member><Priority>default</Priority></member></Rules>`,
    DescribeTargetHealth: () =>
      members(
        'TargetHealthDescriptions',
        ...state.targets.map(
          id => `<Target>${tags({ Id: id, Port: 8080 })}</Target><TargetHealth><State>unused</State></TargetHealth>`,
        ),
      ),
    ModifyTargetGroupAttributes: () => '<Attributes/>',
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
    const action = new URLSearchParams(body).get('Action') ?? ''
    const known = balancing[action]
    if (action !== '' && (state.gone === action || state.broken === action)) {
      const code = state.gone === action ? 'TargetGroupNotFound' : 'InternalFailure'
      response.writeHead(state.gone === action ? 400 : 500, { 'content-type': 'text/xml' })
      response.end(`<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code></Error></ErrorResponse>`)
      return
    }
    if (known) {
      response.writeHead(200, { 'content-type': 'text/xml' })
      response.end(
        `<?xml version="1.0"?><${action}Response><${action}Result>${known()}</${action}Result></${action}Response>`,
      )
      return
    }
    if (request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue') {
      const { SecretId } = JSON.parse(body) as { SecretId: string }
      const SecretString = state.secrets[SecretId]
      response.writeHead(SecretString === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(
        JSON.stringify(
          SecretString === undefined
            ? { __type: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret." }
            : { SecretString },
        ),
      )
      return
    }
    const answer = state.answers[action || String(request.headers['x-amz-target']).split('.')[1] || '']
    if (answer !== undefined) {
      response.writeHead(200, { 'content-type': action ? 'text/xml' : 'application/x-amz-json-1.1' })
      response.end(answer)
      return
    }
    response.writeHead(200, { 'content-type': 'text/plain', 'x-behind': 'yes' })
    response.end(`behind ${request.method} ${request.url} ${body}`)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    state,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
