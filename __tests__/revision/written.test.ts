// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are those of the file
import { describe, expect, test } from '@jest/globals'
import { TASK_DEFINITION } from '../../src/edge/aws.ts'
import type { Fault } from '../../src/failure/failure.ts'
import { variableFaults } from '../../src/image/confine.ts'
import { type Filling, filled, variablesIn } from '../../src/image/source.ts'
import { readSource } from '../../src/request/source.ts'
import { documentIn } from '../../src/revision/written.ts'

const FILLING: Filling = {
  version: '1.0.0',
  sha: 'c'.repeat(40),
  env: { HOST: 'shop.example', EMPTY: '', AWS_SECRET_ACCESS_KEY: 'key', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'token' },
}

/** A file that says `api` of its one container besides the name, and `more` of the whole. */
const file = (api: object, more: object = {}) =>
  JSON.stringify({ containerDefinitions: [{ name: 'api', ...api }], ...more })

function read(text: string) {
  const { at, value, faults: found } = readSource(text, 'td.json')
  const faults: Fault[] = [...found]
  const recorded = documentIn(value, at, faults, {
    model: TASK_DEFINITION,
    released: { container: 'api' },
    fill: text => filled(text, FILLING),
    look: (text, at) => variableFaults(at, variablesIn(text), FILLING.env),
  })
  return { recorded, told: faults.map(({ code, what }) => `${code} ${what}`) }
}

describe('variables of the job that a file asks for', () => {
  test('are filled in', () => {
    const { recorded, told } = read(file({ command: ['run', '${env.HOST}', '${version}'] }))
    expect(told).toEqual([])
    expect(recorded.definition.containerDefinitions?.[0]?.command).toEqual(['run', 'shop.example', '1.0.0'])
  })

  test.each<[string, object, string]>([
    ['a value', { environment: [{ name: 'A', value: 'https://${env.NOPE}/' }] }, 'environment[0].value'],
    ['one that is empty', { environment: [{ name: 'A', value: '${env.EMPTY}' }] }, 'environment[0].value'],
    ['a command', { command: ['run', '${env.NOPE}'] }, 'command[1]'],
    ['an option of the log', { logConfiguration: { options: { a: '${env.NOPE}' } } }, 'logConfiguration.options.a'],
  ])('%s: one that the job has not is refused', (_, api, place) => {
    const [told = '', ...more] = read(file(api)).told
    expect(told).toMatch(
      /^EVK-119 td\.json: containerDefinitions\[0\]\.(.*): the job has no variable (NOPE|EMPTY), or an empty one$/,
    )
    expect(told).toContain(`.${place}: `)
    expect(more).toEqual([])
  })

  test.each(['AWS_SECRET_ACCESS_KEY', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'AWS_SESSION_TOKEN'])(
    '%s is refused, and not filled in',
    name => {
      const { recorded, told } = read(file({}, { tags: [{ key: 'a', value: `\${env.${name}}` }] }))
      expect(told).toEqual([`EVK-120 td.json: tags[0].value asks for ${name}, which lets its holder act as this job`])
      expect(JSON.stringify(recorded)).not.toMatch(/"(?:key|token)"\}/)
    },
  )

  test.each(['memory ', 'memory:', 'memory =', ' memory'])('a key with a mark, %j, is misspelt', name => {
    expect(read(file({ [name]: 512 })).told).toEqual([
      `EVK-213 td.json: containerDefinitions[0]: unknown key ${JSON.stringify(name)}, did you mean "memory"?`,
    ])
  })

  test.each<[string, object]>([
    ['itself', { '//': 'CI fills it', image: '{{ must_env `TAG` }}' }],
    ['a variable', { image: '{{ must_env `TAG` }}', environment: [{ '//': 'x', name: 'A', value: 'b' }] }],
    ['a port', { image: '{{ must_env `TAG` }}', portMappings: [{ '# note': 'x', containerPort: 80 }] }],
  ])('a remark in the released container, %s, leaves its image the release’s', (_, api) => {
    expect(read(file(api)).told).toEqual([])
  })

  test('the image that the release sets may ask for any, another may not', () => {
    const more = {
      containerDefinitions: [
        { name: 'api', image: '${env.NOPE}' },
        { name: 'agent', image: 'a:${env.NOPE}' },
      ],
    }
    expect(read(file({}, more)).told).toEqual([
      'EVK-119 td.json: containerDefinitions[1].image: the job has no variable NOPE, or an empty one',
    ])
  })

  test('what cannot be registered is not looked at', () => {
    expect(read(file({}, { registeredBy: '${env.NOPE}' })).told).toEqual([])
  })
})

