/** Each kind of bad input, by its number: the very message, and nothing touched. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { SERVICE } from '../../src/request/schema.ts'
import { serviceFaults } from '../../src/rollout/readiness.ts'
import type { Place } from '../../src/rollout/standing.ts'
import { definitionOf, ONE, type Run, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ manifest: ONE })
  for (const serviceName of ['leaving', 'stuck']) {
    await stage.ecs.createService({
      cluster: 'shop',
      serviceName,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      taskDefinition: 'api',
      desiredCount: 1,
      deploymentConfiguration: { minimumHealthyPercent: 99, maximumPercent: 100 },
    })
  }
  await stage.ecs.deleteService({ cluster: 'shop', service: 'leaving', force: true })
  stage.commit('1.0.0')
})
afterAll(() => stage.close())

interface Asked {
  readonly manifest?: string
  /** The file `td.json` that the service is made of. */
  readonly definition?: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}
const api = (yaml: string, cluster = 'shop'): Asked => ({
  manifest: `cluster: ${cluster}\nservices:\n  api: {${yaml}}\n`,
})
const input = (name: string, value: string): Asked => ({ inputs: { [name]: value } })
const text = (definition: string): Asked => ({ ...api('build: api, task-definition: td.json'), definition })
const written = (change: object, container: object = {}) =>
  text(JSON.stringify({ ...definitionOf('api', container), ...change }, undefined, 1))

const KNOWN = `Known keys: ${Object.keys(SERVICE).join(', ')}.`

