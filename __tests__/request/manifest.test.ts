// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Refusal } from '../../src/failure/failure.ts'
import type { BuiltHere } from '../../src/image/source.ts'
import { parseManifest } from '../../src/request/document.ts'
import { select } from '../../src/request/manifest.ts'
import { waves } from '../../src/request/order.ts'
import type { Entry } from '../../src/request/service.ts'
import { CONTROL, hostile, NOT_PATHS, runs } from '../hostile.ts'

const parse = (text: string) => parseManifest(text, 'evenkeel.yml')

/** The faults of a refusal, as `what | fix`; fails when it is accepted, or refused in another way. */
function faultsOf(deed: () => unknown): string[] {
  try {
    deed()
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ what, fix }) => `${what} | ${fix}`)
    throw error
  }
  throw new Error('it was accepted')
}

const service = (yaml: string) => `cluster: prod\nservices:\n  app:\n    ${yaml.replaceAll('\n', '\n    ')}\n`
const build = (yaml: string) => service(`build:\n  ${yaml.replaceAll('\n', '\n  ')}`)
/** An entry, with what its main container's image is made of. */
function flat({ images, ...entry }: Entry) {
  const { repository, build } = images.get(entry.container) as BuiltHere
  const { cluster: _, definition: __, override: ___, desiredCount: ____, ...rest } = entry
  return { ...rest, repository, build }
}
const named = (name: string, ...needs: string[]) => ({
  name,
  service: name,
  container: name,
  repository: name,
  build: { context: '.', dockerfile: './Dockerfile', target: undefined, args: {} },
  needs,
  initialCount: 1,
  mayStandAtZero: false,
  imageParameter: undefined,
  strategy: undefined,
})

describe('a manifest', () => {
  test('of names only has its defaults filled in', () => {
    const { services, ...place } = parse('cluster: prod\nservices:\n  app:\n')
    expect(place).toEqual({ cluster: 'prod', region: '', role: '' })
    expect(services.map(flat)).toEqual([named('app')])
  })

  test('that says everything', () => {
    const text = service(
      [
        'service: shop-app',
        'container: web',
        'repository: shop/app',
        'needs: [redis]',
        'initial-count: 3',
        'may-stand-at-zero: true',
        'build:',
        '  context: services/app/',
        '  dockerfile: docker/app.Dockerfile',
        '  target: runtime',
        '  args: {VERSION: "${version}", REVISION: "g${sha}", PYTHON: "3.10", EMPTY: ""}',
      ].join('\n'),
    )
    expect(parse(`${text}  redis: {}\n`).services.map(flat)).toEqual([
      {
        name: 'app',
        service: 'shop-app',
        container: 'web',
        repository: 'shop/app',
        needs: ['redis'],
        initialCount: 3,
        mayStandAtZero: true,
        build: {
          context: 'services/app',
          dockerfile: 'docker/app.Dockerfile',
          target: 'runtime',
          args: { VERSION: '${version}', REVISION: 'g${sha}', PYTHON: '3.10', EMPTY: '' },
        },
      },
      named('redis'),
    ])
  })

  test.each([
    [
      'build as a text is the context',
      service('build: services/app'),
      { build: { context: 'services/app', dockerfile: 'services/app/Dockerfile' } },
    ],
    [
      'a slash at the end of the context is dropped',
      service('build: services/app//'),
      { build: { context: 'services/app', dockerfile: 'services/app/Dockerfile' } },
    ],
    ['a context of ./', service('build: ./'), { build: { context: '.', dockerfile: './Dockerfile' } }],
    [
      'a Dockerfile beside the context',
      build('dockerfile: a/Dockerfile'),
      { build: { context: '.', dockerfile: 'a/Dockerfile' } },
    ],
    ['a file that begins with two dots', build('dockerfile: ..Dockerfile'), { build: { dockerfile: '..Dockerfile' } }],
    ['needs as a text', `${service('needs: redis')}  redis:`, { needs: ['redis'] }],
    ['needs twice', `${service('needs: [redis, redis]')}  redis:`, { needs: ['redis'] }],
    ['no needs', service('needs: []'), { needs: [] }],
    ['needs left empty', service('needs:'), { needs: [] }],
    ['a truth left empty', service('may-stand-at-zero:'), { mayStandAtZero: false }],
    ['BOM', `\ufeff${service('needs: []')}`, { name: 'app' }],
    [
      'no task, as may be',
      service('initial-count: 0\nmay-stand-at-zero: true'),
      { initialCount: 0, mayStandAtZero: true },
    ],
    ['CRLF', service('needs: []\ninitial-count: 2').replaceAll('\n', '\r\n'), { initialCount: 2 }],
    ['comments', `# a\n${service('initial-count: 2 # b')}`, { initialCount: 2 }],
    ['JSON', '{"cluster": "prod", "services": {"app": {"initial-count": 2}}}', { initialCount: 2 }],
    [
      'an alias that is used',
      `cluster: prod\nservices:\n  app: &app {initial-count: 4}\n  redis: *app`,
      { initialCount: 4 },
    ],
    [
      'a cluster by ARN',
      'cluster: arn:aws:ecs:eu-west-1:123456789012:cluster/prod\nservices: {app: }',
      { name: 'app' },
    ],
    [
      'a cluster in China',
      'cluster: arn:aws-cn:ecs:cn-north-1:123456789012:cluster/prod\nservices: {app: }',
      { name: 'app' },
    ],
    ['a name of digits', 'cluster: prod\nservices: {"12": }', { name: '12', service: '12' }],
    ['a parameter for the image', service('image-parameter: /shop/app/image'), { imageParameter: '/shop/app/image' }],
    ['a repository of two characters', service('repository: ab'), { repository: 'ab' }],
    ['a repository with every separator', service('repository: a.b_c__d-e--f/g'), { repository: 'a.b_c__d-e--f/g' }],
  ])('with %s', (_, text, entry) => {
    expect(parse(text).services.map(flat)[0]).toMatchObject(entry)
  })
})

