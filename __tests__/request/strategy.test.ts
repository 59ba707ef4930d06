/** The key `strategy` of a service: what it may say, and what is said about it where it may not. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { Refusal } from '../../src/failure/failure.ts'
import { parseManifest } from '../../src/request/document.ts'

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012'
const PLACE = {
  'alternate-target-group': `${ELB}:targetgroup/green/0123456789abcdef`,
  'production-listener-rule': `${ELB}:listener-rule/app/shop/01/02/03`,
  role: 'arn:aws:iam::123456789012:role/shop-ecs-infrastructure',
}
const PLACED = {
  alternateTargetGroup: PLACE['alternate-target-group'],
  productionListenerRule: PLACE['production-listener-rule'],
  testListenerRule: undefined,
  role: PLACE.role,
}

const text = (strategy: unknown) => JSON.stringify({ cluster: 'prod', services: { app: { strategy } } })
const parse = (strategy: unknown) => parseManifest(text(strategy), 'evenkeel.yml').services[0]?.strategy

function faultsOf(strategy: unknown): string[] {
  try {
    parse(strategy)
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ code, what, fix }) => `${code} ${what} | ${fix}`)
    throw error
  }
  throw new Error('it was accepted')
}

describe('a strategy', () => {
  test.each<[string, unknown, unknown]>([
    ['none', undefined, undefined],
    ['null', null, undefined],
    ['a text', 'rolling', { type: 'rolling' }],
    ['rolling', { type: 'rolling' }, { type: 'rolling' }],
    [
      'blue-green',
      { type: 'blue-green', ...PLACE },
      { type: 'blue-green', step: undefined, bakeMinutes: 10, ...PLACED },
    ],
    [
      'canary, with ECS’s own steps',
      { type: 'canary', ...PLACE },
      { type: 'canary', step: { percent: 5, minutes: 10 }, bakeMinutes: 10, ...PLACED },
    ],
    [
      'linear, with ECS’s own steps',
      { type: 'linear', ...PLACE },
      { type: 'linear', step: { percent: 10, minutes: 6 }, bakeMinutes: 10, ...PLACED },
    ],
    [
      'the least',
      { type: 'canary', percent: 0.1, 'step-minutes': 0, 'bake-minutes': 0, ...PLACE },
      { type: 'canary', step: { percent: 0.1, minutes: 0 }, bakeMinutes: 0, ...PLACED },
    ],
    [
      'the most, and a test rule',
      {
        type: 'linear',
        percent: 100,
        'step-minutes': 1440,
        'bake-minutes': 1440,
        ...PLACE,
        'test-listener-rule': `${ELB}:listener-rule/app/shop/01/02/04`,
      },
      {
        type: 'linear',
        step: { percent: 100, minutes: 1440 },
        bakeMinutes: 1440,
        ...PLACED,
        testListenerRule: `${ELB}:listener-rule/app/shop/01/02/04`,
      },
    ],
    [
      'the listener of a Network Load Balancer',
      { type: 'blue-green', ...PLACE, 'production-listener-rule': `${ELB}:listener/net/shop/01/02` },
      {
        type: 'blue-green',
        step: undefined,
        bakeMinutes: 10,
        ...PLACED,
        productionListenerRule: `${ELB}:listener/net/shop/01/02`,
      },
    ],
  ])('%s', (_, strategy, expected) => {
    expect(parse(strategy)).toEqual(expected)
  })

  test('an environment’s takes the whole place of the service’s', () => {
    const all = {
      cluster: 'prod',
      services: { app: { strategy: { type: 'canary', ...PLACE } } },
      environments: { dev: { services: { app: { strategy: 'rolling' } } }, prod: { cluster: 'shop' } },
    }
    const read = (environment: string) =>
      parseManifest(JSON.stringify(all), 'evenkeel.yml', environment).services[0]?.strategy?.type
    expect([read(''), read('dev'), read('prod')]).toEqual(['canary', 'rolling', 'canary'])
  })
})

describe('is refused:', () => {
  const at = 'EVK-110 evenkeel.yml: services.app.strategy'
  test.each<[string, unknown, string[]]>([
    ['a list', ['canary'], [`${at} is a list, ["canary"] | A mapping`, `${at}.type is missing`]],
    ['no type', PLACE, [`${at}.type is missing`]],
    [
      'a slip of the pen',
      { type: 'canari', ...PLACE },
      [`${at}.type is "canari", did you mean "canary"? | Known types: rolling, blue-green, canary, linear.`],
    ],
    [
      'a key that no type knows, beside a type that is none',
      { type: 'bluegreen', ...PLACE, 'bake-time': 5 },
      [`${at}: unknown key "bake-time"`, `${at}.type is "bluegreen", did you mean "blue-green"?`],
    ],
    [
      'blue-green without a place',
      'blue-green',
      ['alternate-target-group', 'production-listener-rule', 'role'].map(key => `${at}.${key} is missing`),
    ],
    [
      'steps for blue-green',
      { type: 'blue-green', percent: 10, ...PLACE },
      [`${at}: unknown key "percent" | Known keys: type, bake-minutes, alternate-target-group`],
    ],
    ['a place for rolling', { type: 'rolling', role: PLACE.role }, [`${at}: unknown key "role" | Known keys: type.`]],
    [
      'a canary of 0.05 %',
      { type: 'canary', percent: 0.05, ...PLACE },
      [`${at}.percent is the number 0.05 | A number from 0.1 to 100 in steps of 0.1 is expected here.`],
    ],
    ['12.55 %', { type: 'canary', percent: 12.55, ...PLACE }, [`${at}.percent is the number 12.55`]],
    [
      'steps of 2 %',
      { type: 'linear', percent: 2, ...PLACE },
      [`${at}.percent is the number 2 | A number from 3 to 100`],
    ],
    ['101 %', { type: 'linear', percent: 101, ...PLACE }, [`${at}.percent is the number 101`]],
    ['a percentage as a text', { type: 'linear', percent: '10%', ...PLACE }, [`${at}.percent is the text "10%"`]],
    [
      'over a day',
      { type: 'canary', 'step-minutes': 1441, 'bake-minutes': -1, ...PLACE },
      [`${at}.step-minutes is the number 1441`, `${at}.bake-minutes is the number -1 | A whole number of minutes`],
    ],
    ['half a minute', { type: 'blue-green', 'bake-minutes': 0.5, ...PLACE }, [`${at}.bake-minutes is the number 0.5`]],
    [
      'a name for a target group',
      { type: 'blue-green', ...PLACE, 'alternate-target-group': 'green' },
      [`${at}.alternate-target-group is "green" | Give the ARN of the second target group.`],
    ],
    [
      'a listener of an Application Load Balancer',
      { type: 'blue-green', ...PLACE, 'production-listener-rule': `${ELB}:listener/app/shop/01/02` },
      [`${at}.production-listener-rule is "${ELB}:listener/app/shop/01/02" | Give the ARN of a listener rule`],
    ],
    ['a role’s name', { type: 'blue-green', ...PLACE, role: 'admin' }, [`${at}.role is "admin"`]],
  ])('%s', (_, strategy, expected) => {
    expect(faultsOf(strategy)).toEqual(expected.map(part => expect.stringContaining(part)))
  })
})

test('the examples are good: evenkeel.yml’s, without its comment signs, and those of docs/manifest.md and infra/README.md', () => {
  const own = readFileSync('evenkeel.yml', 'utf8').replace(/^( +)# (strategy:| {2}[a-z-]+: )/gm, '$1$2')
  const { services } = parseManifest(own, 'evenkeel.yml', 'prod')
  expect(services.find(({ name }) => name === 'nginx')?.strategy).toMatchObject({ type: 'canary', bakeMinutes: 10 })
  const [, page = ''] =
    /```yaml\n# evenkeel.yml, of a service\n(web:\n {2}strategy[\s\S]*?)```/.exec(
      readFileSync('docs/manifest.md', 'utf8'),
    ) ?? []
  const web = parseManifest(`cluster: prod\nservices:\n${page.replace(/^/gm, '  ')}`, 'docs/manifest.md').services[0]
  expect(web?.strategy).toMatchObject({ type: 'canary', step: { percent: 10, minutes: 5 } })
  const [, yaml = ''] = /```yaml\n( +nginx:\n[\s\S]*?)```/.exec(readFileSync('infra/README.md', 'utf8')) ?? []
  const manifest = parseManifest(`cluster: prod\nservices:\n${yaml}`, 'infra/README.md')
  expect(manifest.services[0]?.strategy).toEqual(services.find(({ name }) => name === 'nginx')?.strategy)
})
