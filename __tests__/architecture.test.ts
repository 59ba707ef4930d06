/** The rule of the house: nouns import nothing that acts, each outsider has one importer, the two products stay apart. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const src = resolve('src')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))

interface Import {
  readonly from: string
  /** A file of ours, relative to src, or a package. */
  readonly what: string
  readonly typeOnly: boolean
}

const imports: Import[] = files.flatMap(file => {
  const text = readFileSync(join(src, file), 'utf8')
  const found = [...text.matchAll(/^(?:import|export) (type )?(?:[^'"]*? from )?'([^']+)'/gm)]
  const dynamic = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, what = '']) => ['', '', what] as const)
  return [...found, ...dynamic].map(([, type, what = '']) => ({
    from: file,
    what: what.startsWith('.') ? relative(src, resolve(src, dirname(file), what)) : what,
    typeOnly: type !== undefined && type !== '',
  }))
})

/** Files named for a thing: values in, values out. Everything else outside edge/ and emulator/ is named for a deed. */
const NOUNS = [
  'failure.ts',
  'manifest.ts',
  'manifest/entry.ts',
  'manifest/order.ts',
  'manifest/strategy.ts',
  'manifest/text.ts',
  'manifest/value.ts',
  'plan.ts',
  'report.ts',
  'request.ts',
  'image/reference.ts',
  'image/version.ts',
  'revision/document.ts',
  'revision/history.ts',
  'rollout/cause.ts',
  'rollout/progress.ts',
  'rollout/result.ts',
  'rollout/snapshot.ts',
  'rollout/strategy.ts',
  'rollout/verdict.ts',
]
const VERBS = [
  'index.ts',
  'main.ts',
  'publish.ts',
  'image/build.ts',
  'image/confirm.ts',
  'image/find.ts',
  'image/inspect.ts',
  'image/login.ts',
  'image/provide.ts',
  'revision/annotate.ts',
  'revision/find.ts',
  'revision/publish.ts',
  'revision/recall.ts',
  'revision/register.ts',
  'rollout/explain.ts',
  'rollout/listen.ts',
  'rollout/observe.ts',
  'rollout/roll.ts',
  'rollout/start.ts',
  'rollout/survey.ts',
  'rollout/undo.ts',
  'rollout/watch.ts',
]

const valuesOf = (file: string) => imports.filter(({ from, typeOnly }) => from === file && !typeOnly)

test('every file of the action is a noun, a verb or an edge', () => {
  const rooms = files.filter(file => !file.startsWith('edge/') && !file.startsWith('emulator/'))
  expect(rooms.sort()).toEqual([...NOUNS, ...VERBS].sort())
})

describe.each(NOUNS)('the noun %s', noun => {
  test('imports only nouns and what computes', () => {
    const pure = ['node:crypto', 'node:util', 'semver', 'yaml']
    const acting = valuesOf(noun).filter(({ what }) => !NOUNS.includes(what) && !pure.includes(what))
    expect(acting.map(({ what }) => what)).toEqual([])
  })

  test('asks no clock, no chance, no environment', () => {
    const text = readFileSync(join(src, noun), 'utf8')
    expect(text).not.toMatch(
      /\bDate\.now\(|new Date\(\)|Math\.random\(|\bprocess\.[a-z]|\bfetch\(|setTimeout|console\.(log|error|warn)/,
    )
  })
})

test.each([
  ['@actions/core', 'edge/runner.ts'],
  ['@actions/github', 'edge/runner.ts'],
  ['@actions/exec', 'edge/shell.ts'],
  ['node:child_process', 'edge/shell.ts'],
  ['@aws-sdk/client-ecs', 'edge/aws.ts'],
  ['@aws-sdk/client-ecr', 'edge/aws.ts'],
  ['@aws-sdk/client-cloudwatch-logs', 'edge/aws.ts'],
  ['@aws-sdk/client-ssm', 'edge/aws.ts'],
  ['node:timers/promises', 'edge/clock.ts'],
])('%s has one importer, %s', (outsider, importer) => {
  const action = imports.filter(
    ({ from, what, typeOnly }) => what === outsider && !typeOnly && !from.startsWith('emulator/'),
  )
  expect([...new Set(action.map(({ from }) => from))]).toEqual([importer])
})

test('the action and the local ECS never import each other', () => {
  const inEmulator = (file: string) => file.startsWith('emulator/')
  const ours = imports.filter(({ what }) => files.includes(what))
  expect(ours.filter(({ from, what }) => inEmulator(from) !== inEmulator(what))).toEqual([])
})

test('the local ECS carries no SDK', () => {
  const sdk = imports.filter(
    ({ from, what, typeOnly }) => from.startsWith('emulator/') && what.startsWith('@aws-sdk/') && !typeOnly,
  )
  expect(sdk).toEqual([])
})

test('edges know no rooms', () => {
  const inward = imports.filter(
    ({ from, what }) => from.startsWith('edge/') && files.includes(what) && !what.startsWith('edge/'),
  )
  expect(inward).toEqual([])
})

test('no file is a drawer for leftovers', () => {
  expect(files.filter(file => /(^|\/)(utils?|helpers?|common|misc|manager)(\.|\/)/.test(file))).toEqual([])
})

test('no process is started by a shell line', () => {
  for (const file of files) {
    expect(readFileSync(join(src, file), 'utf8')).not.toMatch(/shell:\s*true|execSync\(|\bexecPromise\(/)
  }
})