describe('is refused:', () => {
  test.each<[string, string, string[]]>([
    ['nothing', '', ['evenkeel.yml is empty | A manifest is a mapping']],
    ['a comment', '# cluster: prod', ['evenkeel.yml is empty | A manifest is a mapping']],
    ['null', 'null', ['evenkeel.yml is empty | A manifest is a mapping']],
    ['no services', 'cluster: prod', ['services is missing']],
    ['services left empty', 'cluster: prod\nservices:', ['services is missing']],
    [
      'an empty mapping of services',
      'cluster: prod\nservices: {}',
      ['services is empty | List services by their names, such as services: {api: {build: .}}.'],
    ],
    [
      'a list of services',
      'cluster: prod\nservices: [app]',
      ['services is a list, ["app"] | List services by their names, such as services: {api: {build: .}}.'],
    ],
    [
      'no cluster',
      'services: {app: }',
      ['cluster is missing | Give the name or the ARN (arn:aws:ecs:…:cluster/…) of an ECS cluster.'],
    ],
    ['an empty cluster', 'cluster: ""\nservices: {app: }', ['cluster is empty']],
    ['a number for a cluster', 'cluster: 123\nservices: {app: }', ['cluster is the number 123']],
    [
      'a cluster with a space',
      'cluster: my prod\nservices: {app: }',
      ['cluster is "my prod" | Give the name or the ARN'],
    ],
    [
      'a service’s ARN for a cluster',
      'cluster: arn:aws:ecs:eu-west-1:123456789012:service/prod/app\nservices: {app: }',
      ['cluster is "arn:'],
    ],
    [
      'an unknown key at the top',
      'cluster: prod\nclusters: x\nservices: {app: }',
      [
        'unknown key "clusters", did you mean "cluster"? | Known keys: cluster, region, role, images, services, environments.',
      ],
    ],
    [
      'an unknown key of a service',
      service('contianer: web'),
      ['services.app: unknown key "contianer", did you mean "container"?'],
    ],
    [
      'an unknown key of a build',
      build('contxt: a'),
      ['services.app.build: unknown key "contxt", did you mean "context"?'],
    ],
    ['an unknown key like no other', service('colour: 2'), ['unknown key "colour" | Known keys:']],
    ['the count', service('replicas: 2'), ['unknown key "replicas" | Write `desired-count`; without it']],
    [
      'a key with several underscores',
      service('may_stand_at_zero: true'),
      ['services.app: unknown key "may_stand_at_zero", did you mean "may-stand-at-zero"? | Known keys'],
    ],
    [
      'an anchor of Compose',
      'cluster: prod\nx-common: &a {A: b}\nservices: {app: {environment: *a}}',
      ['unknown key "x-common" | Write an anchor where its value stands first'],
    ],
    ['a comment of JSON', service('// why: 1'), ['unknown key "// why" | A comment begins with # in YAML']],
    ['desired_count', service('desired_count: 2'), ['unknown key "desired_count", did you mean "desired-count"?']],
    [
      'an image',
      service('image: x'),
      ['services.app.image: "x" is not in `images` | The manifest has no `images`. An image of Docker Hub'],
    ],
    ['variables', service('env-vars: {A: b}'), ['unknown key "env-vars" | Write `environment`']],
    ['an entry point', service('entrypoint: x'), ['unknown key "entrypoint" | The task definition says it']],
    ['taskDefinition', service('taskDefinition: x'), ['unknown key "taskDefinition", did you mean "task-definition"?']],
    ['a Dockerfile beside the build', service('dockerfile: x'), ['unknown key "dockerfile" | Write it within `build`']],
    ['dependsOn', service('dependsOn: app'), ['unknown key "dependsOn" | Write `needs`.']],
    ['a cluster with a space', service('cluster: x y'), ['services.app.cluster is "x y"']],
    ['the input', service('allow-no-tasks: true'), ['unknown key "allow-no-tasks" | Write `may-stand-at-zero`']],
    ['a key that every object has', service('constructor: x'), ['unknown key "constructor" | Known keys:']],
    ['a key in another case', service('Build: a'), ['unknown key "Build", did you mean "build"?']],
    ['__proto__ as a key', service('__proto__: {service: x}'), ['unknown key "__proto__"']],
    ['constructor as a key', service('constructor: x'), ['unknown key "constructor"']],
    ['a name with a dot', 'cluster: prod\nservices: {app.web: }', ['the service name "app.web"']],
    [
      'a text for a service',
      'cluster: prod\nservices: {app: x}',
      ['services.app is the text "x" | A mapping (key: value) is expected here.'],
    ],
    ['a list for a service', 'cluster: prod\nservices: {app: []}', ['services.app is a list, []']],
    [
      'a number for a name',
      service('service: 12'),
      ['services.app.service is the number 12 | Put it in quotes: a text is expected here.'],
    ],
    ['a service with a slash', service('service: prod/app'), ['services.app.service is "prod/app"']],
    [
      'a name of 256 characters',
      service(`service: ${'a'.repeat(256)}`),
      ['services.app.service is "(256 characters)"'],
    ],
    ['a container with a space', service('container: my app'), ['services.app.container is "my app"']],
    [
      'a repository in capitals',
      service('repository: Shop/API'),
      ['services.app.repository is "Shop/API" | A repository is 2–256 lower-case characters, for instance "shop/api".'],
    ],
    [
      'a repository with a registry',
      service('repository: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1'),
      ['repository is "123456789012.dkr'],
    ],
    ['a repository of one character', service('repository: a'), ['repository is "a"']],
    ['a repository of 257 characters', service(`repository: ${'a'.repeat(257)}`), ['repository is "(257 characters)"']],
    ['a repository with a slash at its end', service('repository: shop/'), ['repository is "shop/"']],
    [
      'a number in needs',
      service('needs: [1]'),
      ['services.app.needs holds the number 1 | A list of service names is expected here.'],
    ],
    ['a mapping for needs', service('needs: {redis: }'), ['services.app.needs holds']],
    ['null in needs', service('needs: [~]'), ['services.app.needs holds null']],
    [
      'needs that are not there',
      `${service('needs: [redsi]')}  redis:`,
      ['services.app.needs: "redsi" is not a service here, did you mean "redis"? | Services here: app, redis.'],
    ],
    ['several needs that are not there', service('needs: [x, y]'), ['needs: "x"', 'needs: "y"']],
    ['itself as a need', service('needs: [app]'), ['needs form a circle: app → app | Take one of these needs out.']],
    [
      'a negative count',
      service('initial-count: -1'),
      ['services.app.initial-count is the number -1 | A whole number from 0 to 5000 is expected here.'],
    ],
    ['a word for a truth', service('may-stand-at-zero: "yes"'), ['services.app.may-stand-at-zero is the text "yes"']],
    ['a number for a truth', service('may-stand-at-zero: 1'), ['services.app.may-stand-at-zero is the number 1']],
    ['half a task', service('initial-count: 1.5'), ['initial-count is the number 1.5']],
    ['a count as a text', service('initial-count: "2"'), ['initial-count is the text "2"']],
    ['too many', service('initial-count: 5001'), ['initial-count is the number 5001']],
    ['a count without end', service('initial-count: .inf'), ['initial-count is']],
    ['a count that is none', service('initial-count: .nan'), ['initial-count is']],
    [
      'a parameter without a path',
      service('image-parameter: image'),
      [
        'services.app.image-parameter is the text "image" | Give the path of an SSM parameter, such as /shop/api/image.',
      ],
    ],
    [
      'a parameter of too many levels',
      service(`image-parameter: ${'/a'.repeat(16)}`),
      ['services.app.image-parameter is the text "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a"'],
    ],
    ['a parameter with a space', service('image-parameter: /a b'), ['services.app.image-parameter is the text "/a b"']],
    ['a number for a parameter', service('image-parameter: 1'), ['services.app.image-parameter is the number 1']],
    ['a list for a build', service('build: [a]'), ['services.app.build is a list, ["a"]']],
    ['an empty context', service('build: ""'), ['services.app.build.context is empty']],
    [
      'a target that looks like an option',
      build('target: --push'),
      ['services.app.build.target is "--push" | It must not begin with "-".'],
    ],
    ['a Dockerfile that looks like an option', build('dockerfile: -f'), ['services.app.build.dockerfile is "-f"']],
    [
      'one parameter for two services',
      'cluster: shop\nservices: {app: {image-parameter: /a/b}, web: {image-parameter: /a/b}}\n',
      ['services.web.image-parameter and services.app both write "/a/b"'],
    ],
    ['a revision 0', service('task-definition: "app:0"'), ['services.app.task-definition']],
    [
      'the ARN of a revision 0',
      service('task-definition: "arn:aws:ecs:eu-west-1:123456789012:task-definition/app:0"'),
      ['services.app.task-definition'],
    ],
    ['args as a list', build('args: [A=b]'), ['services.app.build.args is a list']],
    [
      'an arg named like an option',
      build('args: {--x: a}'),
      ['services.app.build.args: "--x" | A build argument’s name'],
    ],
    ['an arg with = in its name', build('args: {"A=B": a}'), ['args: "A=B"']],
    [
      'an arg that YAML would change',
      build('args: {PYTHON: 3.10}'),
      [
        'services.app.build.args.PYTHON is the number 3.1 | Give a text, in quotes: YAML turns 3.10 without them into 3.1.',
      ],
    ],
    ['an arg that is true', build('args: {DEBUG: true}'), ['args.DEBUG is true']],
    ['an arg that is a mapping', build('args: {A: {toString: x}}'), ['args.A is a mapping']],
    [
      'an unknown placeholder',
      build('args: {A: "${verison}"}'),
      ['args.A: "${verison}" is not known | Known placeholders: version, sha and env.NAME.'],
    ],
    [
      'a cache of no known kind',
      build('cache: disk'),
      ['build.cache is the text "disk" | Give registry, gha, none, or {from: […], to: […]}.'],
    ],
    ['a cache without a type', build('cache: {to: ref=x}'), ['build.cache.to is "ref=x"']],
    [
      'a secret with an option in its id',
      build('secrets: {"a,env=B": env.C}'),
      ['build.secrets: "a,env=B" | An id is'],
    ],
    ['a secret outside', build('secrets: {a: ../b}'), ['build.secrets.a is "../b"']],
    ['an SSH agent by path', build('ssh: default=/tmp/x'), ['build.ssh is "default=/tmp/x"']],
    ['no platforms', build('platforms: []'), ['build.platforms is empty']],
    ['an unknown platform', build('platforms: arm64'), ['build.platforms is "arm64"']],
    ['an annotation of a type', build('annotations: {"index:a": x}'), ['build.annotations: "index:a"']],
    ['a list of what is in it that is none', build('sbom: "yes"'), ['build.sbom is the text "yes"']],
    ['a provenance of another kind', build('provenance: most'), ['build.provenance is "most"']],
    ['a label that is a number', build('labels: {a: 1}'), ['build.labels.a is the number 1']],
    ['a placeholder without its end', build('args: {A: "x ${version"}'), ['args.A: "${version…" is not closed']],
    ['two unknown placeholders', build('args: {A: "${a}${}"}'), ['"${a}" is not known', '"${}" is not known']],
    [
      'duplicate services',
      'cluster: prod\nservices:\n  app:\n  app:',
      ['evenkeel.yml: the key "app" stands twice: "app:" | Keep one of them.'],
    ],
    ['duplicate keys', service('needs: []\nneeds: []'), ['evenkeel.yml: the key "needs" stands twice: "needs: []"']],
    ['tabs', 'cluster: prod\nservices:\n\tapp:', ['Tabs are not allowed as indentation: "app:"']],
    ['two documents', 'cluster: prod\n---\nservices: {app: }', ['evenkeel.yml: a second document begins: "---"']],
    ['an open bracket', 'cluster: prod\nservices: {app: {needs: [a}', ['evenkeel.yml: ']],
    [
      'an unknown alias',
      'cluster: *x\nservices: {app: }',
      ['evenkeel.yml: the alias "*x" stands for nothing: "cluster: *x" | Write the value out.'],
    ],
    ['an alias of itself', service('needs: &n [*n]'), ['evenkeel.yml: the alias "*n" holds itself: "needs: &n [*n]"']],
    [
      'a service of itself',
      'cluster: prod\nservices: &s {app: *s}',
      ['evenkeel.yml: the alias "*s" holds itself: "services: &s {app: *s}"'],
    ],
    ['UTF-16', Buffer.from('\ufeffcluster: prod', 'utf16le').toString('utf8'), ['evenkeel.yml is the text "']],
    ['a null character', 'cluster: prod\0\nservices: {app: }', ['cluster is "prod·"']],
    [
      'too much text',
      `cluster: prod\nservices: {app: }\n${'# '.repeat(60_000)}`,
      ['evenkeel.yml has 120032 characters, and 100000 at most are read'],
    ],
  ])('%s', (_, text, expected) => {
    expect(faultsOf(() => parse(text))).toEqual(expected.map(part => expect.stringContaining(part)))
  })

  test.each(NOT_PATHS.map(path => [JSON.stringify(path), path]))('%s as a context or a Dockerfile', (_, path) => {
    const quoted = JSON.stringify(path)
    expect(faultsOf(() => parse(build(`context: ${quoted}\ndockerfile: Dockerfile`)))).toEqual([
      expect.stringContaining('services.app.build.context is'),
    ])
    expect(faultsOf(() => parse(build(`dockerfile: ${quoted}`)))).toEqual([
      expect.stringContaining('services.app.build.dockerfile is'),
    ])
  })

  test('all faults at once', () => {
    const text = 'clustr: prod\nservices:\n  app: {needs: 1, initial-count: -1, build: {context: ../x}}\n  A B: {}\n'
    expect(faultsOf(() => parse(text)).map(fault => fault.split(' | ')[0])).toEqual([
      'evenkeel.yml: unknown key "clustr", did you mean "cluster"?',
      'evenkeel.yml: cluster is missing',
      'evenkeel.yml: services.app.build.context is "../x"',
      'evenkeel.yml: services.app.needs holds the number 1',
      'evenkeel.yml: services.app.initial-count is the number -1',
      'evenkeel.yml: the service name "A B"',
      'evenkeel.yml: services.A B: its key "A B" cannot be its repository',
    ])
  })

  test('and the refusal names the file', () => {
    try {
      parse('')
    } catch (error) {
      expect(error).toMatchObject({ file: 'evenkeel.yml', code: 'EVK-110' })
    }
    expect.assertions(1)
  })

  const deep = (open: string, shut: string, n: number) => `cluster: ${open.repeat(n)}x${shut.repeat(n)}`
  test.each([
    ['brackets', deep('[', ']', 1000)],
    ['open brackets', deep('[', '', 20_000)],
    ['braces', deep('{a: ', '}', 1000)],
    ['dashes', `- ${'- '.repeat(2000)}x`],
    ['question marks', `${'? '.repeat(1000)}x`],
    ['indentation', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['aliases', `a: &a [x]\nb: &b [${'*a,'.repeat(60)}]\nc: [${'*b,'.repeat(60)}]\n`],
    ['colons', 'a: '.repeat(5000)],
  ])('depth without end, quickly: %s', (_, text) => {
    const begun = performance.now()
    expect(faultsOf(() => parse(text)).length).toBeGreaterThan(0)
    expect(performance.now() - begun).toBeLessThan(10_000)
  })
})

describe('circles', () => {
  const manifest = (needs: Record<string, string[]>) =>
    JSON.stringify({
      cluster: 'prod',
      services: Object.fromEntries(Object.entries(needs).map(([name, list]) => [name, { needs: list }])),
    })

  test.each([
    ['two', { na: ['nb'], nb: ['na'] }, 'na → nb → na'],
    ['three', { na: ['nb'], nb: ['nc'], nc: ['na'] }, 'na → nb → nc → na'],
    ['a circle with a way in', { in: ['na'], na: ['nb'], nb: ['na'] }, 'na → nb → na'],
    ['a circle with a way out', { na: ['out', 'nb'], nb: ['na'], out: [] }, 'na → nb → na'],
    ['two circles', { na: ['nb'], nb: ['na'], nc: ['nd'], nd: ['nc'] }, 'na → nb → na', 'nc → nd → nc'],
    ['two circles, one leading to the other', { na: ['nb'], nb: ['na', 'nc'], nc: ['nc'] }, 'na → nb → na', 'nc → nc'],
  ])('%s', (_, needs, ...paths) => {
    expect(faultsOf(() => parse(manifest(needs)))).toEqual(
      paths.map(path => `evenkeel.yml: needs form a circle: ${path} | Take one of these needs out.`),
    )
  })
})

describe('waves', () => {
  const order = (...services: ReturnType<typeof named>[]) => waves(services).map(wave => wave.map(({ name }) => name))

  test.each([
    ['one', order(named('a')), [['a']]],
    ['none', order(), []],
    ['independent ones go together, in the manifest’s order', order(named('b'), named('a')), [['b', 'a']]],
    [
      'a chain',
      order(named('nginx', 'flask'), named('flask', 'redis'), named('redis')),
      [['redis'], ['flask'], ['nginx']],
    ],
    [
      'a diamond',
      order(named('d', 'b', 'c'), named('b', 'a'), named('c', 'a'), named('a')),
      [['a'], ['b', 'c'], ['d']],
    ],
    ['what is not asked for is taken as given', order(named('nginx', 'flask')), [['nginx']]],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected)
  })

  const graph = fc
    .integer({ min: 1, max: 8 })
    .chain(size =>
      fc
        .array(fc.subarray(Array.from({ length: size }, (_, i) => i)), { minLength: size, maxLength: size })
        .map(lists =>
          lists.map((needs, i) => named(`s${i}`, ...needs.filter(need => need < i).map(need => `s${need}`))),
        ),
    )

  test('take each service once, after all that it needs, and no later than it could', () => {
    fc.assert(
      fc.property(graph, entries => {
        const services = entries.toReversed()
        const result = waves(services)
        const waveOf = new Map(result.flatMap((wave, i) => wave.map(({ name }) => [name, i] as const)))
        expect(result.flat()).toHaveLength(services.length)
        for (const { name, needs } of services) {
          const latest = Math.max(-1, ...needs.map(need => waveOf.get(need) ?? Number.NaN))
          expect(waveOf.get(name)).toBe(latest + 1)
        }
      }),
    )
  })

  test('any graph is either put in order or refused for its circle', () => {
    const names = ['na', 'nb', 'nc', 'nd']
    const anyGraph = fc.array(fc.subarray(names), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(anyGraph, lists => {
        const services = Object.fromEntries(names.map((name, i) => [name, { needs: lists[i] ?? [] }]))
        const text = JSON.stringify({ cluster: 'prod', services })
        try {
          expect(waves(parse(text).services).flat()).toHaveLength(4)
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
          const [, ...forward] = /circle: (.*)$/.exec((error as Refusal).faults[0]?.what ?? '')?.[1]?.split(' → ') ?? []
          expect(forward.length).toBeGreaterThan(0)
          forward.forEach((name, i) => {
            expect(services[name]?.needs).toContain(forward[i + 1] ?? forward[0])
          })
        }
      }),
      { numRuns: runs(150) },
    )
  })
})

