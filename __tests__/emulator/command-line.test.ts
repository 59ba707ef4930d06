/** What the command line and the environment may say, and what is said of the rest. */
import { describe, expect, test } from '@jest/globals'
import { parseCommand } from '../../src/emulator/command-line.ts'
import { DEFAULTS, flagOf } from '../../src/emulator/options.ts'
import { VERSION } from '../../src/emulator/version.ts'

function started(argv: string[], env: Record<string, string> = {}) {
  const command = parseCommand(argv, env)
  if (command.kind !== 'start') throw new Error(`only said: ${command.text}`)
  return command.options
}

describe('an option', () => {
  test.each([
    [['--port', '0'], { port: 0 }],
    [['--port=0'], { port: 0 }],
    [['--speed=2.5', '--clock', 'virtual'], { speed: 2.5, clock: 'virtual' }],
    [['--seed', '-7'], { seed: -7 }],
    [['--rollback-delay', '40'], { rollbackDelay: 40 }],
    [['--rollbackDelay=40'], { rollbackDelay: 40 }],
    [['--hosts', 'a=b,c=d'], { hosts: 'a=b,c=d' }],
    [['--hosts=a=b'], { hosts: 'a=b' }],
    [['--host=::', '--allow-host', 'local-ecs,fd00::1'], { host: '::', allowHost: 'local-ecs,fd00::1' }],
  ])('%j', (argv, wanted) => {
    expect(started(argv)).toEqual({ ...DEFAULTS, ...wanted })
  })

  test('may stand in the environment, where the command line comes first', () => {
    const env = { EVENKEEL_ECS_PORT: '0', EVENKEEL_ECS_ALLOW_HOST: 'local-ecs', EVENKEEL_REGISTRY: 'x' }
    expect(started(['--port=4567'], env)).toEqual({ ...DEFAULTS, port: 4567, allowHost: 'local-ecs' })
  })
})

describe('refused, with what was found and what is due', () => {
  test.each([
    [['--prot=0'], 'There is no option --prot, did you mean --port?'],
    [['--allowhost', 'x'], 'There is no option --allowhost, did you mean --allow-host?'],
    [['--Region', 'eu-west-1'], 'There is no option --Region, did you mean --region?'],
    [['--versoin'], 'There is no option --versoin, did you mean --version?'],
    [['--constructor', '1'], 'There is no option --constructor.'],
    [['4566'], 'An option begins with --, and "4566" does not.'],
    [['--port'], '--port needs a value.'],
    [['--port', '--speed', '2'], '--port needs a value.'],
    [['--port=', '--speed=2'], '--port must be a whole number from 0 to 65535, not "".'],
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, not 65536.'],
    [['--port', '0x10'], '--port must be a whole number from 0 to 65535, not "0x10".'],
    [['--speed', 'fast'], '--speed must be a number above 0, not "fast".'],
    [['--port=1', '--port=2'], '--port is given twice.'],
    [['--host', 'example.com'], '--host must be 127.0.0.1, 0.0.0.0 or ::, not "example.com".'],
    [
      ['--allow-host', '*'],
      '--allow-host must be host names or addresses without a port, a,b (no wildcards), not "*".',
    ],
    [['--allow-host', 'a:4566'], '--allow-host must be host names or addresses without a port'],
    [['--account', '12'], '--account must be 12 digits, not "12".'],
    [['--tasks=docker', '--clock=virtual'], '--tasks docker needs --clock real'],
  ])('%j', (argv, words) => {
    expect(() => started(argv)).toThrow(words)
  })

  test('in the environment by its name there', () => {
    expect(() => started([], { EVENKEEL_ECS_PROT: '1' })).toThrow(
      'There is no option behind EVENKEEL_ECS_PROT, did you mean EVENKEEL_ECS_PORT?',
    )
  })

  test('all at once', () => {
    expect(() => started(['--prot', '1', '--speed=0', '--seed=1.5', 'x'])).toThrow(
      [
        'There is no option --prot, did you mean --port?',
        'An option begins with --, and "x" does not.',
        '--speed must be a number above 0, not 0.',
        '--seed must be a whole number, not 1.5.',
        'local-ecs --help lists all options.',
      ].join('\n'),
    )
  })
})

test('--help names every option once, on a line of its own, and starts nothing', () => {
  const said = parseCommand(['--port', 'x', '--help'])
  const lines = said.kind === 'say' ? said.text.split('\n') : []
  for (const name of Object.keys(DEFAULTS))
    expect(lines.filter(line => line.startsWith(`  ${flagOf(name)} `))).toHaveLength(1)
  expect(lines.filter(line => line.length > 120)).toEqual([])
})

test('--version says the version', () => {
  expect(parseCommand(['--version'])).toEqual({ kind: 'say', text: `${VERSION}\n` })
})
