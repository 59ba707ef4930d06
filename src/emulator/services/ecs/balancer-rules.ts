/** What CreateService and UpdateService refuse of load balancers. */
import type { AdvancedConfiguration, LoadBalancer } from '@aws-sdk/client-ecs'
import { targetGroupsOf } from '../../routing.ts'
import type { World } from '../../world.ts'
import { isFargate } from './capacity.ts'
import { type Rule, when } from './rule.ts'
import type { Setting } from './state/service.ts'
import type { Recipe } from './state.ts'

interface Balanced {
  readonly world: World
  /** They are in the request: those that a service has already are not looked up again. */
  readonly given: boolean
  readonly setting: Setting
  readonly recipe: Recipe
}

/** The first complaint about any of them. */
const ofEach = ({ setting }: Balanced, says: (balancer: LoadBalancer) => string | undefined): string | undefined => {
  for (const balancer of setting.loadBalancers) {
    const message = says(balancer)
    if (message !== undefined) return message
  }
  return undefined
}

const advanced = (
  subject: Balanced,
  says: (given: AdvancedConfiguration, balancer: LoadBalancer) => string | undefined,
): string | undefined =>
  ofEach(subject, balancer => balancer.advancedConfiguration && says(balancer.advancedConfiguration, balancer))

const rulesOf = ({ productionListenerRule, testListenerRule }: AdvancedConfiguration) =>
  Object.entries({ productionListenerRule, testListenerRule }).flatMap(([key, arn]) =>
    arn === undefined ? [] : [{ key, arn }],
  )

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html: target groups per service */
const MOST_BALANCERS = 5

const IS_RULE = /^arn:[^:]+:elasticloadbalancing:[^:]*:[^:]*:(listener-rule\/(app|net)\/|listener\/net\/)/

/** A rule of an Application Load Balancer, or a listener of a Network Load Balancer; undefined where there is none. */
function forwardedBy({ listeners }: World, arn: string): string[] | undefined {
  const listener = listeners[arn]
  if (listener !== undefined) return targetGroupsOf(listener.rules)
  const rule = Object.values(listeners)
    .flatMap(({ rules }) => rules)
    .find(each => each.arn === arn)
  return rule && targetGroupsOf([rule])
}

/**
 * Words without another source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html, and
 * what badmintoncryer/cdk-preflight has seen in 2026-09.
 */
