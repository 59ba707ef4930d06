// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the manifest’s
/** Where the images of a release come from, and which containers get them. */
import { describe, expect, test } from '@jest/globals'
import { Refusal } from '../../src/failure/failure.ts'
import { parseManifest } from '../../src/request/document.ts'

const DIGEST = `sha256:${'d'.repeat(64)}`
const parse = (yaml: string, environment = '') => parseManifest(`cluster: prod\n${yaml}`, 'evenkeel.yml', environment)
const read = (yaml: string, environment?: string) => {
  const [service] = parse(yaml, environment).services
  if (service === undefined) throw new Error('no service')
  const { container, placed, images } = service
  return { container, placed, images: Object.fromEntries(images) }
}
const built = (name: string, more: object = {}) => ({
  kind: 'build',
  name,
  repository: name,
  build: { context: '.', dockerfile: './Dockerfile', target: undefined, args: {} },
  rebuild: false,
  alsoTag: [],
  ...more,
})

const ARN = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1'

describe('a service gets', () => {
  test.each<[string, string, object]>([
    [
      'an image of its own',
      'services: {web: }',
      { container: 'web', placed: undefined, images: { web: built('web', { at: 'services.web' }) } },
    ],
    [
      'the image that has its name',
      'images: {web: {build: app}}\nservices: {web: }',
      { container: 'web', images: { web: { name: 'web', at: 'images.web', build: { context: 'app' } } } },
    ],
    [
      'an image whose whole reference is a variable of the job',
      'images: {app: {}}\nservices: {web: {image: "${env.WEB}"}}',
      { images: { web: { kind: 'reference', name: 'web', reference: '${env.WEB}', copyTo: undefined } } },
    ],
    [
      'a copy of one',
      'services: {web: {image: "${env.WEB}", promote: true, repository: shop/web}}',
      { images: { web: { kind: 'reference', reference: '${env.WEB}', copyTo: 'shop/web' } } },
    ],
    [
      'one of the images by its name',
      'images: {app: {repository: shop/app}}\nservices: {web: {image: app, container: main}}',
      {
        container: 'main',
        placed: undefined,
        images: { main: { name: 'app', at: 'images.app', repository: 'shop/app' } },
      },
    ],
    [
      'an image that is made elsewhere',
      `services: {web: {image: "ghcr.io/acme/web@${DIGEST}"}}`,
      {
        images: {
          web: {
            kind: 'reference',
            name: 'web',
            at: 'services.web',
            reference: `ghcr.io/acme/web@${DIGEST}`,
            copyTo: undefined,
          },
        },
      },
    ],
    [
      'one of a tag that the job knows',
      'services: {web: {image: "ghcr.io/acme/web:${version}-${env.BUILD}"}}',
      { images: { web: { reference: 'ghcr.io/acme/web:${version}-${env.BUILD}' } } },
    ],
    [
      'a copy of it, in a repository of the same name',
      'services: {web: {image: "ghcr.io/acme/web:1", promote: true}}',
      { images: { web: { copyTo: 'acme/web' } } },
    ],
    [
      'a copy of it in another one, with a tag that moves',
      'services: {web: {image: "ghcr.io/acme/web:1", promote: true, repository: shop/web, also-tag: latest}}',
      { images: { web: { copyTo: 'shop/web', alsoTag: ['latest'] } } },
    ],
    [
      'images by container',
      'images: {app: {build: app}, proxy: {image: "nginx:1.27"}}\nservices: {web: {containers: {migrate: app, web: app, nginx: proxy}}}',
      {
        container: 'web',
        placed: ['migrate', 'web', 'nginx'],
        images: { migrate: { name: 'app' }, web: { name: 'app' }, nginx: { kind: 'reference' } },
      },
    ],
    [
      'images by container, the first of which it is known by',
      'images: {app: }\nservices: {web: {containers: {server: app, migrate: app}}}',
      { container: 'server', placed: ['server', 'migrate'] },
    ],
    [
      'images by container, and says which it is known by',
      'images: {app: }\nservices: {web: {container: migrate, containers: {server: app, migrate: app}}}',
      { container: 'migrate' },
    ],
    [
      'an image in another registry',
      'services: {web: {repository: ghcr.io/acme/web}}',
      { images: { web: { repository: 'ghcr.io/acme/web' } } },
    ],
    ['a build from nothing', 'services: {web: {rebuild: true}}', { images: { web: { rebuild: true } } }],
  ])('%s', (_, yaml, expected) => {
    expect(read(yaml)).toMatchObject(expected)
  })
})

