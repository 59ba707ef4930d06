// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** What a release changes of the task definition, as the manifest says it. */
import { describe, expect, test } from '@jest/globals'
import { Refusal } from '../../src/failure/failure.ts'
import { parseManifest } from '../../src/request/document.ts'

const parse = (entry: string, more = '') => {
  const [service] = parseManifest(
    `cluster: prod\nservices: { app: ${entry} }\n${more}`,
    'evenkeel.yml',
    more && 'prod',
  ).services
  return service as NonNullable<typeof service>
}
function faultsOf(entry: string): string[] {
  try {
    parse(entry)
  } catch (error) {
    if (error instanceof Refusal)
      return error.faults.map(({ what, fix }) => `${what} | ${fix}`.replace('evenkeel.yml: services.app.', ''))
    throw error
  }
  throw new Error('it was accepted')
}

test.each<[string, string, object]>([
  ['nothing', '{}', {}],
  [
    'variables',
    '{ environment: { A: "1", B: "${version}-${env.X}", GONE: } }',
    { environment: { A: '1', B: '${version}-${env.X}', GONE: null } },
  ],
  [
    'secrets',
    '{ secrets: { A: "arn:aws:ssm:eu-west-1:123456789012:parameter/shop/a", B: /shop/b } }',
    { secrets: { A: 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/a', B: '/shop/b' } },
  ],
  ['units', '{ cpu: 512, memory: 1024 }', { cpu: '512', memory: '1024' }],
  ['units in quotes', '{ cpu: "512", memory: "1024" }', { cpu: '512', memory: '1024' }],
  ['vCPU and GB', '{ cpu: 0.5 vCPU, memory: 1.5GB }', { cpu: '512', memory: '1536' }],
  ['in other letters', '{ cpu: ".25vcpu", memory: 2 gb }', { cpu: '256', memory: '2048' }],
  ['a command', '{ command: [worker, --queue, ""] }', { command: ['worker', '--queue', ''] }],
  ['the command of the image', '{ command: }', { command: null }],
  ['sizes that are not said', '{ cpu: , memory: }', {}],
])('%s', (_, entry, override) => {
  expect(parse(entry).override).toEqual({
    environment: undefined,
    secrets: undefined,
    command: undefined,
    cpu: undefined,
    memory: undefined,
    ...override,
  })
})

test('templates that a program fills are its own', () => {
  const texts = ['{{.Name}}', '{{ user.name }}', '{{ with secret `a` }}{{ env `X` }}{{ end }}', 'a {{ env `X` }}', '{{']
  const { environment, command } = parse(
    JSON.stringify({ environment: { A: texts[0], B: texts[1] }, command: texts }),
  ).override
  expect(environment).toEqual({ A: texts[0], B: texts[1] })
  expect(command).toEqual(texts)
  for (const text of texts)
    expect(parse(JSON.stringify({ environment: { A: text } })).override.environment).toEqual({ A: text })
})

test('an environment says what differs, and null takes away', () => {
  const over =
    'environments: { prod: { services: { app: { environment: { A: "2", B: , C: "3" }, memory: 2 GB, desired-count: 4 } } } }'
  const { override, desiredCount } = parse(
    '{ environment: { A: "1", B: "1", D: "1" }, cpu: 256, memory: 512, desired-count: 1 }',
    over,
  )
  expect(override).toMatchObject({ environment: { A: '2', B: null, C: '3', D: '1' }, cpu: '256', memory: '2048' })
  expect(desiredCount).toBe(4)
})

test.each([
  ['app', 'app'],
  ['app:41', 'app:41'],
  ['deploy/app.json', 'deploy/app.json'],
  ['deploy/app.yml', 'deploy/app.yml'],
  [
    'arn:aws:ecs:eu-west-1:123456789012:task-definition/app:41',
    'arn:aws:ecs:eu-west-1:123456789012:task-definition/app:41',
  ],
])('task-definition: %s', (written, definition) => {
  expect(parse(`{ task-definition: "${written}" }`).definition).toBe(definition)
})

describe('is refused:', () => {
  test.each<[string, string, string[]]>([
    [
      'a number as a variable',
      '{ environment: { PORT: 8080 } }',
      ['environment.PORT is the number 8080 | Give a text, in quotes: YAML turns 3.10 without them into 3.1.'],
    ],
    ['a list of variables', '{ environment: [{ name: A, value: b }] }', ['environment is']],
    ['a variable of another kind', '{ environment: { "A B": c } }', ['environment: "A B" | A name is letters']],
    ['an unknown placeholder', '{ environment: { A: "${tag}" } }', ['environment.A: "${tag}" is not known']],
    [
      'a placeholder without its end, whose rest is not repeated',
      '{ environment: { A: "${env.X hunter2", B: "a${" }, command: ["${version"] }',
      [
        'environment.A: "${env.X…" is not closed | Its } is missing. Known placeholders: version, sha and env.NAME.',
        'environment.B: "${…" is not closed',
        'command: "${version…" is not filled | Its } is missing',
      ],
    ],
    [
      'a secret’s value, which is not repeated',
      '{ secrets: { A: "hunter2 hunter2" } }',
      ['secrets.A is no address of a secret | Give the ARN'],
    ],
    [
      'a size in words',
      '{ cpu: half, memory: 1 TB }',
      [
        'cpu is the text "half" | Give CPU units, such as 512, or "0.5 vCPU".',
        'memory is the text "1 TB" | Give MiB, such as 512, or "0.5 GB".',
      ],
    ],
    ['a size of nothing', '{ cpu: vCPU, memory: 0 }', ['cpu is the text "vCPU"', 'memory is the number 0']],
    ['nothing in units', '{ cpu: 0 vCPU, memory: "0" }', ['cpu is the text "0 vCPU"', 'memory is the text "0"']],
    [
      'a number with zeros before it',
      '{ cpu: "0512", memory: 0.0 GB }',
      ['cpu is the text "0512"', 'memory is the text "0.0 GB"'],
    ],
    ['a part of a unit', '{ cpu: 0.5 }', ['cpu is the number 0.5']],
    [
      'a command as a line',
      '{ command: worker --queue }',
      ['command is a text | A list of texts is expected here, such as ["worker", "--queue", "mail"].'],
    ],
    [
      'a command with what is no text',
      '{ command: [serve, 4, "5", true] }',
      ['command[1] is the number 4 | A list of texts is expected here: put it in quotes.', 'command[3] is true'],
    ],
    [
      'a command with a misspelt placeholder',
      '{ command: [run, "${verison}", "${HOME}", "${{ github.sha }}"] }',
      ['command: "${verison}" is not filled', 'command: "${{ github … }}" is not filled'],
    ],
    [
      'templates of ecspresso',
      '{ environment: { A: "x {{ must_env `X` }}", B: "{{ env `X` `y` }}" }, command: [run, "{{ tfstate `a` }}"], build: { args: { C: "{{- must_env `X` }}" } } }',
      [
        'build.args.C: "{{ must_env … }}" is not filled | Only `${version}`, `${sha}` and `${env.NAME}` are filled here',
        'environment.A: "{{ must_env … }}" is not filled',
        'environment.B: "{{ env … }}" is not filled',
        'command: "{{ tfstate … }}" is not filled',
      ],
    ],
    [
      'labels, annotations and contexts, in which nothing is filled',
      '{ build: { labels: { a: "${version}" }, annotations: { b: "${sha}" }, contexts: { c: "docker-image://a:${version}" } } }',
      [
        'contexts.c is',
        'labels.a is the text "${version}" | Give a text, in quotes. No placeholder',
        'annotations.b is',
      ],
    ],
    [
      'a name that is a variable and a secret',
      '{ environment: { K: a, L: b, M: }, secrets: { K: /shop/k, M: /shop/m } }',
      ['secrets.K and evenkeel.yml: services.app.environment.K are both there'],
    ],
    ['a count below none', '{ desired-count: -1 }', ['desired-count is the number -1']],
    ['a file that leads out', '{ task-definition: ../app.json }', ['task-definition is "../app.json"']],
    ['a file from the root', '{ task-definition: /etc/app.json }', ['task-definition is "/etc/app.json"']],
    [
      'the ARN of a service',
      '{ task-definition: "arn:aws:ecs:eu-west-1:123456789012:service/app" }',
      ['task-definition is "arn:aws'],
    ],
    [
      'a family with a space',
      '{ task-definition: "app 1" }',
      ['task-definition is "app 1" | Give a file of the workspace'],
    ],
  ])('%s', (_, entry, expected) => {
    expect(faultsOf(entry)).toEqual(expected.map(part => expect.stringContaining(part)))
  })
})

test.each<[string, string, string, object]>([
  [
    'a variable over a secret',
    'secrets: { K: /k, L: /l }',
    'environment: { K: local }',
    { environment: { K: 'local' }, secrets: { L: '/l' } },
  ],
  [
    'a secret over a variable',
    'environment: { K: a, L: b }',
    'secrets: { K: /k }',
    { environment: { L: 'b' }, secrets: { K: '/k' } },
  ],
  ['the last of them', 'environment: { K: a }', 'secrets: { K: /k }', { environment: {}, secrets: { K: '/k' } }],
  [
    'null takes no other away',
    'secrets: { K: /k }',
    'environment: { K: }',
    { environment: { K: null }, secrets: { K: '/k' } },
  ],
])('%s of the same name', (_, top, prod, expected) => {
  const said = `environments: { prod: { services: { app: { ${prod} } } } }`
  const { environment, secrets } = parse(`{ ${top} }`, said).override
  expect({ environment, secrets }).toEqual(expected)
})

describe('no refusal tells a secret that it quotes:', () => {
  test.each([
    ['variables as ECS lists them', '{ environment: [{ name: DB_PASSWORD, value: opensesame }] }'],
    ['variables as Compose lists them', '{ environment: ["DB_PASSWORD=opensesame"] }'],
    ['a variable with a list', '{ environment: { DB_PASSWORD: [opensesame] } }'],
    ['a number', '{ environment: { API_TOKEN: 4815162342 } }'],
    ['arguments as a list', '{ build: { args: [NPM_TOKEN=opensesame] } }'],
    ['a command in one text', '{ command: "serve --password opensesame" }'],
    ['a command with a number', '{ command: [serve, --password=opensesame, --port, 80] }'],
    ['an address', '{ command: "postgres://shop:opensesame@db/shop" }'],
    ['a line with a key twice', '{ environment: {\n  DB_PASSWORD: a,\n  DB_PASSWORD: opensesame\n } }'],
    ['a line of ECS with a key twice', '{ environment: {\n  value: a,\n  value: opensesame\n } }'],
    ['a line with a tag', '{ environment: {\n  DB_PASSWORD: !x opensesame\n } }'],
  ])('%s', (_, entry) => {
    const told = faultsOf(entry).join('\n')
    expect(told).not.toMatch(/opensesame|4815162342/)
    expect(told).toMatch(/DB_PASSWORD|API_TOKEN|args|command|value/)
  })
})