test.each<[string, string, Asked, string[]]>([
  [
    'V1',
    'a cluster that is not there',
    api('build: api', 'shpo'),
    [
      'EVK-201 evenkeel.yml:1:1 cluster "shpo" is not in eu-west-1, did you mean "shop"? | Found: shop. Check `cluster` and `aws-region`.',
    ],
  ],
  [
    'V1',
    'in capitals',
    api('build: api', 'SHOP'),
    [
      'EVK-201 evenkeel.yml:1:1 cluster "SHOP" is not in eu-west-1, did you mean "shop"? | Found: shop. Check `cluster` and `aws-region`.',
    ],
  ],
  [
    'V2',
    'a service that is not there',
    api('build: api, service: aip'),
    [
      'EVK-202 evenkeel.yml:3:21 service "aip" is not in cluster "shop", did you mean "api"? | Services there: redis, api, web, leaving, stuck.',
    ],
  ],
  [
    'V2',
    'in capitals',
    api('build: api, service: API'),
    [
      'EVK-202 evenkeel.yml:3:21 service "API" is not in cluster "shop", did you mean "api"? | Services there: redis, api, web, leaving, stuck.',
    ],
  ],
  [
    'V4',
    'a service that is being deleted',
    api('build: api, service: leaving'),
    [
      'EVK-204 evenkeel.yml:3:3 service "leaving" is DRAINING: it is being deleted | Wait until it is gone, and create it again (terraform apply) before deploying to it.',
    ],
  ],
  [
    'V5',
    'a cluster of another region',
    api('build: api', 'arn:aws:ecs:us-east-1:123456789012:cluster/shop'),
    [
      'EVK-209 cluster "arn:aws:ecs:us-east-1:123456789012:cluster/shop" is in us-east-1, and this run acts in eu-west-1 | Set `aws-region: us-east-1`, or correct `cluster`.',
    ],
  ],
  [
    'V5',
    'a zone for a region',
    input('aws-region', 'us-east-1a'),
    [
      'EVK-101 input aws-region is "us-east-1a", did you mean "us-east-1"? | Set `aws-region`, or run aws-actions/configure-aws-credentials before; a region looks like eu-west-1.',
    ],
  ],
  [
    'V6',
    'a cluster of another account',
    api('build: api', 'arn:aws:ecs:eu-west-1:222222222222:cluster/shop'),
    [
      'EVK-209 evenkeel.yml:1:1 cluster "arn:aws:ecs:eu-west-1:222222222222:cluster/shop" is of account 222222222222, and the credentials are of account 123456789012 | Take a role of that account before this step (aws-actions/configure-aws-credentials), or correct `cluster`.',
    ],
  ],
  [
    'V7',
    'the ARN of a service',
    api('build: api', 'arn:aws:ecs:eu-west-1:123456789012:service/shop/api'),
    [
      'EVK-110 evenkeel.yml:1:1 evenkeel.yml: cluster is "arn:aws:ecs:eu-west-1:123456789012:service/shop/api", the ARN of a service of ecs | Give the name or the ARN (arn:aws:ecs:…:cluster/…) of an ECS cluster.',
    ],
  ],
  [
    'V7',
    'the ARN of a role',
    api('build: api', 'arn:aws:iam::123456789012:role/shop'),
    [
      'EVK-110 evenkeel.yml:1:1 evenkeel.yml: cluster is "arn:aws:iam::123456789012:role/shop", the ARN of a role of iam | Give the name or the ARN (arn:aws:ecs:…:cluster/…) of an ECS cluster.',
    ],
  ],
  [
    'V9',
    'a container that is not there',
    api('build: api, container: ap'),
    [
      'EVK-205 evenkeel.yml:3:21 container "ap" is not in the task definition api:1, did you mean "api"? | It has: api. Set `container` of api.',
    ],
  ],
  [
    'V10',
    'a manifest that is cut off',
    { manifest: 'cluster: shop\nservices:\n  api: {build: api\n' },
    ['EVK-110 evenkeel.yml:3:8 evenkeel.yml: the { in this line is not closed: "api: {…" | Write the } where it ends.'],
  ],
  [
    'V10',
    'JSON without a comma',
    text('{\n "family": "api"\n "cpu": "256"\n}'),
    [
      'EVK-213 td.json:3:2 td.json: Missing , between flow map items: ""cpu": "256"" | Mend the JSON at the line shown.',
    ],
  ],
  [
    'V10',
    'JSON with a comment',
    text('{\n "family": "api", // ours\n "cpu": "256"\n}'),
    [
      'EVK-213 td.json:2:19 td.json: a text without double quotes, or a comment: ""family": "api", // ours" | JSON has neither.',
    ],
  ],
  [
    'V10',
    'a key that stands twice',
    { manifest: 'cluster: shop\nservices:\n  api: {build: api}\n  api: {bild: web}\n' },
    [
      'EVK-110 evenkeel.yml:4:3 evenkeel.yml: the key "api" stands twice: "api: {bild: web}" | Keep one of them.',
      `EVK-110 evenkeel.yml:4:9 evenkeel.yml: services.api: unknown key "bild", did you mean "build"? | ${KNOWN}`,
    ],
  ],
  [
    'V10',
    'nothing',
    { manifest: '# later\n' },
    ['EVK-110 evenkeel.yml is empty | A manifest is a mapping, such as: {cluster: shop, services: {api: {build: .}}}.'],
  ],
  [
    'V11',
    'an unknown key',
    api('bild: api'),
    [`EVK-110 evenkeel.yml:3:9 evenkeel.yml: services.api: unknown key "bild", did you mean "build"? | ${KNOWN}`],
  ],
  [
    'V11',
    'one of a task definition',
    written({ memmory: '512' }),
    ['EVK-213 td.json:47:2 td.json: unknown key "memmory", did you mean "memory"? | Correct the key.'],
  ],
  [
    'V11',
    'one that has another name',
    api('build: api, replicas: 2'),
    [
      `EVK-110 evenkeel.yml:3:21 evenkeel.yml: services.api: unknown key "replicas" | Write \`desired-count\`; without it the number is left to the service and its scaling, and \`initial-count\` is for one that never ran. ${KNOWN}`,
    ],
  ],
  [
    'V12',
    'values of another kind',
    api('build: api, desired-count: "2", environment: {PORT: 8080}, may-stand-at-zero: yes'),
    [
      'EVK-110 evenkeel.yml:3:55 evenkeel.yml: services.api.environment.PORT is the number 8080 | Give a text, in quotes: YAML turns 3.10 without them into 3.1.',
      'EVK-110 evenkeel.yml:3:21 evenkeel.yml: services.api.desired-count is the text "2" | A whole number from 0 to 5000 is expected here.',
      'EVK-110 evenkeel.yml:3:68 evenkeel.yml: services.api.may-stand-at-zero is the text "yes" | Write true or false, without quotes.',
    ],
  ],
  [
    'V12',
    'in a task definition',
    written({}, { essential: 'true', environment: [{ name: 'A', value: 1 }], secrets: { A: 'b' } }),
    [
      'EVK-213 td.json:14:4 td.json: containerDefinitions[0].essential is "true" | Write true or false, without quotes.',
      'EVK-213 td.json:22:5 td.json: containerDefinitions[0].environment[0].value is a number | Write it as a text, in quotes.',
      'EVK-213 td.json:45:4 td.json: containerDefinitions[0].secrets is no list | Write a list of {"name": …, "valueFrom": …}.',
    ],
  ],
  [
    'V13',
    'read-only keys, which are taken, and a container',
    { ...written({ revision: 4, status: 'ACTIVE' }), ...api('build: api, container: ap, task-definition: td.json') },
    [
      'EVK-205 evenkeel.yml:3:21 container "ap" is not in the task definition api, did you mean "api"? | It has: api. Set `container` of api.',
    ],
  ],
  [
    'V14',
    'a size that Fargate has not',
    api('build: api, cpu: 512, memory: 512'),
    [
      'EVK-214 evenkeel.yml:3:21 service "api": Fargate has no size of cpu 512 and memory 512 | Of Fargate with cpu 512 memory is 1024 to 4096 in steps of 1024.',
    ],
  ],
  [
    'V15',
    'no execution role',
    written({ executionRoleArn: undefined }),
    [
      'EVK-215 evenkeel.yml:3:21 service "api": its task definition has no executionRoleArn, needed for an image in ECR and logs by awslogs | Write the ARN of the role with which ECS pulls images, writes logs and reads secrets.',
    ],
  ],
  [
    'V15',
    'no network mode',
    written({ networkMode: undefined }),
    [
      'EVK-215 evenkeel.yml:3:21 service "api": its task definition has no networkMode | Fargate takes `awsvpc` alone: write it.',
    ],
  ],
  [
    'V19',
    'no credentials',
    { env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' } },
    [
      'EVK-503 Could not describe the services of cluster "shop": Could not load credentials from any providers | Add aws-actions/configure-aws-credentials before this step, and `permissions: id-token: write` to the job.',
    ],
  ],
  [
    'V21',
    'a repository that is not there',
    api('build: api, repository: shop/api'),
    [
      'EVK-302 evenkeel.yml:3:21 The ECR repository "shop/api" does not exist in eu-west-1 | Create it (aws ecr create-repository --repository-name shop/api --image-tag-mutability IMMUTABLE), or correct `repository` or `aws-region`.',
    ],
  ],
  [
    'V23',
    'a leading zero',
    input('version', '01.2.3'),
    [
      'EVK-102 input version is "01.2.3": not a semantic version, did you mean "1.2.3"? | MAJOR.MINOR.PATCH without leading zeros is expected, such as 1.4.2 or 2.0.0-rc.1.',
    ],
  ],
  [
    'V23',
    'two numbers',
    input('version', 'v1.4'),
    [
      'EVK-102 input version is "v1.4": not a semantic version, did you mean "1.4.0"? | MAJOR.MINOR.PATCH without leading zeros is expected, such as 1.4.2 or 2.0.0-rc.1.',
    ],
  ],
  [
    'V23',
    'the ref of a tag',
    input('version', 'refs/tags/v1.4.2'),
    [
      'EVK-102 input version is "refs/tags/v1.4.2": not a semantic version, did you mean "1.4.2"? | MAJOR.MINOR.PATCH without leading zeros is expected, such as 1.4.2 or 2.0.0-rc.1.',
    ],
  ],
  [
    'V24',
    'a tag that is too long',
    input('version', `1.2.3-${'a'.repeat(125)}`),
    [
      'EVK-103 input version gives an image tag of 139 characters | An image tag holds at most 128; shorten the version.',
    ],
  ],
  [
    'V25',
    'a repository in capitals',
    api('build: api, repository: Shop/API'),
    [
      'EVK-110 evenkeel.yml:3:21 evenkeel.yml: services.api.repository is "Shop/API" | A repository is 2–256 lower-case characters, for instance "shop/api".',
    ],
  ],
  [
    'V26',
    'no commit',
    { env: { GIT_DIR: '/nowhere' } },
    [
      "EVK-308 git rev-parse --verify HEAD failed, so that what is released cannot be told: fatal: not a git repository: '/nowhere' | Run it in a step before to see why: a checkout that is cut off or damaged, mostly. A new checkout mends it.",
    ],
  ],
  [
    'V27',
    'a number without a unit',
    input('timeout', '10'),
    ['EVK-104 input timeout is "10" | A number with a unit is expected, from 1s to 6h: 90s, 30m, 2h.'],
  ],
  [
    'V27',
    'two units',
    input('timeout', '1h30m'),
    ['EVK-104 input timeout is "1h30m" | A number with a unit is expected, from 1s to 6h: 90s, 30m, 2h.'],
  ],
  [
    'V28',
    'another word for true',
    input('allow-no-tasks', 'yes'),
    ['EVK-100 input allow-no-tasks is "yes" | Expected one of: true, false, True, False, TRUE, FALSE.'],
  ],
  [
    'V29',
    'a manifest that is not there',
    input('manifest', 'evenkeel.yaml'),
    [
      'EVK-109 manifest "evenkeel.yaml" is not in <ws>, did you mean "evenkeel.yml"? | Run actions/checkout before, or set the input `manifest`. One service needs no file: leave `manifest` out, and set `cluster`, `service`, and `image` or `context`.',
    ],
  ],
  [
    'V29',
    'a folder',
    input('manifest', 'api'),
    ['EVK-109 manifest "api" is a folder | Set the input `manifest` to a file.'],
  ],
  [
    'V29',
    'a context that is not there',
    api('build: appi'),
    [
      'EVK-116 evenkeel.yml:3:9 services.api.build.context "appi": there is no such folder, did you mean "api"? | The workspace is <ws>.',
    ],
  ],
  [
    'V30',
    'a circle, a need of none and a name of look-alikes',
    {
      manifest:
        'cluster: shop\nservices:\n  api: {build: api, needs: web}\n  web: {build: web, needs: [api, redid]}\n  redis: {build: redis}\n  wеb: {build: api, repository: shop}\n',
    },
    [
      'EVK-110 evenkeel.yml:6:3 evenkeel.yml: the service name "wеb", which holds "е" (U+0435) | Use letters, digits, - and _ only, at most 255.',
      'EVK-110 evenkeel.yml:4:21 evenkeel.yml: services.web.needs: "redid" is not a service here, did you mean "redis"? | Services here: api, web, redis, wеb.',
      'EVK-110 evenkeel.yml:3:21 evenkeel.yml: needs form a circle: api → web → api | Take one of these needs out.',
    ],
  ],
  [
    'V30',
    'services that name none',
    input('services', ','),
    [
      'EVK-112 input services is ",", which names none | Give names with commas or white space between them, or leave it empty for all services.',
    ],
  ],
  [
    'V30',
    'services in capitals',
    input('services', 'API'),
    ['EVK-112 input services: "API" is not in the manifest, did you mean "api"? | The manifest has: api.'],
  ],
  [
    'V31',
    'percentages that leave no room',
    api('build: api, service: stuck'),
    [
      'EVK-207 evenkeel.yml:3:3 service "stuck" can never roll out: with 1 wanted, minimumHealthyPercent 99 and maximumPercent 100 no task may start and none may stop | Raise maximumPercent (200) or lower minimumHealthyPercent of the service.',
    ],
  ],
  [
    'V35',
    'a revision that never ran',
    { inputs: { command: 'rollback', to: '41' } },
    ['EVK-330 No service was ever deployed successfully as revision 41. | No earlier release is known.'],
  ],
  [
    'V35',
    'a revision without its number',
    { inputs: { command: 'rollback', to: 'api:' } },
    [
      'EVK-107 input to is "api:" | Give a version (1.4.2), a commit (3f9c2d1, or all of it), an image tag (1.4.2-3f9c2d1), a revision (app:41, 41, or its ARN), or nothing for the last good release.',
    ],
  ],
])('%s, %s', async (_, __, { manifest = ONE, definition = '', inputs = {}, env = {} }, expected) => {
  stage.write({ 'evenkeel.yml': manifest, 'td.json': definition })
  const [asked, called] = [(await stage.requests()).length, stage.docker().length]
  const run = await stage.run(inputs, { env })
  expect(told(run)).toEqual(expected)
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.log.join('\n')).not.toMatch(/EVK-500|^ +at .*\.js:\d/m)
  const writes = (await stage.requests()).slice(asked).filter(({ operation }) => !READS.test(operation))
  expect({ writes, docker: stage.docker().slice(called) }).toEqual({ writes: [], docker: [] })
})