describe('bake files, or a Dockerfile: what is nearer decides', () => {
  const MANIFEST = `
services:
  web: { build: { bake: docker-bake.hcl, target: web, args: { A: "1" } } }
  old: { build: { context: old, dockerfile: old/x, target: prod, args: { A: "1" } } }
environments:
  files: { services: { web: { build: { bake: [a.hcl, b.yml] } }, old: { build: { bake: a.hcl } } } }
  targets: { services: { web: { build: { target: other, args: { B: "2" } } } } }
  folder: { services: { web: { build: app }, old: { build: { target: other } } } }
  dockerfile: { services: { web: { build: { dockerfile: x } }, old: { build: { bake: , target: other } } } }
`
  const bare = { context: '.', dockerfile: './Dockerfile', target: undefined }
  const web = { ...bare, bake: ['docker-bake.hcl'], target: 'web', args: { A: '1' } }
  const old = { context: 'old', dockerfile: 'old/x', target: 'prod', args: { A: '1' } }
  test.each<[string, object, object]>([
    ['', web, old],
    ['files', { ...web, bake: ['a.hcl', 'b.yml'] }, { ...bare, bake: ['a.hcl'], args: { A: '1' } }],
    ['targets', { ...web, target: 'other', args: { A: '1', B: '2' } }, old],
    [
      'folder',
      { ...bare, context: 'app', dockerfile: 'app/Dockerfile', args: { A: '1' } },
      { ...old, target: 'other' },
    ],
    ['dockerfile', { ...bare, dockerfile: 'x', args: { A: '1' } }, { ...old, target: 'other' }],
  ])('in the environment %j', (environment, ...expected) => {
    const found = parse(MANIFEST, environment).services.map(({ name, images }) => images.get(name))
    expect(found).toEqual(expected.map(build => expect.objectContaining({ build })))
  })
})

test.each<[string, string, string, object]>([
  [
    'a folder of an environment over an image',
    'web: {image: "a/b:1"}',
    'build: app',
    { kind: 'build', build: { context: 'app' } },
  ],
  [
    'its context and options',
    'web: {image: "a/b:1"}',
    'build: {context: app, target: x}',
    { kind: 'build', build: { context: 'app', target: 'x' } },
  ],
  ['a bake file', 'web: {image: "a/b:1"}', 'build: {bake: a.hcl}', { kind: 'build', build: { bake: ['a.hcl'] } }],
  ['null of an option', 'web: {image: "a/b:1"}', 'build: {target: }', { kind: 'reference', reference: 'a/b:1' }],
  [
    'an image over options, and a repository, of the top',
    'web: {build: {args: {A: "1"}}, repository: c/d, rebuild: true}',
    'image: "a/b:1"',
    { kind: 'reference', reference: 'a/b:1', copyTo: undefined },
  ],
  [
    'a repository for a copy',
    'web: {image: "a/b:1", promote: true}',
    'repository: c/d',
    { kind: 'reference', copyTo: 'c/d' },
  ],
  [
    'no copy, and no repository',
    'web: {image: "a/b:1", promote: true, repository: c/d}',
    'promote: false, repository: ',
    { kind: 'reference', copyTo: undefined },
  ],
])('%s: an image that exists or one that is built', (_, top, prod, expected) => {
  const yaml = `services: {${top}}\nenvironments: {prod: {services: {web: {${prod}}}}}`
  expect(read(yaml, 'prod').images.web).toMatchObject(expected)
})