describe('the services asked for', () => {
  const manifest = parse('{cluster: prod, services: {redis: , flask: {needs: redis}, nginx: {needs: flask}}}')
  const selected = (...asked: string[]) => select(manifest, asked).services.map(({ name }) => name)

  test.each([
    ['none means all', [], ['redis', 'flask', 'nginx']],
    ['one', ['flask'], ['flask']],
    ['in the manifest’s order', ['nginx', 'redis'], ['redis', 'nginx']],
    ['twice is once', ['flask', 'flask'], ['flask']],
  ])('%s', (_, asked, names) => {
    expect(selected(...asked)).toEqual(names)
  })

  test('that are not there are refused together', () => {
    expect(faultsOf(() => selected('flsk', 'web', 'nginx'))).toEqual([
      'input services: "flsk" is not in the manifest, did you mean "flask"? | The manifest has: redis, flask, nginx.',
      'input services: "web" is not in the manifest | The manifest has: redis, flask, nginx.',
    ])
  })
})

describe('whatever the text, it is a manifest or a refusal that can be shown', () => {
  function check(text: string, file = 'evenkeel.yml') {
    try {
      const { cluster, services } = parseManifest(text, file)
      expect(cluster).toMatch(/^[A-Za-z0-9_:/-]+$/)
      for (const entry of services) {
        expect([entry.name, entry.service, entry.container].join('')).toMatch(/^[A-Za-z0-9_-]+$/)
        const { repository, build } = flat(entry)
        expect(repository).toMatch(/^[a-z0-9._/-]{2,256}$/)
        for (const path of [build.context, build.dockerfile]) {
          expect(path).toMatch(/^(?![/-])(?!(.*\/)?\.\.(\/|$))[^\0]/s)
        }
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      for (const { code, what, fix } of error.faults) {
        expect(code).toMatch(/^EVK-\d{3}$/)
        expect(`${what} ${fix}`).not.toMatch(CONTROL)
        expect(`${what} ${fix}`.length).toBeLessThanOrEqual(2000)
        expect(fix).not.toBe('')
      }
      expect(error.message).not.toMatch(CONTROL)
      expect(error.message.length).toBeLessThanOrEqual(2000)
    }
  }

  test('any text', () => {
    const yamlish = fc
      .array(
        fc.oneof(
          hostile,
          fc.constantFrom(
            ': ',
            '\n  ',
            '\n',
            '- ',
            '[',
            ']',
            '{',
            '}',
            '&a ',
            '*a',
            '"',
            "'",
            '|\n',
            '>\n',
            '!!x ',
            '? ',
            '%YAML 1.1\n---\n',
            '#',
            ',',
            'cluster',
            'services',
          ),
        ),
        { maxLength: 15 },
      )
      .map(parts => parts.join(''))
    fc.assert(
      fc.property(yamlish, text => check(text)),
      { numRuns: runs(250) },
    )
  })

  test('any value at any place', () => {
    const value = fc.oneof(hostile, fc.jsonValue({ maxDepth: 2 }))
    const entry = fc.record(
      {
        service: value,
        container: value,
        repository: value,
        needs: fc.oneof(value, fc.array(hostile, { maxLength: 2 })),
        'initial-count': value,
        'may-stand-at-zero': value,
        build: fc.oneof(
          value,
          fc.record(
            {
              context: value,
              dockerfile: value,
              target: value,
              args: fc.oneof(value, fc.dictionary(hostile, value, { maxKeys: 2 })),
            },
            { requiredKeys: [] },
          ),
        ),
      },
      { requiredKeys: [] },
    )
    const manifest = fc.record(
      {
        cluster: fc.oneof(fc.constant('prod'), value),
        services: fc.dictionary(fc.oneof(fc.constantFrom('app', '__proto__', 'a'), hostile), entry, { maxKeys: 3 }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(manifest, given => check(JSON.stringify(given))),
      { numRuns: runs(150) },
    )
  })

  test('any file name', () => {
    fc.assert(fc.property(hostile, hostile, (text, file) => check(text, file)))
  })

  test('many services that need what is not there', () => {
    const services = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`${'s'.repeat(120)}${i}`, { needs: ['x'.repeat(500)] }]),
    )
    check(JSON.stringify({ cluster: 'prod', services }))
  })
})

