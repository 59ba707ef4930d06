/** Planted secrets never come out: not in the log, the outputs, the summary or the report, in no spelling, however a run ends. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { MANIFEST, type Run, type Stage, setStage } from '../action/stage.ts'
import { read } from './log.ts'

const CANARIES: Record<string, string> = {
  'a secret access key': 'wJalrXUtnFEMI/K7MDENG+bPxRfiCANARYKEY',
  'a session token': 'IQoJb3JpZ2luX2VjCANARY//////////wEaCSESSION+TOKEN==',
  'a value of the environment': 'postgres://shop:Canary"Pass<word>&1@db/shop',
  'the ARN of a secret': 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/canary-Xy12Zq',
  'the path of a webhook': 'https://hooks.example.net/services/T0CANARY1/B0CANARY22/c4n4ryWebhookToken0123456',
  'a password among options': 'canaryKeystore-Pass77',
  'the login of a proxy': 'proxyuser:canaryProxyPass-55',
  'a variable of a revision by its ARN': 'canaryOfAnArn_Passw0rd-31',
  'a value of a list as ECS has it': 'canaryListValue-Secret-8812',
  'a build argument': 'npm_CanaryBuildArgument0123456789',
}
const BUILD_ARG = CANARIES['a build argument'] ?? ''

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ manifest: MANIFEST.replaceAll('VERSION: "', `NPM_TOKEN: "${BUILD_ARG}", VERSION: "`) })
  await plant('api')
  const { authorizationData: [login] = [] } = await stage.ecr.getAuthorizationToken({})
  const token = login?.authorizationToken ?? ''
  CANARIES['the login of docker'] = token
  CANARIES['the password of ECR'] = Buffer.from(token, 'base64').toString().slice('AWS:'.length)
  await stage.deploy('1.0.0')
  await stage.deploy('1.1.0')
}, 60_000)
afterAll(() => stage.close())

/** The revision that Terraform registers holds an environment value and a secret. */
async function plant(family: string) {
  const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: family })
  const { containerDefinitions = [], ...rest } = taskDefinition ?? {}
  await stage.ecs.registerTaskDefinition({
    ...rest,
    family,
    containerDefinitions: containerDefinitions.map(each => ({
      ...each,
      environment: [
        { name: 'DATABASE_URL', value: CANARIES['a value of the environment'] },
        { name: 'ALERTS', value: CANARIES['the path of a webhook'] },
        {
          name: 'JAVA_OPTS',
          value: `-Xmx512m -Djavax.net.ssl.keyStorePassword=${CANARIES['a password among options']}`,
        },
      ],
    })),
  })
}

interface Ending {
  readonly outcome: string
  readonly inputs?: Record<string, string>
  readonly env?: Record<string, string>
  readonly prepare?: (version: string) => Promise<unknown>
  readonly cancelAt?: RegExp
}

const denied = (operation: string) => () => stage.fault(operation, 'access-denied', { times: null })

const ENDINGS: Record<string, Ending> = {
  'a deploy': { outcome: 'deployed' },
  'a rollback': { outcome: 'deployed', inputs: { command: 'rollback', to: '1.0.0' } },
  'a broken release': { outcome: 'rolled-back', prepare: version => stage.fate('api', version, 'crashing') },
  'a build that fails, and says what it was given': {
    outcome: 'failed-on-old',
    env: { DOCKER_FAILS: `no such package for ${BUILD_ARG} of ${CANARIES['the ARN of a secret']}` },
  },
  'a registration that is denied': { outcome: 'failed-on-old', prepare: denied('RegisterTaskDefinition') },
  'an update that is denied': { outcome: 'failed-on-old', prepare: denied('UpdateService') },
  'a token that expires': {
    outcome: 'unknown',
    prepare: () => stage.fault('DescribeServiceDeployments', 'expired-token', { times: null }),
  },
  'a cancelled run': { outcome: 'cancelled', cancelAt: /^api {2}running 0/ },
  'a release that says what it was given': {
    outcome: 'rolled-back',
    prepare: version =>
      stage.fate('api', version, 'crashing', {
        logs: [
          `posting to ${CANARIES['the path of a webhook']} failed`,
          `java -Djavax.net.ssl.keyStorePassword=${CANARIES['a password among options']} app.jar`,
          `proxy http://${CANARIES['the login of a proxy']}@10.0.0.1:3128 refused`,
        ],
      }),
  },
  'a refused input': { outcome: 'refused', inputs: { timeout: 'soon' } },
  'a revision by its ARN': {
    outcome: 'rolled-back',
    prepare: async () => {
      const value = CANARIES['a variable of a revision by its ARN'] ?? ''
      const { taskDefinition } = await stage.ecs.describeTaskDefinition({ taskDefinition: 'api' })
      const { containerDefinitions = [], ...rest } = taskDefinition ?? {}
      const named = containerDefinitions.map(each => ({ ...each, environment: [{ name: 'DB_PASSWORD', value }] }))
      const { taskDefinition: made } = await stage.ecs.registerTaskDefinition({
        ...rest,
        family: 'api',
        containerDefinitions: named,
      })
      // which is not the latest
      await stage.ecs.registerTaskDefinition({ ...rest, family: 'api', containerDefinitions })
      const arn = made?.taskDefinitionArn ?? ''
      stage.write({ 'evenkeel.yml': `cluster: shop\nservices: { api: { task-definition: "${arn}" } }\n` })
      await stage.door('fates', {
        match: { service: 'api' },
        behaviour: 'crashing',
        logs: [`cannot log in with ${value}`],
      })
    },
  },
  'a manifest with a list where names are wanted': {
    outcome: 'refused',
    prepare: async () => {
      const value = CANARIES['a value of a list as ECS has it']
      const api = `{ build: api, environment: [{ name: A, value: ${value} }] }`
      stage.write({ 'evenkeel.yml': `cluster: shop\nservices: { api: ${api} }\n` })
    },
  },
}

