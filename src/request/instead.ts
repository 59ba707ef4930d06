/** What to write instead of keys that people expect in a manifest and that are none. Pure. */

const VARIABLES = 'Write `environment`, within a service: {NAME: value}.'
const SHAPE =
  'The task definition says it: write it there, in the file that `task-definition` names or by terraform apply.'
const BUILD = 'Write it within `build`: {context, dockerfile, target, args, secrets, ssh, cache, platforms, …}.'
const COUNT =
  'Write `desired-count`; without it the number is left to the service and its scaling, and `initial-count` is for one that never ran.'
const PLACE = 'Write it at the top of the manifest, or in an environment.'
const SERVICE = 'Write it of a service, within `services`.'
const WHOLE = 'Write it of a service, within `services` at the top: it is the same in every environment.'
const LISTED = 'Write it of a service, or of one of `images`.'
const ORDER = 'Write `needs`.'
const IMAGE = 'Write `image` with its tag or digest; of what is built here `repository` says where it is pushed.'
const WAY = 'Write `strategy`; breaker, alarms and percentages are the service’s own and stay as they are.'
const INPUT = 'It is an input of the action: write it in the workflow, under `with`.'
const RUN = 'Evenkeel builds and rolls out, and runs no task of its own: run it in a step of the workflow.'

const INSTEAD: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [VARIABLES]: 'env env-vars environment-variables variables',
    [SHAPE]:
      'env-file environment-files entrypoint entry-point ports port port-mappings volumes mount-points health-check ' +
      'healthcheck log-configuration logging log-driver user task-role execution-role task-role-arn execution-role-arn family ' +
      'task-definition-family sidecars architecture runtime-platform ulimits',
    [BUILD]: 'dockerfile docker-file file context target args build-args build-arg platform platforms cache labels ssh',
    [COUNT]: 'count replicas scale min max min-capacity max-capacity autoscaling',
    [IMAGE]: 'image-uri image-url tag tags image-tag registry',
    [ORDER]: 'depends-on dependencies after requires need order',
    [PLACE]: 'cluster aws-region region role role-to-assume role-arn',
    [SERVICE]:
      'service container containers strategy initial-count may-stand-at-zero image-parameter task-definition environment ' +
      'secrets cpu memory command desired-count',
    [WHOLE]: 'containers needs',
    [LISTED]: 'repository build image promote also-tag rebuild',
    [WAY]:
      'deployment-configuration circuit-breaker deployment-circuit-breaker alarms deployment-strategy rollback ' +
      'minimum-healthy-percent maximum-percent',
    [INPUT]: 'version timeout on-cancel on-pause container-logs manifest to reason wait wait-for-service-stability',
    [RUN]: 'before after-deploy tasks task run-task migrate migration schedule schedules verify smoke-test',
    'Write `may-stand-at-zero`, which is the same of one service.': 'allow-no-tasks',
  }).flatMap(([advice, keys]) => keys.split(' ').map(key => [key, advice] as const)),
)

/** `taskDefinition` and `task_definition` are `task-definition`. Empty where nothing is known. */
export const insteadOf = (key: string): string =>
  INSTEAD.get(
    key
      .replace(/[a-z](?=[A-Z])/g, '$&-')
      .replaceAll('_', '-')
      .toLowerCase(),
  ) ?? ''