describe('a fault knows where it is written:', () => {
  const text = `cluster: shop
services:
  api: &api
    build:
      context: api
      target: --push
    initial-count: 2
  "web":
    needs: [apii]
    strategy: { type: canari }
  worker: *api
environments:
  dev:
    cluster: shop dev
    services:
      api: { initial-count: -1 }
`
  const places = (found: string) => {
    try {
      parse(found)
    } catch (error) {
      return (error as Refusal).faults.map(({ what, place }) => [
        what.replace(/^evenkeel.yml:? ?/, '').split(' ')[0],
        place?.line,
        place?.column,
      ])
    }
    throw new Error('it was accepted')
  }

  test('of a key, of a flow, of an environment, through an alias', () => {
    expect(places(text)).toEqual([
      ['services.api.build.target', 6, 7],
      ['services.web.strategy.type', 10, 17],
      ['services.worker.build.target', 6, 7],
      ['environments.dev.cluster', 14, 5],
      ['environments.dev.services.api.initial-count', 16, 14],
      ['services.web.needs:', 9, 5],
    ])
  })

  test.each([
    ['an unknown key', 'cluster: shop\nservices:\n  api:\n    contianer: x\n', 4, 5],
    [
      'a key that is missing: the one around it',
      'services:\n  api:\nenvironments:\n  dev:\n    region: eu-west-1\n',
      4,
      3,
    ],
    ['needs that are not there', 'cluster: shop\nservices:\n  api:\n    needs: web\n', 4, 5],
    ['a circle', 'cluster: shop\nservices:\n  api:\n    needs: api\n', 4, 5],
    ['a name', 'cluster: shop\nservices:\n  a.b: { service: x, container: y, repository: zz }\n', 3, 3],
    ['broken YAML', 'cluster: shop\nservices: {app: {needs: [a}\n', 2, 25],
  ])('%s', (_, broken, line, column) => {
    expect(places(broken)[0]?.slice(1)).toEqual([line, column])
  })
})