export const BALANCER_RULES: readonly Rule<Balanced>[] = [
  {
    // hashicorp/terraform issue 25306
    name: 'few load balancers',
    says: ({ setting: { loadBalancers } }) =>
      when(loadBalancers.length > MOST_BALANCERS, `load balancers can have at most ${MOST_BALANCERS} items.`),
  },
  {
    name: 'a target group or a load balancer of old',
    says: subject =>
      ofEach(subject, ({ loadBalancerName, targetGroupArn }) =>
        when(
          loadBalancerName !== undefined && targetGroupArn !== undefined,
          'loadBalancerName and targetGroupArn cannot both be specified. You must specify either a loadBalancerName or a targetGroupArn in all loadBalancer entries.',
        ),
      ),
  },
  {
    name: 'one generation of load balancers',
    says: ({ setting: { loadBalancers } }) =>
      when(
        new Set(loadBalancers.map(({ loadBalancerName }) => loadBalancerName !== undefined)).size > 1,
        'All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)',
      ),
  },
  {
    name: 'no advanced configuration of a load balancer of old',
    says: subject =>
      advanced(subject, (_, { loadBalancerName }) =>
        when(loadBalancerName !== undefined, 'advancedConfiguration field is not allowed with ELBv1 loadBalancers'),
      ),
  },
  {
    name: 'no load balancer of old on Fargate',
    says: subject =>
      ofEach(subject, ({ loadBalancerName }) =>
        when(
          loadBalancerName !== undefined && isFargate(subject.setting),
          'Classic Load Balancers are not supported with Fargate.',
        ),
      ),
  },
  {
    name: 'target groups that there are',
    says: subject =>
      ofEach(subject, ({ targetGroupArn = '' }) =>
        when(
          subject.world.targetGroups[targetGroupArn] === undefined,
          `The specified target group does not exist. Target group: ${targetGroupArn}`,
        ),
      ),
  },
  {
    name: 'target groups that awsvpc can use',
    says: subject =>
      ofEach(subject, ({ targetGroupArn = '' }) =>
        when(
          subject.world.targetGroups[targetGroupArn]?.targetType === 'instance' &&
            subject.recipe.networkMode === 'awsvpc',
          `The provided target group ${targetGroupArn} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
        ),
      ),
  },
  {
    // Terraform's provider tries again at these words
    name: 'target groups that a load balancer routes to',
    says: subject =>
      ofEach(subject, ({ targetGroupArn = '' }) =>
        when(
          subject.given &&
            !Object.values(subject.world.listeners).some(({ rules }) => targetGroupsOf(rules).includes(targetGroupArn)),
          `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
        ),
      ),
  },
  {
    name: 'containers that there are',
    says: subject =>
      ofEach(subject, ({ containerName = '' }) =>
        when(
          !subject.recipe.containerDefinitions?.some(({ name }) => name === containerName),
          `The container ${containerName} does not exist in the task definition.`,
        ),
      ),
  },
  {
    name: 'container ports that there are',
    says: subject =>
      ofEach(subject, ({ containerName = '', containerPort }) => {
        const container = subject.recipe.containerDefinitions?.find(({ name }) => name === containerName)
        return when(
          !container?.portMappings?.some(mapping => mapping.containerPort === containerPort),
          `The container ${containerName} did not have a container port ${containerPort} defined.`,
        )
      }),
  },
  {
    name: 'advanced configuration of all or of none',
    says: ({ setting: { loadBalancers } }) =>
      when(
        new Set(loadBalancers.map(({ advancedConfiguration }) => advancedConfiguration !== undefined)).size > 1,
        'Either all or none of the provided loadBalancers must have advancedConfiguration defined',
      ),
  },
  {
    name: 'target groups once each',
    says: ({ setting: { loadBalancers } }) => {
      const arns = loadBalancers.flatMap(({ targetGroupArn, advancedConfiguration: given }) =>
        given === undefined ? [] : [targetGroupArn, given.alternateTargetGroupArn].filter(arn => arn !== undefined),
      )
      const twice = arns.find((arn, index) => arns.indexOf(arn) !== index)
      return when(twice !== undefined, `Duplicate targetGroupArn found: ${twice}`)
    },
  },
  {
    name: 'alternate target groups that there are',
    wordsOurs: true,
    says: subject =>
      advanced(subject, ({ alternateTargetGroupArn: arn }) =>
        when(
          arn !== undefined && subject.world.targetGroups[arn] === undefined,
          `The specified alternate target group does not exist. Target group: ${arn}`,
        ),
      ),
  },
  {
    name: 'the form of listener rules',
    says: subject =>
      advanced(subject, given => {
        const wrong = rulesOf(given).find(({ arn }) => !IS_RULE.test(arn))
        return when(
          wrong !== undefined,
          `${wrong?.key} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${wrong?.arn}`,
        )
      }),
  },
  {
    name: 'listener rules of their own',
    says: ({ setting: { loadBalancers } }) => {
      const given = loadBalancers.map(({ advancedConfiguration = {} }) => advancedConfiguration)
      const tested = given.map(({ testListenerRule }) => testListenerRule)
      const both = given.flatMap(({ productionListenerRule: arn }) => (arn && tested.includes(arn) ? [arn] : []))
      return when(
        both.length > 0,
        `The following rules cannot be used as both production and test listener rules: ${both.join(', ')}`,
      )
    },
  },
  {
    name: 'listener rules that there are',
    wordsOurs: true,
    says: subject =>
      advanced(subject, given => {
        const unknown = rulesOf(given).find(({ arn }) => forwardedBy(subject.world, arn) === undefined)
        return when(subject.given && unknown !== undefined, `The ${unknown?.key} does not exist: ${unknown?.arn}`)
      }),
  },
  {
    name: 'a test rule where production leads to one target group',
    says: subject =>
      advanced(
        subject,
        ({ productionListenerRule: rule = '', testListenerRule, alternateTargetGroupArn }, { targetGroupArn }) => {
          const led = forwardedBy(subject.world, rule) ?? []
          const isWhole = [targetGroupArn, alternateTargetGroupArn].every(arn => arn === undefined || led.includes(arn))
          return when(
            subject.given && rule.includes(':listener-rule/app/') && testListenerRule === undefined && !isWhole,
            'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup',
          )
        },
      ),
  },
]
