/** The shape that a release gives a service: nothing of it is lost on the way, and what changes besides the image is told. */
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { definitionOf, log, MANIFEST, ONE, type Options, type Stage, setStage } from './stage.ts'

let stage: Stage
beforeEach(() => {
  stage = undefined as unknown as Stage
})
afterEach(() => stage?.close())

const open = async (options: Options = {}) => {
  stage = await setStage({ manifest: ONE, ...options })
}

/** As a client that knows more than the SDK. */
// biome-ignore lint/suspicious/noExplicitAny: the point is what no type knows.
async function ask(operation: string, input: object): Promise<any> {
  const answer = await fetch(stage.url, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/ecs/aws4_request',
      'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`,
    },
    body: JSON.stringify(input),
  })
  const value = (await answer.json()) as object
  if (!answer.ok) throw new Error(JSON.stringify(value))
  return value
}

const described = async (taskDefinition: string) =>
  (await ask('DescribeTaskDefinition', { taskDefinition })).taskDefinition

const AHEAD = { fieldOfTomorrow: { mode: 'STRICT', nested: [{ of: 1 }] } }
const AHEAD_INSIDE = { sandbox: { level: 3 } }

test('fields that no SDK knows come through a deploy, and through a rollback that registers again', async () => {
  await open()
  const before = definitionOf('api')
  await ask('RegisterTaskDefinition', {
    ...before,
    ...AHEAD,
    containerDefinitions: before.containerDefinitions.map(each => ({ ...each, ...AHEAD_INSIDE })),
  })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 0 })
  expect(log(run)).toContain(
    'newer than this Evenkeel, and kept as they are: containerDefinitions[].sandbox, fieldOfTomorrow',
  )
  expect(await described('api:3')).toMatchObject({ ...AHEAD, containerDefinitions: [AHEAD_INSIDE] })
  await stage.deploy('1.1.0')
  await stage.ecs.deregisterTaskDefinition({ taskDefinition: 'api:3' })
  const back = await stage.run({ command: 'rollback' })
  expect(back).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.0.0' } })
  expect(await described('api:5')).toMatchObject({ ...AHEAD, containerDefinitions: [AHEAD_INSIDE] })
})

const SIBLINGS = `cluster: shop
services:
  api:
    build: api
    initial-count: 2
  web:
    build: api
    repository: api
    container: api
    initial-count: 2
`

/** web stands on a revision of api's family that has one variable more. */
async function siblings() {
  await open({ manifest: SIBLINGS })
  await stage.ecs.registerTaskDefinition(
    definitionOf('api', {
      environment: [
        { name: 'MODE', value: 'prod' },
        { name: 'ROLE', value: 'web' },
      ],
    }),
  )
  await stage.ecs.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'api:2', desiredCount: 2 })
  stage.advance(300)
}

const variables = async (service: string) => {
  const { services: [found] = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: [service] })
  const { containerDefinitions } = await described(found?.taskDefinition ?? '')
  return (containerDefinitions[0].environment as { name: string }[]).map(({ name }) => name)
}

test('two services of one family: each keeps its own variables, deploy after deploy', async () => {
  await siblings()
  for (const version of ['1.0.0', '1.1.0']) {
    const run = await stage.deploy(version)
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(await variables('api')).toEqual(['MODE'])
    expect(await variables('web')).toEqual(['MODE', 'ROLE'])
  }
})

test('two services of one family, and only one of them is asked for: it keeps its own all the same', async () => {
  await siblings()
  expect(await stage.deploy('1.0.0')).toMatchObject({ exitCode: 0 })
  expect(await stage.deploy('1.1.0', { services: 'api' })).toMatchObject({ exitCode: 0 })
  expect(await variables('api')).toEqual(['MODE'])
  expect(await variables('web')).toEqual(['MODE', 'ROLE'])
})

