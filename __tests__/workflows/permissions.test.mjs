/**
 * docs/permissions.md, from what the local ECS saw the action call. UPDATE=1 writes the page; without it the page has to be what
 * was seen. Then the page's own policies are put in force: each has to be enough.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { root, runAction } from '../../script/lib/demo/github.mjs'
import { repository } from './act/github.mjs'
import { REGION, startLocalEcs } from './act/local-ecs.mjs'

const PAGE = join(root, 'docs/permissions.md')
const MANIFEST = `cluster: shop\nservices:\n  api: { build: api, image-parameter: /shop/api/image }\n`
/** A slip of the finger each. */
const WRONG = {
  'wrong-cluster.yml': 'cluster: shopp\nservices:\n  api: { build: api }\n',
  'wrong-service.yml': 'cluster: shop\nservices:\n  api: { build: api, service: aip }\n',
}
/** The runs that are looked at, by the access key each has. */
const CALLERS = {
  deploy: 'deploy',
  'failing-deploy': 'deploy that fails',
  cancelled: '`on-cancel: rollback`',
  rollback: 'rollback',
  continue: 'continue',
  build: '`command: build`',
  restart: '`command: restart`',
  mistyped: 'a wrong name',
}
/** The roles that are made of it. */
const ROLES = {
  'A role that deploys and rolls back': Object.keys(CALLERS),
  'A role that only rolls back': ['rollback', 'failing-deploy', 'cancelled', 'mistyped', 'continue'],
}
/** What the second role does not need although a failing or cancelled deploy did. */
const ONLY_DEPLOYS = /^(ecr:(?!BatchGetImage)|ecs:(RegisterTaskDefinition|TagResource)|iam:PassRole)/