describe('null of an environment takes away of a build', () => {
  const top =
    '{context: app, dockerfile: app/x, target: dev, platforms: [linux/arm64], ssh: default, cache: gha, args: {A: "1", B: "1"}}'
  const all = {
    ...{ context: 'app', dockerfile: 'app/x', target: 'dev', platforms: ['linux/arm64'], ssh: 'default' },
    ...{ cache: 'gha', args: { A: '1', B: '1' } },
  }
  const less = (build: object, key: string) =>
    Object.fromEntries(Object.entries(build).filter(([name]) => name !== key))
  test.each<[string, string, object]>([
    ['its context', '{context: }', { ...all, context: '.' }],
    ['its Dockerfile', '{dockerfile: }', { ...all, dockerfile: 'app/Dockerfile' }],
    ['its target', '{target: }', { ...all, target: undefined }],
    ['its platforms', '{platforms: }', less(all, 'platforms')],
    ['its agent', '{ssh: }', less(all, 'ssh')],
    ['its cache', '{cache: }', less(all, 'cache')],
    ['an argument', '{args: {A: }}', { ...all, args: { B: '1' } }],
    ['all arguments', '{args: }', { ...all, args: {} }],
    ['all of it', '', built('web').build],
  ])('%s', (_, prod, build) => {
    const listed = `images: {web: {build: ${top}}}\nservices: {web: }\nenvironments: {prod: {images: {web: {build: ${prod}}}}}`
    const own = `services: {web: {build: ${top}}}\nenvironments: {prod: {services: {web: {build: ${prod}}}}}`
    for (const yaml of [listed, own])
      expect(read(yaml, 'prod').images.web).toEqual(expect.objectContaining({ kind: 'build', build }))
  })

  test('its repository', () => {
    const yaml = 'services: {web: {repository: c/d}}\nenvironments: {prod: {services: {web: {repository: }}}}'
    expect(read(yaml, 'prod').images.web).toMatchObject({ repository: 'web' })
  })

  test('its bake file, with the target of it', () => {
    const yaml =
      'services: {web: {build: {bake: a.hcl, target: x, args: {A: "1"}}}}\nenvironments: {prod: {services: {web: {build: {bake: }}}}}'
    expect(read(yaml, 'prod').images.web).toEqual(
      expect.objectContaining({ build: { ...built('web').build, args: { A: '1' } } }),
    )
  })
})

describe('an environment says of an image', () => {
  const MANIFEST = `
images:
  app:
    repository: shop/app
    build: { context: app, target: production, args: { TIER: one, KEEP: "1", GONE: "1" } }
services: { web: { image: app } }
environments:
  dev: {}
  test: { images: { app: { repository: shop-test/app, build: { args: { TIER: two, GONE: } } } } }
  prod: { images: { app: { image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/app:\${sha}", promote: true } } }
`
  const image = (environment: string) => read(MANIFEST, environment).images.web

  test('nothing', () => expect(image('dev')).toEqual(read(MANIFEST).images.web))
  test('what differs: repository and arguments', () =>
    expect(image('test')).toMatchObject({
      repository: 'shop-test/app',
      build: { context: 'app', dockerfile: 'app/Dockerfile', target: 'production', args: { TIER: 'two', KEEP: '1' } },
    }))
  test('null takes an argument away', () => expect(image('test')).not.toHaveProperty('build.args.GONE'))
  test('that it is not built but promoted', () =>
    expect(image('prod')).toMatchObject({ kind: 'reference', copyTo: 'shop/app' }))
})

const faultsOf = (yaml: string) => {
  try {
    parse(yaml)
  } catch (error) {
    if (error instanceof Refusal)
      return error.faults.map(({ what, fix }) => `${what} | ${fix}`.replace('evenkeel.yml: ', ''))
    throw error
  }
  throw new Error('it was accepted')
}