describe('keys of a file', () => {
  test.each<[string, string, string]>([
    ['of the whole', file({}, { memmory: '512' }), ': unknown key "memmory", did you mean "memory"?'],
    [
      'in other letters',
      file({}, { NetworkMode: 'awsvpc' }),
      ': unknown key "NetworkMode", did you mean "networkMode"?',
    ],
    [
      'of a container',
      file({ enviroment: [] }),
      'containerDefinitions[0]: unknown key "enviroment", did you mean "environment"?',
    ],
    [
      'of a port',
      file({ portMappings: [{ containerPort: 53, protocl: 'udp' }] }),
      'portMappings[0]: unknown key "protocl", did you mean "protocol"?',
    ],
    [
      'of the health check',
      file({ healthCheck: { command: ['CMD', 'true'], intervall: 7 } }),
      'healthCheck: unknown key "intervall", did you mean "interval"?',
    ],
    [
      'of a variable',
      file({ environment: [{ name: 'A', value: 'b', vlaue: 'c' }] }),
      'environment[0]: unknown key "vlaue", did you mean "value"?',
    ],
    [
      'of the platform',
      file({}, { runtimePlatform: { cpuArchitectur: 'ARM64' } }),
      'runtimePlatform: unknown key "cpuArchitectur", did you mean "cpuArchitecture"?',
    ],
    [
      'of a volume',
      file({}, { volumes: [{ name: 'a', efsVolumeConfiguration: { fileSystemID: 'fs-1' } }] }),
      'volumes[0].efsVolumeConfiguration: unknown key "fileSystemID", did you mean "fileSystemId"?',
    ],
    [
      'of a container, at the top',
      file({}, { environment: [] }),
      'key "environment", which belongs into containerDefinitions',
    ],
    ['of the platform, at the top', file({}, { cpuArchitecture: 'ARM64' }), '", which belongs into runtimePlatform'],
    [
      'of the whole, in a container',
      file({ taskRoleArn: 'x' }),
      '"taskRoleArn", which belongs to the top of the task definition',
    ],
    [
      'of a file system, in its volume',
      file({}, { volumes: [{ name: 'v', fileSystemId: 'fs-1' }] }),
      '"fileSystemId", which belongs into efsVolumeConfiguration or fsxWindowsFileServerVolumeConfiguration',
    ],
    ['as Compose has it', file({ env: [] }), 'containerDefinitions[0]: unknown key "env", did you mean "environment"?'],
    ['of a port', file({ portMappings: [{ port: 80 }] }), '"port", did you mean "containerPort"?'],
    [
      'of the service',
      file({}, { desiredCount: 2 }),
      '"desiredCount", which is of the service: write `desired-count` in the manifest',
    ],
  ])('a misspelt one %s is refused', (_, text, words) => {
    const [told = '', ...more] = read(text).told
    expect(told).toMatch(/^EVK-213 td\.json: /)
    expect(told.endsWith(words)).toBe(true)
    expect(more).toEqual([])
  })

  test.each(['comment', 'comments', 'note', 'notes', 'owner', 'role', 'team', 'title', 'stage', 'purpose', '_comment'])(
    'what people add for themselves is no slip of the finger: %s',
    name => {
      const { recorded, told } = read(file({ [name]: 'runs the migrations first' }, { [name]: 'shop' }))
      expect(told).toEqual([])
      expect(recorded.raw).toMatchObject({ [name]: 'shop' })
    },
  )

  test.each(['comand', 'commnad', 'Command', 'imgae', 'healthChck', 'helthChek', 'enviornment', 'essental'])(
    'a slip is one: %s',
    name => expect(read(file({ [name]: 'x' })).told).toHaveLength(1),
  )

  test('a name that is given is no key, and what nobody knows or only describes is kept or left out', () => {
    const api = { dockerLabels: { nmae: 'a' }, logConfiguration: { options: { optoin: 'a' } }, sandbox: { gpus: 2 } }
    const { recorded, told } = read(file(api, { revision: 4, quantum: {} }))
    expect(told).toEqual([])
    expect(recorded.raw).toEqual({ containerDefinitions: [{ name: 'api', ...api }], quantum: {} })
  })
})

describe('null', () => {
  test('of a member is none, at every depth', () => {
    const api = {
      dependsOn: null,
      mountPoints: null,
      volumesFrom: null,
      environment: null,
      secrets: null,
      essential: null,
    }
    const { recorded, told } = read(
      file(
        { ...api, logConfiguration: { logDriver: 'awslogs', options: null } },
        { tags: null, volumes: null, newer: { a: null } },
      ),
    )
    expect(told).toEqual([])
    expect(recorded.raw).toEqual({
      containerDefinitions: [{ name: 'api', logConfiguration: { logDriver: 'awslogs' } }],
      newer: {},
    })
    expect(recorded.tags).toEqual([])
  })

  test.each([
    ['volumes', {}, { volumes: [null] }, 'volumes[0]'],
    [
      'a list of a container',
      { mountPoints: [{ sourceVolume: 'a' }, null] },
      {},
      'containerDefinitions[0].mountPoints[1]',
    ],
    ['variables', { environment: [null] }, {}, 'containerDefinitions[0].environment[0]'],
  ])('of an item is refused: %s', (_, api, more, place) => {
    expect(read(file(api, more)).told[0]).toBe(`EVK-213 td.json: ${place} is null`)
  })
})