test('two services of one family, each released by a manifest of its own: neither takes the other’s shape', async () => {
  await open({ manifest: SIBLINGS })
  await stage.ecs.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'api:1', desiredCount: 2 })
  stage.advance(300)
  const of = (name: string, more: string) =>
    `cluster: shop\nservices:\n  ${name}: { build: ${name}, container: api, initial-count: 2${more} }\n`
  for (const version of ['1.0.0', '1.1.0']) {
    stage.write({ 'evenkeel.yml': of('web', ', memory: 1024, environment: {QUEUE: mail}') })
    const web = await stage.deploy(`${version}-web`)
    expect(web).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    stage.write({ 'evenkeel.yml': of('api', '') })
    const api = await stage.deploy(version)
    expect(api).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(log(api)).toMatch(/^api {2}starts from the shape of api:\d+: api:\d+ is of a release that it does not run$/m)
    expect(log(api)).not.toContain('also changes')
    expect(await variables('api')).toEqual(['MODE'])
    expect(await variables('web')).toEqual(['MODE', 'QUEUE'])
  }
  // what Terraform registers is everybody's, as before
  const [container] = definitionOf('api').containerDefinitions
  await beside({ containerDefinitions: [{ ...container, environment: [{ name: 'NEW', value: 'x' }] }] })
  expect(log(await stage.deploy('1.2.0'))).toContain('api  also changes: environment + NEW - MODE')
})

const beside = async (more: object) => await stage.ecs.registerTaskDefinition({ ...definitionOf('api'), ...more })

test('a revision that was registered beside: what it brings is told, in log, summary and report', async () => {
  await open()
  await stage.deploy('1.0.0')
  const [container] = definitionOf('api').containerDefinitions
  const environment = [...(container?.environment ?? []), { name: 'NEW', value: 'hunter2hunter2!' }]
  await beside({ memory: '2048', cpu: '1024', containerDefinitions: [{ ...container, environment }] })
  const run = await stage.deploy('1.1.0')
  const words = 'cpu 256 → 1024, memory 512 → 2048, environment + NEW'
  expect(run.log.filter(line => line.includes('also changes'))).toEqual([`api  also changes: ${words}`])
  expect(run.summary).toContain(words)
  expect(run.report.services.api.alsoChanges).toBe(words)
  expect(log(run).replace(/^::add-mask::.*$/gm, '')).not.toContain('hunter2')
  const next = await stage.deploy('1.2.0')
  expect(log(next)).not.toContain('also changes')
  expect(next.summary).not.toContain('What changes besides')
})

test('a value that differs and a variable that goes are told by name alone', async () => {
  await open()
  await stage.deploy('1.0.0')
  const [container] = definitionOf('api').containerDefinitions
  await beside({
    containerDefinitions: [{ ...container, environment: [{ name: 'MODE', value: 'S3cr3t-other-value' }] }],
  })
  const run = await stage.deploy('1.1.0')
  expect(run.report.services.api.alsoChanges).toBe('environment ~ MODE')
  await beside({ containerDefinitions: [{ ...container, environment: [] }] })
  expect((await stage.deploy('1.2.0')).report.services.api.alsoChanges).toBe('environment - MODE')
})

test('an environment does not take the shape of another that shares its family, whoever registered that', async () => {
  const manifest = (more = '') => `services:
  api: { build: api, service: api, container: api, initial-count: 2 }
environments:
  staging: { cluster: shop }
  prod: { cluster: shop, services: { api: { service: web${more} } } }
`
  await open({ manifest: manifest() })
  const [container] = definitionOf('api').containerDefinitions
  await beside({
    memory: '1024',
    containerDefinitions: [{ ...container, environment: [{ name: 'DB', value: 'prod' }] }],
  })
  await stage.ecs.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'api:2', desiredCount: 2 })
  await stage.ecs.updateService({ cluster: 'shop', service: 'api', desiredCount: 2 })
  stage.advance(300)
  const staging = await stage.deploy('1.0.0', { environment: 'staging' })
  expect(staging).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(log(staging)).not.toContain('also changes')
  expect(await variables('api')).toEqual(['MODE'])
  const prod = await stage.deploy('1.0.1', { environment: 'prod' })
  expect(log(prod)).not.toContain('also changes')
  expect(await variables('web')).toEqual(['DB'])
})