let serial = 2
test.each(Object.entries(ENDINGS))('%s', async (_, { outcome, inputs = {}, env = {}, prepare, cancelAt }) => {
  const version = `1.${serial++}.0`
  await prepare?.(version)
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-canaries-'))
  const run = await stage.run(inputs, {
    env: {
      GITHUB_SHA: stage.commit(version),
      ACTIONS_STEP_DEBUG: 'true',
      RUNNER_DEBUG: '1',
      AWS_SECRET_ACCESS_KEY: CANARIES['a secret access key'] ?? '',
      AWS_SESSION_TOKEN: CANARIES['a session token'] ?? '',
      HTTPS_PROXY: `http://${CANARIES['the login of a proxy']}@10.0.0.1:3128`,
      RUNNER_TEMP: folder,
      ...env,
    },
    ...(cancelAt && { cancelAt }),
  })
  const left = filesIn(folder)
  rmSync(folder, { recursive: true, force: true })
  await fetch(`${stage.url}/_internal/faults`, { method: 'DELETE' })
  stage.advance(1800)
  expect(run.outputs.outcome).toBe(outcome)
  expect(leaks(run, left)).toEqual([])
})

test('the search finds what is there', () => {
  const token = CANARIES['a session token'] ?? ''
  const found = (text: string) => leaks({ log: [text], outputs: {}, summary: '', report: {} }, {})
  expect(found(`x${token}y`)).toEqual(['a session token in the log'])
  expect(found(Buffer.from(`user:${token}`).toString('base64'))).toEqual(['a session token in the log'])
  expect(found(encodeURIComponent(token))).toEqual(['a session token in the log'])
  expect(found(`::add-mask::${token.replaceAll('%', '%25')}\nx${token}y`)).toEqual([])
})

/** What is planted and where it came out. */
function leaks(
  { log, outputs, summary, report }: Pick<Run, 'log' | 'outputs' | 'summary' | 'report'>,
  files: Record<string, string>,
) {
  const sinks: Record<string, string> = {
    'the log': read(log).shown.join('\n'),
    'the outputs': JSON.stringify(outputs),
    'the summary': summary,
    'the report': JSON.stringify(report),
    ...files,
  }
  return Object.entries(sinks).flatMap(([sink, text]) =>
    Object.entries(CANARIES)
      .filter(([, canary]) => spellings(canary).some(each => text.includes(each)))
      .map(([name]) => `${name} in ${sink}`),
  )
}

/** As it is, as base64 at each of three alignments, in a URL, in JSON, and its longest part on one line of two. */
function spellings(canary: string): string[] {
  const base64 = [0, 1, 2].map(pad => {
    const whole = Buffer.from(`${' '.repeat(pad)}${canary}`)
      .toString('base64')
      .replace(/=+$/, '')
    // what the bytes before and after it do not change
    return whole.slice(pad === 0 ? 0 : 4, -3)
  })
  const half = canary.slice(0, Math.ceil(canary.length / 2))
  return [canary, half, ...base64, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1)]
}

const filesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(each => each.isFile())
      .map(each => [each.name, readFileSync(join(each.parentPath, each.name), 'utf8')]),
  )