let ecs
let user
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-permissions-'))
before(async () => {
  ecs = await startLocalEcs()
  await ecs.createRepositories(['api'])
  await ecs.createEnvironment('shop', 'shop', ['api'], { alarms: ['api-5xx'] })
  user = repository(join(folder, 'shop'), 'acme/shop')
  user.write('evenkeel.yml', MANIFEST)
  for (const [file, text] of Object.entries(WRONG)) user.write(file, text)
})
after(async () => {
  await ecs?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the action as a caller of that name. */
async function as(caller, inputs = {}, cancelAt = undefined) {
  let child
  return await runAction({
    workspace: user.folder,
    inputs: { 'aws-region': REGION, ...inputs },
    node: ['--no-warnings', '--import', join(root, '__tests__/action/virtual-clock.mjs')],
    env: {
      PATH: `${join(root, '__tests__/action/bin')}:${process.env.PATH}`,
      AWS_ENDPOINT_URL: ecs.url,
      AWS_ACCESS_KEY_ID: caller,
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    onStart: started => {
      child = started
    },
    onLine: line => {
      if (cancelAt?.test(line)) child.kill('SIGINT')
    },
  })
}

function commit(version) {
  user.write('api/Dockerfile', `FROM scratch\nLABEL version=${version}\n`)
  user.release(version)
}

async function playAll(prefix, from) {
  const ended = {}
  commit(`${from}.0.0`)
  ended.deploy = (await as(`${prefix}deploy`)).report.outcome
  commit(`${from}.1.0`)
  ended.again = (await as(`${prefix}deploy`)).report.outcome
  await ecs.breaks('api', `${from}.2.0`)
  commit(`${from}.2.0`)
  ended.failing = (await as(`${prefix}failing-deploy`)).report.outcome
  ended.rollback = (
    await as(`${prefix}rollback`, { command: 'rollback', to: `${from}.0.0`, reason: 'too slow' })
  ).report.outcome
  commit(`${from}.3.0`)
  ended.cancelled = (await as(`${prefix}cancelled`, { 'on-cancel': 'rollback' }, /running 0/)).report.outcome
  await ecs.pauses('shop', 'api', true)
  commit(`${from}.4.0`)
  ended.paused = (await as(`${prefix}deploy`, { 'on-pause': 'end' })).report.outcome
  ended.continued = (await as(`${prefix}continue`, { command: 'continue' })).report.outcome
  await ecs.pauses('shop', 'api', false)
  commit(`${from}.5.0`)
  ended.build = (await as(`${prefix}build`, { command: 'build' })).report.outcome
  ended.restart = (await as(`${prefix}restart`, { command: 'restart' })).report.outcome
  for (const manifest of Object.keys(WRONG)) {
    const { faults } = (await as(`${prefix}mistyped`, { manifest })).report.failure
    ended[manifest] = `${faults[0].what}. ${faults[0].fix}`
  }
  return ended
}

const EXPECTED = {
  deploy: 'deployed',
  again: 'deployed',
  failing: 'rolled-back',
  rollback: 'deployed',
  cancelled: 'cancelled',
  paused: 'paused',
  continued: 'deployed',
  build: 'built',
  restart: 'deployed',
  'wrong-cluster.yml':
    'cluster "shopp" is not in ap-south-1, did you mean "shop"?. Found: shop. Check `cluster` and `aws-region`.',
  'wrong-service.yml': 'service "aip" is not in cluster "shop", did you mean "api"?. Services there: api.',
}

test('docs/permissions.md is what the action asked of AWS', async () => {
  assert.deepEqual(await playAll('', 1), EXPECTED)
  const used = await ecs.permissions()
  const page = pageOf(used)
  if (process.env.UPDATE) writeFileSync(PAGE, page)
  assert.equal(readFileSync(PAGE, 'utf8'), page)
})

test('and its roles may do enough', async () => {
  const [deploys, rollsBack] = policiesOf(readFileSync(PAGE, 'utf8'))
  for (const caller of ['deploy', 'failing-deploy', 'cancelled', 'build', 'restart', 'mistyped'])
    await ecs.restrict(`held-${caller}`, deploys)
  for (const caller of ['rollback', 'continue']) await ecs.restrict(`held-${caller}`, rollsBack)
  assert.deepEqual(await playAll('held-', 2), EXPECTED)
})

test('and no more: who may only roll back cannot deploy', async () => {
  commit('2.9.0')
  const { report } = await as('held-rollback')
  assert.equal(report.outcome, 'refused')
  assert.match(JSON.stringify(report.failure), /ecr:GetAuthorizationToken/)
})

test('and nothing in vain: what a deploy used is named where it is left out', async () => {
  const [deploys] = policiesOf(readFileSync(PAGE, 'utf8'))
  const used = (await ecs.permissions()).filter(({ accessKeyId }) => accessKeyId === 'deploy')
  const unnamed = []
  for (const [nth, { action }] of used.entries()) {
    await ecs.restrict('held-deploy', without(deploys, action))
    commit(`3.${nth}.0`)
    const { report, log } = await as('held-deploy')
    if (!`${JSON.stringify(report)}${log.join('\n')}`.includes(action)) unnamed.push(action)
  }
  assert.ok(used.length > 15)
  assert.deepEqual(unnamed, [])
})

const without = ({ Statement, ...policy }, action) => ({
  ...policy,
  Statement: Statement.map(each => ({ ...each, Action: [each.Action].flat().filter(one => one !== action) })).filter(
    ({ Action }) => Action.length > 0,
  ),
})

function pageOf(used) {
  const by = caller => used.filter(each => each.accessKeyId === caller)
  const actions = [...new Set(used.filter(each => each.accessKeyId in CALLERS).map(({ action }) => action))].sort()
  const ticks = action =>
    Object.keys(CALLERS).map(caller => (by(caller).some(each => each.action === action) ? '✓' : ''))
  const roles = Object.entries(ROLES).flatMap(([title, callers], nth) => {
    const mine = callers
      .flatMap(by)
      .filter(({ accessKeyId, action }) => nth === 0 || accessKeyId === 'rollback' || !ONLY_DEPLOYS.test(action))
      .map(each => ({ ...each, condition: conditionOf(each) }))
      .filter(({ accessKeyId, action }) => accessKeyId !== 'mistyped' || action.startsWith('ecs:List'))
    const lines = statementsOf(mine).map(each => `    ${JSON.stringify(each)}`)
    return [
      `## ${title}`,
      `\`\`\`json\n{\n  "Version": "2012-10-17",\n  "Statement": [\n${lines.join(',\n')}\n  ]\n}\n\`\`\``,
    ]
  })
  return `${[
    '# Permissions',
    '<!-- Written by UPDATE=1 node --test __tests__/workflows/permissions.test.mjs -->',
    'What the local ECS saw the action ask while it worked on a service `api` of the cluster `shop`. The first two policies below were then put in force there, and were enough. ' +
      '`infra/modules/deploy-role` makes the first.',
    [
      `| action | ${Object.values(CALLERS).join(' | ')} |`,
      `|---|${'---|'.repeat(Object.keys(CALLERS).length)}`,
      ...actions.map(action => `| \`${action}\` | ${ticks(action).join(' | ')} |`),
    ].join('\n'),
    `\`cloudwatch:DescribeAlarms\` is for services with deployment alarms alone. \`ssm:…\` is for \`image-parameter\` alone. A rollback to a revision that was deregistered registers it again: it needs \`ecs:RegisterTaskDefinition\`, \`ecs:TagResource\` and \`iam:PassRole\` as a deploy does. A \`strategy\` in the manifest needs \`iam:PassRole\` for the role it names, with \`iam:PassedToService\` \`ecs.amazonaws.com\`: \`blue_green_role_arn\` of the module deploy-role. \`command: continue\` needs \`ecs:ContinueServiceDeployment\` where \`ecs:StopServiceDeployment\` is allowed.`,
    `\`iam:PassRole\` names the roles of the task definition, \`executionRoleArn\` and \`taskRoleArn\`: both where it has both, as here, and those of every service that is deployed.`,
    ...roles,
    MORE,
    '## Who may take the role',
    'GitHub’s token names repository and environment, so the trust policy can be exact: `StringEquals` on `aud` (`sts.amazonaws.com`) and on `sub`, which is ' +
      '`repo:OWNER/REPO:environment:NAME`, or `repo:OWNER@OWNER_ID/REPO@REPO_ID:environment:NAME` for repositories made, renamed or moved since July 2026. No wildcards: with ' +
      '`repo:OWNER/REPO:*` every branch and every pull request could deploy.',
    'The job itself needs `contents: read` (the commit) and `id-token: write` (the role), and nothing else.',
  ].join('\n\n')}\n`
}

/** Shown with a real docker, by registry.test.mjs, but for what says otherwise. */
const MORE = `## Where an image comes from elsewhere