describe('is refused:', () => {
  test.each<[string, string, string[]]>([
    [
      'an image that is not listed',
      'images: {app: }\nservices: {web: {image: ap}}',
      ['services.web.image: "ap" is not in `images`, did you mean "app"? | `images` has: app.'],
    ],
    [
      'a container of such a one',
      'images: {app: }\nservices: {web: {containers: {web: ap}}}',
      ['services.web.containers.web: "ap" is not in `images`, did you mean "app"? | `images` has: app.'],
    ],
    [
      'no container at all',
      'images: {app: }\nservices: {web: {containers: {}}}',
      ['services.web.containers is empty | Name a container and its image.'],
    ],
    [
      'containers as a list',
      'images: {app: }\nservices: {web: {containers: [app]}}',
      ['services.web.containers is a list, ["app"] |'],
    ],
    [
      'an image of others for a container',
      'images: {app: }\nservices: {web: {containers: {web: "ghcr.io/a/b:1"}}}',
      ['services.web.containers.web is "ghcr.io/a/b:1" | Give the name of one of `images`: an image that exists'],
    ],
    ['an image that is a number', 'services: {web: {image: 1.10}}', ['services.web.image is the number 1.1 | Put it']],
    ['an image with a blank', 'services: {web: {image: "a/b:1 "}}', ['services.web.image is the text "a/b:1 " | Take']],
    [
      'an image in upper case, which is in no registry',
      'services: {web: {image: "UPPER/x:tag"}}',
      ['services.web.image is "UPPER/x:tag" | Give'],
    ],
    ['a list of images', 'images: [app]\nservices: {web: {image: app}}', ['images is a list, ["app"] | List images']],
    [
      'containers and a build',
      'images: {app: }\nservices: {web: {containers: {web: app}, build: x}}',
      ['services.web.build and `containers` are both there | Write it of the image'],
    ],
    [
      'containers without the main one',
      'images: {app: }\nservices: {web: {container: x, containers: {web: app}}}',
      ['services.web.container is "x", which `containers` has not | `containers` has: web.'],
    ],
    [
      'a listed image and a build of its own',
      'images: {web: }\nservices: {web: {build: x}}',
      ['services.web.build and images.web are both there | Write it of images.web'],
    ],
    [
      'bake files with what they say',
      'services: {web: {build: {bake: a.hcl, context: x, dockerfile: y}}}',
      [
        'services.web.build.context and `bake` are both there | The bake file says it: keep one of them.',
        'services.web.build.dockerfile and `bake` are both there | The bake file says it: keep one of them.',
      ],
    ],
    ['no bake file', 'services: {web: {build: {bake: []}}}', ['services.web.build.bake is empty | Give at least one']],
    [
      'bake files elsewhere',
      'services: {web: {build: {bake: ["../a.hcl", "https://x/y.hcl", "-"]}}}',
      [
        'services.web.build.bake is "../a.hcl" | Give a path inside the workspace',
        'services.web.build.bake is "https://x/y.hcl" | Give a path inside the workspace',
        'services.web.build.bake is "-" | It must not begin with "-".',
      ],
    ],
    [
      'a named image and a repository',
      'images: {app: }\nservices: {web: {image: app, repository: x/y}}',
      ['services.web.repository and `image: app` are both there'],
    ],
    [
      'image and build',
      'services: {web: {image: "a/b:1", build: .}}',
      ['services.web.build and `image` are both there | What `image` names is never built'],
    ],
    [
      'image and repository',
      'services: {web: {image: "a/b:1", repository: c/d}}',
      ['services.web.repository and `image` are both there | Write `promote: true`'],
    ],
    [
      'a copy whose repository nobody can tell',
      'services: {web: {image: "${env.WEB}", promote: true}}',
      ['services.web.promote is true, and the name in `image` is not known yet | Write `repository`'],
    ],
    [
      'a tag for an image of others',
      'services: {web: {image: "a/b:1", also-tag: latest}}',
      ['services.web.also-tag is of an image that is made elsewhere | Write `promote: true`'],
    ],
    ...['image: "a/b:1"', 'build: .', 'containers: {web: app}'].map((said): [string, string, string[]] => [
      `${said} beside the ARN of a revision`,
      `images: {app: }\nservices: {web: {${said}, task-definition: "${ARN}"}}`,
      [`services.web.${said.split(':')[0]} would change the revision of an ARN, which is deployed as it is | Take one`],
    ]),
    [
      'a promotion of what is built',
      'services: {web: {promote: true}}',
      ['services.web.promote is true, and there is no `image` | What is built here'],
    ],
    [
      'no reference',
      'services: {web: {image: "ghcr.io/Acme/web"}}',
      ['services.web.image is "ghcr.io/Acme/web" | Give the name of one of `images`, or an image as docker takes it'],
    ],
    ...(
      [
        ['image', '{image: ap}', ': "ap" is not in `images`'],
        ['container', '{container: x}', ' is "x", which `containers` has not', 'containers: {web: app}'],
        ['promote', '{promote: true}', ' is true, and there is no `image`', 'build: .'],
        ['also-tag', '{also-tag: latest}', ' is of an image that is made elsewhere', 'image: "a/b:1"'],
      ] as const
    ).map(([key, said, what, top = '']): [string, string, string[]] => [
      `${key} of an environment`,
      `images: {app: }\nservices: {web: {${top}}}\nenvironments: {prod: {services: {web: ${said}}}}`,
      [`environments.prod.services.web.${key}${what}`],
    ]),
    [
      'a build of an environment over an image that is copied',
      'services: {web: {image: "a/b:1", promote: true}}\nenvironments: {prod: {services: {web: {build: .}}}}',
      [
        'services.web.promote is true, and evenkeel.yml: environments.prod.services.web.build says that it is built here |',
      ],
    ],
    ...(
      [
        ['build: {args: {A: "1"}}', 'build: of a build, and evenkeel.yml: services.web.image names'],
        ['build: {dockerfile: x}', 'build: of a build, and evenkeel.yml: services.web.image names'],
        ['build: {}', 'build: of a build, and evenkeel.yml: services.web.image names'],
        ['rebuild: true', 'rebuild: of a build, and evenkeel.yml: services.web.image names'],
        ['repository: c/d', 'repository and evenkeel.yml: services.web.image are both there'],
      ] as const
    ).map(([said, what]): [string, string, string[]] => [
      `${said} of an environment over an image that exists`,
      `services: {web: {image: "a/b:1"}}\nenvironments: {prod: {services: {web: {${said}}}}}`,
      [`environments.prod.services.web.${what}`],
    ]),
    [
      'cache of an environment over an image that is listed and exists',
      'images: {app: {image: "a/b:1"}}\nservices: {web: {image: app}}\nenvironments: {prod: {images: {app: {build: {cache: gha}}}}}',
      ['environments.prod.images.app.build: of a build, and evenkeel.yml: images.app.image names'],
    ],
    [
      'a template of ecspresso',
      'services: {web: {image: "a/b:{{ must_env `TAG` }}"}}',
      [
        'services.web.image: "{{ must_env … }}" is not filled | Only `${version}`, `${sha}` and `${env.NAME}` are filled',
      ],
    ],
    ['an unknown placeholder', 'services: {web: {image: "a/b:${tag}"}}', ['services.web.image is "a/b:${tag}" | Give']],
    [
      'a repository with a tag',
      'services: {web: {repository: "ghcr.io/a/b:1"}}',
      ['services.web.repository is "ghcr.io/a/b:1" | Give it without tag and digest.'],
    ],
    [
      'a name that docker does not take',
      'images: {"a b": {repository: a/b}}\nservices: {web: }',
      ['the image name "a b" | Use letters'],
    ],
    [
      'a name that is no repository',
      'services: {Web: }',
      ['services.Web: its key "Web" cannot be its repository | Write `repository:`'],
    ],
    [
      'an unknown key of an image',
      'images: {app: {tagret: x}}\nservices: {web: }',
      ['images.app: unknown key "tagret"'],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(faultsOf(yaml)).toEqual(expected.map(part => expect.stringContaining(part)))
  })
})

test.each<[string, string, string, string[]]>([
  ['an image that a service names', 'images: {app: {}}\nservices: {web: {image: app}}', '', []],
  ['one that has a service’s name', 'images: {web: {}}\nservices: {web: }', '', []],
  ['one of a container', 'images: {app: {}}\nservices: {web: {containers: {main: app}}}', '', []],
  ['a slip of the pen', 'images: {app: {build: api}}\nservices: {api: }', '', ['app']],
  [
    'one that another environment alone names',
    'images: {app: {}}\nservices: {web: }\nenvironments: {dev: {services: {web: {image: app}}}, prod: {cluster: shop}}',
    'prod',
    [],
  ],
])('of the images, %s: what no service is made of', (_, yaml, environment, spare) => {
  expect(parse(yaml, environment).spare ?? []).toEqual(spare)
})
