import { expect, test } from '@jest/globals'
import { hints } from '../../src/report/hint.ts'
import type { Evidence, Kind } from '../../src/rollout/cause.ts'
import { evidence } from './scene.ts'

const LOOK = 'Look at the last log lines.'
const BY_ITSELF = 'The program ends by itself.'
const ENDS = 'The program ends by itself, and no log line says why.'

test.each<[Kind, Evidence['logs'], string[]]>([
  ['exits', 'read', [LOOK]],
  ['exits', 'none', [ENDS]],
  ['exits', { unread: 'no such stream' }, [BY_ITSELF, 'Its log could not be read: no such stream.']],
  ['never-healthy', { unread: 'Denied.' }, [LOOK, 'Its log could not be read: Denied.']],
  ['not-started', { unread: 'no such stream' }, [LOOK]],
  ['exits', { driver: 'awsfirelens' }, [BY_ITSELF, 'app logs by awsfirelens, which cannot be read here.']],
  ['exits', 'left out', [BY_ITSELF, 'What it logged is left out (container-logs: false).']],
  ['image-not-pulled', { driver: 'splunk' }, [LOOK]],
  ['never-healthy', 'none', [LOOK]],
  ['never-healthy', { driver: 'splunk' }, [LOOK, 'app logs by splunk, which cannot be read here.']],
])('%s, logs %j', (kind, logs, lines) => {
  expect(hints('app', { ...evidence, logs, cause: { ...evidence.cause, kind } })).toEqual(lines)
})

const TRUST = (role: string) =>
  `The trust policy of ${role} must let ecs-tasks.amazonaws.com take it (sts:AssumeRole). Of a role that is only seconds old ECS learns by itself: run again.`
const PLATFORM =
  'The image is for another platform than the tasks run on: set `platforms` of its build, or runtimePlatform of the task definition.'
const UNASSUMED = (arn: string) =>
  `ECS was unable to assume the role '${arn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`

/** V17, V33, V34 of bad input: what ECS says of them comes only once a task is tried. */
test.each<[string, Kind, { reason?: string; container?: string; event?: string; log?: string }, string]>([
  [
    'a role that a task said',
    'unclear',
    { reason: UNASSUMED('arn:aws:iam::123456789012:role/app-exec') },
    TRUST('the role "app-exec"'),
  ],
  [
    'a role with a path, in an event about placing',
    'not-placed',
    {
      event: `(service app) was unable to place a task. Reason: ${UNASSUMED('arn:aws:iam::123456789012:role/ci/app')}`,
    },
    TRUST('the role "ci/app"'),
  ],
  [
    'a role of another partition, in an event about starting',
    'unclear',
    {
      event: `(service app) failed to launch a task with (error ${UNASSUMED('arn:aws-cn:iam::123456789012:role/app')}).`,
    },
    TRUST('the role "app"'),
  ],
  ['a role without its name', 'unclear', { reason: 'ECS was unable to assume the role' }, TRUST('the role')],
  [
    'a platform that the image has not',
    'image-not-pulled',
    {
      container: "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
    },
    PLATFORM,
  ],
  [
    'in the words of an older runtime',
    'image-not-pulled',
    { container: 'CannotPullContainerError: no matching manifest for linux/arm64/v8 in the manifest list entries' },
    PLATFORM,
  ],
  [
    'a program of another platform',
    'not-started',
    { container: 'CannotStartContainerError: exec /app: exec format error' },
    PLATFORM,
  ],
  ['one that the kernel refused', 'exits', { log: 'exec /usr/local/bin/app: exec format error' }, PLATFORM],
  ['a program that only says so', 'exits', { log: 'job 7 failed: exec format error' }, LOOK],
  [
    'an attestation that the runtime does not know',
    'image-not-pulled',
    { container: 'CannotPullContainerError: no processor for media-type: application/vnd.in-toto+json' },
    'What pulls the image does not know attestations: leave `provenance` and `sbom` of its build out.',
  ],
  [
    'an event of a task whose own failure is known',
    'image-not-pulled',
    { container: 'CannotPullContainerError: not found', event: UNASSUMED('arn:aws:iam::123456789012:role/app') },
    LOOK,
  ],
])('%s', (_, kind, { reason = '', container, event, log }, line) => {
  const [task] = evidence.lost
  const lost = [
    {
      ...(task as Evidence['lost'][number]),
      stoppedReason: reason,
      containers: [{ name: 'app', exitCode: undefined, reason: container, health: undefined }],
      log: log === undefined ? [] : [log],
    },
  ]
  const events = event === undefined ? [] : [event]
  expect(hints('app', { ...evidence, lost, events, cause: { ...evidence.cause, kind } })).toEqual([line])
})