\`promote\` needs of the repository it copies into what a build needs, and of the one it copies from:

\`\`\`json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],"Resource":"arn:aws:ecr:ap-south-1:123456789012:repository/base/api"}
  ]
}
\`\`\`

- Before a rollback, the images of all containers of a revision are looked for that are in the account’s own registry: of a sidecar’s repository that takes \`ecr:BatchGetImage\`. Without it they are not looked for, and the run says so.
- An \`image\` that is only named, and not copied, needs \`ecr:BatchGetImage\` of its repository, for the digest of its tag. The task’s execution role pulls it.
- A repository of another region or account stands in the statements with that region and account. One of another account also has to allow this role, in its own repository policy; \`ecr:GetAuthorizationToken\` is asked of the role’s own account, once for each region.
- \`also-tag\` needs \`ecr:PutImage\`, as every name does, and tags that may move: those are for \`image_tag_mutability_exclusion_filter\` of the repository.
- \`cache: registry\` needs \`ecr:GetDownloadUrlForLayer\` of the image’s own repository as well, and \`buildcache-*\` among the tags that may move. AWS’s page of permissions for a pull says so; no builder here can write such a cache, so this alone was not seen.

## Nothing needs them, and they save a rollout

Before a deploy moves anything, parameters, secrets and log groups that the new revision asks for, and the one that runs does not, are looked for: one that is not there when it is looked for twice, 3 s apart, is refused, where its tasks would not start. Without these rights that is not looked at. No value is read. Of a revision that a rollback leads to they are looked for as well, and what is missing is a warning: going back is urgent.

\`\`\`json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect":"Allow","Action":"ssm:DescribeParameters","Resource":"*"},
    {"Effect":"Allow","Action":"secretsmanager:DescribeSecret","Resource":"arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/api/*"},
    {"Effect":"Allow","Action":"logs:DescribeLogGroups","Resource":"arn:aws:logs:ap-south-1:123456789012:log-group:*"}
  ]
}
\`\`\``

const CONDITIONS = {
  'iam:PassRole': { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  'ecs:TagResource': { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
}

/** While a revision is registered it gets its version and commit; later, from a rollback, its reason, from a release of what runs already its version, and nothing else. */
const NOTE = {
  'ForAllValues:StringEquals': { 'aws:TagKeys': ['evenkeel:reason', 'evenkeel:rollback-run', 'evenkeel:also'] },
}

const conditionOf = ({ accessKeyId, action }) =>
  accessKeyId === 'rollback' && action === 'ecs:TagResource' ? NOTE : CONDITIONS[action]

/** One statement for the actions of a service that have resources and condition in common. */
function statementsOf(used) {
  const where = new Map()
  for (const { action, condition, resources } of used) {
    const key = JSON.stringify([action, condition])
    const known = where.get(key)?.resources ?? []
    where.set(key, { action, condition, resources: [...new Set([...known, ...resources.map(general)])].sort() })
  }
  const groups = new Map()
  for (const { action, condition, resources } of [...where.values()].sort((a, b) => (a.action < b.action ? -1 : 1))) {
    const key = JSON.stringify([action.split(':')[0], resources, condition])
    groups.set(key, [...(groups.get(key) ?? []), action])
  }
  return [...groups].map(([key, actions]) => {
    const [, resources, condition] = JSON.parse(key)
    const plain = list => (list.length === 1 ? list[0] : list)
    const statement = { Effect: 'Allow', Action: plain(actions), Resource: plain(resources) }
    return condition ? { ...statement, Condition: condition } : statement
  })
}

/** A resource as it stands in a policy: ids and revisions are any. */
const general = arn =>
  arn
    .replace(/(:task-definition\/[^:]+):\d+$/, '$1:*')
    .replace(/(:service-(?:deployment|revision)\/.*\/)[^/]+$/, '$1*')
    .replace(/(:task\/[^/]+\/).+$/, '$1*')
    .replace(/(:log-stream:).*$/, '$1*')

const policiesOf = page => [...page.matchAll(/```json\n([\s\S]*?)\n```/g)].map(([, text]) => JSON.parse(text))