const READS = /^(Describe|List|Get|BatchGet|BatchCheck)/

interface Told {
  readonly code: string
  readonly what: string
  readonly fix: string
  readonly place?: { readonly file: string; readonly line: number; readonly column: number }
}

function told({ report: { failure } }: Run): string[] {
  const { code, message, advice, faults } = failure
  const all: Told[] = faults.length > 0 ? faults : [{ code, what: message, fix: advice }]
  return all.map(({ code, what, fix, place }) => {
    const where = place ? `${place.file}:${place.line}:${place.column} ` : ''
    return `${code} ${where}${what} | ${fix}`.replaceAll(stage.folder, '<ws>')
  })
}

/** The local ECS runs none of these. */
test.each([
  [
    'V3',
    { status: 'INACTIVE' },
    'EVK-203 service "api" is INACTIVE: it is deleted | Create it again (terraform apply) before deploying to it.',
  ],
  [
    'V8',
    { deploymentController: { type: 'CODE_DEPLOY' as const } },
    'EVK-206 service "api" has the deployment controller CODE_DEPLOY | Evenkeel rolls out with the ECS controller; since July 2025 UpdateService can change it in place.',
  ],
  [
    'V8',
    { deploymentController: { type: 'EXTERNAL' as const } },
    'EVK-206 service "api" has the deployment controller EXTERNAL | Evenkeel rolls out with the ECS controller; since July 2025 UpdateService can change it in place.',
  ],
])('%s, %j', (_, service, expected) => {
  const faults = serviceFaults({ service: 'api' } as Place, service)
  expect(faults.map(({ code, what, fix }) => `${code} ${what} | ${fix}`)).toEqual([expected])
})