test('an environment that its role may not see is no lack, and keeps nobody from Terraform’s newer shape', async () => {
  await open({
    manifest: `services:
  api: { build: api, initial-count: 2 }
environments:
  staging: { cluster: shop }
  prod: { cluster: elsewhere }
`,
  })
  const other = 'arn:aws:ecs:eu-west-1:123456789012:service/elsewhere/api'
  const Statement = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'ecs:DescribeServices', Resource: other },
  ]
  await stage.door('policy', { accessKeyId: 'test', role: 'deploy', document: { Version: '2012-10-17', Statement } })
  await stage.deploy('1.0.0', { environment: 'staging' })
  await beside({ memory: '1024' })
  const run = await stage.deploy('1.1.0', { environment: 'staging' })
  const asked = (await stage.requests('DescribeServices')).filter(({ input }) => input.cluster === 'elsewhere')
  expect(asked).not.toEqual([])
  expect(run.report.services.api.alsoChanges).toBe('memory 512 → 1024')
  expect(run.report.lacks).toEqual([])
  expect(log(run)).not.toContain('lacks')
})

test('a registration that is lost on the way is made again, also where the original is still described', async () => {
  await open()
  await stage.deploy('1.0.0')
  await stage.deploy('1.1.0')
  await stage.ecs.deregisterTaskDefinition({ taskDefinition: 'api:2' })
  await stage.fault('RegisterTaskDefinition', 'reset')
  const back = await stage.run({ command: 'rollback' })
  expect(back).toMatchObject({ exitCode: 0, services: { api: { outcome: 'deployed', revision: 'api:4' } } })
})

/** The first service has another shape. */
const withBad = (manifest: string) =>
  manifest.replace('initial-count', 'memory: 1024\n    environment: {BAD: x}\n    initial-count')

