/** What to write instead of keys and inputs that people expect and that are none. Pure. */

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

const WAIT = 'Take it out: every run waits for the end, as long as the input `timeout` says.'

/** By key: one sentence for each, and the keys it is for. */
const byKey = (advice: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(advice).flatMap(([sentence, keys]) => keys.split(' ').map(key => [key, sentence] as const)))

const INSTEAD = byKey({
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
  'Write it in an environment, of a service there.': 'absent',
  [LISTED]: 'repository build image promote also-tag rebuild',
  [WAY]:
    'deployment-configuration circuit-breaker deployment-circuit-breaker alarms deployment-strategy rollback ' +
    'minimum-healthy-percent maximum-percent',
  [INPUT]: 'version timeout on-cancel on-pause container-logs manifest to reason force-new-deployment',
  [RUN]: 'before after-deploy tasks task run-task migrate migration schedule schedules verify smoke-test',
  'Write `may-stand-at-zero`, which is the same of one service.': 'allow-no-tasks',
  'Write `container`.': 'container-name',
  'Write `service`.': 'service-name',
  'Write `cluster`.': 'cluster-name',
  [WAIT]: 'wait wait-for-service-stability wait-for-minutes',
})

/** Keys that stand for something else. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^x-/, 'Write an anchor where its value stands first: `environment: &common {…}`, and `*common` behind it.'],
  [/^\/[/*]/, 'A comment begins with # in YAML, and JSON has none.'],
]

/** Of the inputs: what those of other actions are called here. */
const INSTEAD_OF_INPUTS = byKey({
  'Write `container`.': 'container-name',
  'Write `service`, or `services` for several of the manifest.': 'service-name ecs-service',
  'Write `cluster`.': 'cluster-name ecs-cluster',
  'Write `task-definition`: a file, a family, family:revision or the ARN of a revision.':
    'task-definition-family task-definition-arn task-definition-revision task-definition-file family revision',
  'Write `environment-variables`, one NAME=value per line.': 'env env-vars environment-vars variables envs',
  'Write `context`, and `repository` for where it is pushed.': 'build-context path folder build',
  'Write `repository`: its tag comes from the commit.':
    'ecr-repository ecr-repo repository-name image-repository registry registries tag tags image-tag',
  'Write `image`, with its tag or digest.': 'image-uri image-url',
  'Write `dockerfile`.': 'file docker-file dockerfile-path',
  'Write `build-args`, one NAME=value per line.': 'args build-arg',
  'Write `build-secrets`, one id=env.NAME or id=path per line, and the value under `env` of the step.':
    'secret-envs secret-files build-secret',
  'Write `cache`: registry or gha; lines as docker takes them are written in a manifest.': 'cache-from cache-to',
  'Take it out: what is built is pushed, and what is not built is not.': 'push load pull outputs',
  'Write `desired-count`, or leave the number to the service and its scaling.': 'count replicas scale',
  'Write `force-new-deployment`.': 'force force-deployment',
  [WAIT]: 'wait wait-for-service-stability wait-for-minutes wait-max-delay-seconds max-retries wait-for-task-stopped',
  'Write `aws-region`.': 'region',
  'Run aws-actions/configure-aws-credentials before this step.':
    'role role-to-assume role-arn aws-access-key-id aws-secret-access-key aws-session-token',
  'Write `command: rollback`.': 'rollback',
  'It is a key of the manifest: write it there, and name the file with `manifest`.':
    'needs strategy containers images initial-count image-parameter may-stand-at-zero promote also-tag rebuild ssh labels',
  [SHAPE]:
    'env-files env-file log-configuration-log-driver log-configuration-options docker-labels entrypoint port ports ' +
    'health-check volumes task-role-arn execution-role-arn',
  'It is the service’s own and stays as it is: terraform apply changes it.':
    'enable-ecs-managed-tags propagate-tags service-managed-ebs-volume service-managed-ebs-volume-name ' +
    'minimum-healthy-percent maximum-percent circuit-breaker deployment-configuration',
  'It is for services with the ECS deployment controller alone: CodeDeploy has an action of its own.':
    'codedeploy-appspec codedeploy-application codedeploy-deployment-group codedeploy-deployment-description ' +
    'codedeploy-deployment-config',
  [RUN]: 'run-task run-task-container-overrides run-task-subnets run-task-security-groups run-task-launch-type',
})

/** As keys are spelt here. */
export const spelt = (key: string) =>
  key
    .replace(/[a-z](?=[A-Z])/g, '$&-')
    .replaceAll('_', '-')
    .toLowerCase()

/** `taskDefinition` and `task_definition` are `task-definition`. Empty where nothing is known. */
export const insteadOf = (key: string): string =>
  INSTEAD.get(spelt(key)) ?? FORMS.find(([form]) => form.test(key))?.[1] ?? ''

export const insteadOfInput = (name: string): string => INSTEAD_OF_INPUTS.get(spelt(name)) ?? ''
