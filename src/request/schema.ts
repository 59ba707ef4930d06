/** Every key of a manifest: what it may say, and what it is for. Pure. */
import { strange } from '../failure/words.ts'
import { arnKind, nameInArn } from './arn.ts'
import { IMAGE, IMAGE_NAME, OWN_IMAGE } from './image.ts'
import { filledMap, mapOf, matching, names, such, TRUTH, whole } from './kind.ts'
import { OVERRIDE } from './override.ts'
import { key, overlayOf } from './shape.ts'
import { ROLE_FORM, STRATEGY } from './strategy.ts'

export const CLUSTER = /^([A-Za-z0-9_-]{1,255}|arn:aws[\w-]*:ecs:[\w-]+:\d{12}:cluster\/[A-Za-z0-9_-]{1,255})$/
export const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d$/
/** `, did you mean "eu-west-1"?`, where it is one in other letters or one of its availability zones; else an empty text. */
export function nearRegion(text: string): string {
  const near = text
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/([a-z])(?=\d)/, '$1-')
    .replace(/(\d)[a-z]$/, '$1')
  return near !== text && REGION.test(near) ? `, did you mean "${near}"?` : ''
}

export const ENVIRONMENT_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/
export const ECS_NAME = /^[A-Za-z0-9_-]{1,255}$/

/** The name of an SSM parameter: a path of up to fifteen levels. */
const PARAMETER_FORM = /^(\/[A-Za-z0-9_.-]+){1,15}$/
const PARAMETER_LENGTH = 1011
const PARAMETER = such<string | undefined>(
  { type: 'string', maxLength: PARAMETER_LENGTH, pattern: PARAMETER_FORM.source },
  (value): value is string =>
    typeof value === 'string' && value.length <= PARAMETER_LENGTH && PARAMETER_FORM.test(value),
  'Give the path of an SSM parameter, such as /shop/api/image.',
  undefined,
)

export const CLUSTER_KIND = matching(
  CLUSTER,
  'Give the name or the ARN (arn:aws:ecs:…:cluster/…) of an ECS cluster.',
  found => arnKind(found, 'cluster') || strange(found),
)

/** Its ARN is what the console copies. */
const SERVICE_KIND = matching(
  ECS_NAME,
  'Give the service’s name.',
  found => nameInArn(found, 'service') || arnKind(found) || strange(found),
)

export const SERVICE = {
  service: key(SERVICE_KIND, 'the service’s name in ECS', {
    otherwise: 'the key',
    overlay: true,
  }),
  cluster: key(CLUSTER_KIND, 'the ECS cluster it is in, by name or ARN', {
    otherwise: 'that of the environment, or of the top',
    overlay: true,
  }),
  container: key(
    matching(ECS_NAME, 'Give the container’s name in the task definition.'),
    'the container whose image is released; of several, the one that the service is known by',
    { otherwise: 'the key; of `containers`, the one of that name, else the first', overlay: true },
  ),
  containers: key(
    filledMap(
      mapOf(
        ECS_NAME,
        'A container’s name is letters, digits, - and _.',
        matching(
          IMAGE_NAME,
          'Give the name of one of `images`: an image that exists already is listed there, images: {router: {image: "ghcr.io/acme/router:1"}}.',
        ),
      ),
      'Name a container and its image.',
    ),
    'images by container, `{web: app, migrate: app, nginx: proxy}`: these and no other containers get another image',
    { otherwise: '`container` alone, and all that stand on its image' },
  ),
  ...OWN_IMAGE,
  ...OVERRIDE,
  needs: key(
    names('service names'),
    'services that have to run well before this one is touched; those without a need of each other roll out together',
    { otherwise: 'none' },
  ),
  'initial-count': key(
    whole(0, 5000),
    'tasks to start with when the service has never run anything; 0 leaves it at 0',
    {
      otherwise: '1',
      overlay: true,
    },
  ),
  'may-stand-at-zero': key(
    TRUTH,
    'whether a release may pass while the service has no task; nothing is proven of it then, and the report says so. The input `allow-no-tasks` says it of all services',
    { otherwise: '`false`', overlay: true },
  ),
  'image-parameter': key(
    PARAMETER,
    'the SSM parameter into which the image that runs is written after success, for Terraform to read',
    { otherwise: 'none', overlay: true },
  ),
  strategy: key(STRATEGY, '`rolling`, or blue/green, canary and linear: [below](#strategies)', {
    otherwise: 'as the service has it',
    overlay: true,
  }),
}

/** What an environment may say of a service. */
export const OVERLAY = {
  ...overlayOf(SERVICE),
  absent: key(
    TRUTH,
    'whether the environment is without the service: nothing is built or moved for it there, and what needs it does not wait for it',
    { otherwise: '`false`', overlay: true },
  ),
}

/** What the top says, and an environment may say otherwise. */
export const PLACE = {
  cluster: key(CLUSTER_KIND, 'the ECS cluster, by name or ARN', {
    otherwise: 'that of each service, which has to name its own then',
    overlay: true,
  }),
  region: key(matching(REGION, 'A region looks like eu-west-1.', nearRegion), 'the AWS region', {
    otherwise: 'the job’s',
    overlay: true,
  }),
  role: key(
    matching(
      ROLE_FORM,
      'Give the ARN of an IAM role, arn:aws:iam::…:role/….',
      found => arnKind(found, 'role') || strange(found),
    ),
    'ARN of the role that deploys',
    {
      otherwise: 'the workflow’s',
      overlay: true,
    },
  ),
}

/** What an environment may say of an image that is listed. */
export const IMAGE_OVERLAY = overlayOf(IMAGE)

export const TOP_KEYS = [...Object.keys(PLACE), 'images', 'services', 'environments']
export const ENVIRONMENT_KEYS = [...Object.keys(PLACE), 'images', 'services']