test('what a release brought that failed is not the service’s: the revert has what ran before', async () => {
  await open()
  await stage.deploy('1.0.0')
  stage.write({ 'evenkeel.yml': withBad(ONE) })
  await stage.fate('api', '1.1.0', 'crashing')
  expect(await stage.deploy('1.1.0')).toMatchObject({ outputs: { outcome: 'rolled-back' } })
  stage.write({ 'evenkeel.yml': ONE })
  const run = await stage.deploy('1.2.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(log(run)).not.toContain('also changes')
  expect(log(run)).not.toContain('is not used')
  expect(log(run)).toContain('api  starts from the shape of api:2: api:3 is of a release that it does not run')
  expect(await described('api:4')).toMatchObject({ memory: '512' })
  expect(await variables('api')).toEqual(['MODE'])
})

test('what failed and was not taken back is not the service’s either', async () => {
  const deploymentCircuitBreaker = { enable: true, rollback: false }
  await open({ service: () => ({ deploymentConfiguration: { deploymentCircuitBreaker } }) })
  await stage.deploy('1.0.0')
  stage.write({ 'evenkeel.yml': withBad(ONE) })
  await stage.fate('api', '1.1.0', 'crashing')
  expect((await stage.deploy('1.1.0')).exitCode).toBe(1)
  stage.write({ 'evenkeel.yml': ONE })
  const run = await stage.deploy('1.2.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(run.report.services.api.alsoChanges).toBe('')
  expect(run.report.services.api.previousRevision).toBe('api:2')
  expect(log(run)).toContain('2 of 2 tasks  1.0.0 (api:2); stands on api:3, which failed')
  expect(await variables('api')).toEqual(['MODE'])
})

test('of two services of one family what failed and was not taken back is not the service’s either', async () => {
  const deploymentCircuitBreaker = { enable: true, rollback: false }
  await open({ manifest: SIBLINGS, service: () => ({ deploymentConfiguration: { deploymentCircuitBreaker } }) })
  await stage.ecs.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'api:1' })
  stage.advance(300)
  await stage.deploy('1.0.0')
  const before = await variables('api')
  stage.write({ 'evenkeel.yml': withBad(SIBLINGS) })
  await stage.fate('api', '1.1.0', 'crashing')
  expect((await stage.deploy('1.1.0')).exitCode).toBe(1)
  stage.write({ 'evenkeel.yml': SIBLINGS })
  const run = await stage.deploy('1.2.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect(log(run)).not.toContain('a newer revision is not used')
  expect(run.report.services.api.alsoChanges).toBe('')
  expect(await variables('api')).toEqual(before)
})

test('Terraform’s newer shape comes along also after a rollback to a revision that was deregistered', async () => {
  await open()
  await stage.deploy('1.0.0')
  const [container] = definitionOf('api').containerDefinitions
  const environment = [...(container?.environment ?? []), { name: 'TF', value: 'x' }]
  await beside({ memory: '1024', containerDefinitions: [{ ...container, environment }] })
  await stage.deploy('1.1.0')
  await stage.ecs.deregisterTaskDefinition({ taskDefinition: 'api:2' })
  const back = await stage.run({ command: 'rollback' })
  expect(back).toMatchObject({ exitCode: 0, services: { api: { revision: 'api:5' } } })
  const run = await stage.deploy('1.2.0')
  expect(run.report.services.api.alsoChanges).toBe('memory 512 → 1024, environment + TF')
  expect(log(run)).toContain('starts from the shape of api:3: it is newer than what api:5 is a copy of')
  expect(await described('api:6')).toMatchObject({ memory: '1024' })
  expect(log(await stage.deploy('1.3.0'))).not.toContain('also changes')
})

test('no revision of the family is ACTIVE: EVK-210 before anything is built, and a rollback registers again', async () => {
  await open()
  await stage.deploy('1.0.0')
  await stage.deploy('1.1.0')
  for (const taskDefinition of ['api:1', 'api:2', 'api:3']) await stage.ecs.deregisterTaskDefinition({ taskDefinition })
  const built = stage.docker().length
  const run = await stage.deploy('1.2.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(run.report.failure.faults).toMatchObject([
    { code: 'EVK-210', what: 'service "api": no revision of the family "api" is ACTIVE' },
  ])
  expect(stage.docker().length).toBe(built)
  const back = await stage.run({ command: 'rollback' })
  expect(back).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed', version: '1.0.0' } })
  expect(log(back)).toContain('registered again, unchanged')
})

test.each([
  [47, []],
  [48, ['evenkeel:run']],
  [49, ['evenkeel:commit', 'evenkeel:run']],
  [50, ['evenkeel:version', 'evenkeel:commit', 'evenkeel:run']],
])('%i tags on the family: it deploys, and those of ours that have no room are named', async (count, leftOut) => {
  await open()
  const tags = Array.from({ length: count }, (_, i) => ({ key: `team:${i}`, value: String(i) }))
  await beside({ tags })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  const { tags: found = [] } = await stage.ecs.describeTaskDefinition({ taskDefinition: 'api:3', include: ['TAGS'] })
  expect(found.filter(({ key }) => key?.startsWith('team:'))).toHaveLength(count)
  expect(log(run).includes('has so many tags')).toBe(leftOut.length > 0)
  if (leftOut.length > 0) expect(log(run)).toContain(`api  has so many tags that ${leftOut.join(', ')} is left out`)
})

const helper = (name: string, image: string) => ({ name, image, essential: false })
const SAME = 'public.ecr.aws/docker/library/busybox:1'

const imagesOf = async (service: string) => {
  const { services: [found] = [] } = await stage.ecs.describeServices({ cluster: 'shop', services: [service] })
  const { containerDefinitions } = await described(found?.taskDefinition ?? '')
  return new Map((containerDefinitions as { name: string; image: string }[]).map(({ name, image }) => [name, image]))
}

const registry = () => `123456789012.dkr.ecr.eu-west-1.amazonaws.com`

