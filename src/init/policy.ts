/**
 * What the role that deploys may do: one statement per purpose, named as in infra/modules/deploy-role. What has "*" as its resource
 * knows no other in AWS's service authorization reference. Pure.
 */
import { NOTES } from '../revision/document.ts'

/** What a release reaches: ARNs as far as nothing else says where a thing is. */
export interface Reach {
  readonly partition: string
  readonly region: string
  readonly account: string
  /** The cluster's name. */
  readonly cluster: string
  /** Names of services. */
  readonly services: readonly string[]
  readonly families: readonly string[]
  /** ARNs of ECR repositories, in whatever account and region. */
  readonly repositories: readonly string[]
  /** ARNs of the roles that tasks run with. */
  readonly roles: readonly string[]
  /** Names of deployment alarms. */
  readonly alarms: readonly string[]
  /** ARNs of log groups. */
  readonly logGroups: readonly string[]
}

export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

interface Rule {
  readonly sid: string
  readonly actions: readonly string[]
  /** Without one, the statement is left out. */
  readonly on: (reach: Reach) => readonly string[]
  readonly given?: (reach: Reach) => NonNullable<Statement['Condition']>
}

const ANY = (): readonly string[] => ['*']

const ecs = ({ partition, region, account }: Reach, resource: string) =>
  `arn:${partition}:ecs:${region}:${account}:${resource}`

const ofServices = (kind: string, end: string) => (reach: Reach) =>
  reach.services.map(name => ecs(reach, `${kind}/${reach.cluster}/${name}${end}`))

const services = ofServices('service', '')
const families = (reach: Reach) => reach.families.map(family => ecs(reach, `task-definition/${family}:*`))
const rollouts = (reach: Reach) => [
  ...services(reach),
  ...ofServices('service-deployment', '/*')(reach),
  ...ofServices('service-revision', '/*')(reach),
]

const RULES: readonly Rule[] = [
  {
    sid: 'EcrLogin',
    actions: ['ecr:GetAuthorizationToken'],
    on: ({ repositories }) => (repositories.length === 0 ? [] : ['*']),
  },
  {
    sid: 'EcrPush',
    actions: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:CompleteLayerUpload',
      'ecr:InitiateLayerUpload',
      'ecr:PutImage',
      'ecr:UploadLayerPart',
    ],
    on: ({ repositories }) => repositories,
  },
  { sid: 'TaskDefWrite', actions: ['ecs:RegisterTaskDefinition'], on: families },
  {
    sid: 'TaskDefTag',
    actions: ['ecs:TagResource'],
    on: families,
    given: () => ({ StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } }),
  },
  {
    sid: 'TaskDefNote',
    actions: ['ecs:TagResource'],
    on: families,
    given: () => ({ 'ForAllValues:StringEquals': { 'aws:TagKeys': NOTES } }),
  },
  { sid: 'TaskDefRead', actions: ['ecs:DescribeTaskDefinition'], on: ANY },
  {
    sid: 'Service',
    actions: ['ecs:DescribeServices', 'ecs:ListServiceDeployments', 'ecs:UpdateService'],
    on: services,
  },
  {
    sid: 'Deployment',
    actions: [
      'ecs:ContinueServiceDeployment',
      'ecs:DescribeServiceDeployments',
      'ecs:DescribeServiceRevisions',
      'ecs:StopServiceDeployment',
    ],
    on: rollouts,
  },
  {
    sid: 'DiagnoseTasks',
    actions: ['ecs:DescribeTasks'],
    on: reach => [ecs(reach, `task/${reach.cluster}/*`)],
  },
  {
    sid: 'DiagnoseLists',
    actions: ['ecs:ListServices', 'ecs:ListTasks'],
    on: ANY,
    given: reach => ({ ArnEquals: { 'ecs:cluster': ecs(reach, `cluster/${reach.cluster}`) } }),
  },
  { sid: 'DiagnoseClusters', actions: ['ecs:ListClusters'], on: ANY },
  {
    sid: 'PassRole',
    actions: ['iam:PassRole'],
    on: ({ roles }) => roles,
    given: () => ({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }),
  },
  {
    sid: 'Alarms',
    actions: ['cloudwatch:DescribeAlarms'],
    on: ({ partition, region, account, alarms }) =>
      alarms.map(name => `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`),
  },
  {
    sid: 'Logs',
    actions: ['logs:GetLogEvents'],
    on: ({ logGroups }) => logGroups.map(group => `${group}:log-stream:*`),
  },
]

/** Enough to deploy, to follow a rollout, to explain it and to roll back, for these services and no others. */
export const policyFor = (reach: Reach): Policy => ({
  Version: '2012-10-17',
  Statement: RULES.flatMap(({ sid, actions, on, given }): Statement[] => {
    const resources = [...new Set(on(reach))].sort()
    if (resources.length === 0) return []
    const statement = { Sid: sid, Effect: 'Allow', Action: actions, Resource: resources } as const
    return [given === undefined ? statement : { ...statement, Condition: given(reach) }]
  }),
})

/** What `command: init` reads of any service: given for one run, and taken away after it. */
export const READING: Statement = {
  Sid: 'EvenkeelInit',
  Effect: 'Allow',
  Action: [
    'cloudwatch:DescribeAlarms',
    'ecr:DescribeRepositories',
    'ecr:GetAuthorizationToken',
    'ecs:DescribeServiceDeployments',
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'ecs:DescribeTasks',
    'ecs:ListClusters',
    'ecs:ListServiceDeployments',
    'ecs:ListServices',
    'ecs:ListTasks',
  ],
  Resource: ['*'],
}