test('migrate and web on one image of the repository move together, release after release', async () => {
  await open({ beside: name => (name === 'api' ? [helper('migrate', SAME)] : []) })
  const placeholder = `${registry()}/api:placeholder`
  await stage.ecs.registerTaskDefinition(definitionOf('api', { image: placeholder }, [helper('migrate', placeholder)]))
  for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
    const before = await imagesOf('api')
    const run = await stage.deploy(version)
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    const images = await imagesOf('api')
    expect(images.get('api')).not.toBe(before.get('api'))
    expect(images.get('migrate')).toBe(images.get('api'))
    expect(log(run)).not.toContain('is not on the image that moves')
  }
})

test('migrate and web on one placeholder of another repository: refused before anything is built, both named', async () => {
  await open({ beside: name => (name === 'api' ? [helper('migrate', SAME), helper('proxy', 'nginx:1')] : []) })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } })
  expect(log(run)).toContain(
    `EVK-212  service "api": the containers "api" and "migrate" of api:1 stand on one image, ${SAME}, that is not of the repository api`,
  )
  expect(stage.docker()).toEqual([])
  expect(await stage.requests('RegisterTaskDefinition')).toHaveLength(3)
  // the one that is no program of the release stands on the same image under another name of it
  await stage.ecs.registerTaskDefinition(
    definitionOf('api', { image: SAME }, [helper('migrate', `${SAME}@sha256:${'0'.repeat(64)}`)]),
  )
  const again = await stage.deploy('1.1.0')
  expect(again).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  expect((await imagesOf('api')).get('migrate')).toContain(SAME)
})

test('migrate on another image of the same repository is left behind, and warned of', async () => {
  await open({
    beside: name =>
      name === 'api' ? [helper('migrate', 'public.ecr.aws/docker/library/busybox:0'), helper('proxy', 'nginx:1')] : [],
  })
  const run = await stage.deploy('1.0.0')
  expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
  const warnings = run.log.filter(line => line.startsWith('::warning title=api%3A a container stays'))
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain('migrate of the same repository is not on the image that moves')
  expect(warnings[0]).not.toContain('proxy')
})

test('migrate that Terraform put on another digest of our repository: warned of as well', async () => {
  await open()
  await stage.deploy('1.0.0')
  const old = (await imagesOf('api')).get('api') ?? ''
  await stage.deploy('1.1.0')
  const live = (await imagesOf('api')).get('api') ?? ''
  await stage.ecs.registerTaskDefinition(definitionOf('api', { image: live }, [helper('migrate', old)]))
  const run = await stage.deploy('1.2.0')
  expect(log(run)).toContain('migrate of the same repository is not on the image that moves')
})

test('a wave of two, and one breaks: partial, both named', async () => {
  await open({
    manifest: MANIFEST.replace('    needs: redis\n', '').replace('    needs: api\n', '    needs: [api, redis]\n'),
  })
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'crashing')
  const run = await stage.run({}, { env: { GITHUB_SHA: stage.commit('1.1.0', { 'redis/redis': 'two\n' }) } })
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'partial' } })
  expect(run.services).toMatchObject({
    redis: { outcome: 'deployed' },
    api: { outcome: 'rolled-back' },
    web: { outcome: 'not-started' },
  })
  const error = run.log.find(line => line.startsWith('::error')) ?? ''
  expect(error).toContain('partial')
  expect(error).toContain('On 1.1.0: redis. Not: api (rolled-back), web (not-started).')
  expect(run.summary).toContain('On 1.1.0: redis. Not: api (rolled-back), web (not-started).')
})

test('a wave of two, one breaks and the other was live already: rolled-back, nothing is partial', async () => {
  await open({
    manifest: MANIFEST.replace('    needs: redis\n', '').replace('    needs: api\n', '    needs: [api, redis]\n'),
  })
  await stage.deploy('1.0.0')
  await stage.fate('api', '1.1.0', 'crashing')
  const run = await stage.deploy('1.1.0')
  expect(run).toMatchObject({ exitCode: 1, outputs: { outcome: 'rolled-back' } })
  expect(run.services.redis.outcome).toBe('unchanged')
})
