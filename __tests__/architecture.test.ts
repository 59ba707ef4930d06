/** The rule of the house: nouns import nothing that acts, each outsider has one importer, the two products stay apart. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const src = resolve('src')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  file => file.endsWith('.ts') && !file.startsWith('emulator/lib/'),
)

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

/** Rooms from below: each knows itself and those under it. The top of src is the story. */
const FLOORS = ['failure', 'edge', 'image', 'revision', 'rollout', 'request', 'release', 'init', 'report', '']

/** Files named for a thing: values in, values out. Everything else outside edge/ and emulator/ is named for a deed. */
const NOUNS = [
  'edge/exact.ts',
  'edge/form.ts',
  'edge/address.ts',
  'edge/plain.ts',
  'edge/spelling.ts',
  'failure/aws.ts',
  'failure/code.ts',
  'failure/failure.ts',
  'failure/permission.ts',
  'failure/rights.ts',
  'failure/words.ts',
  'image/argument.ts',
  'image/bake-entry.ts',
  'image/bake-target.ts',
  'image/bake.ts',
  'image/csv.ts',
  'image/declared.ts',
  'image/dockerfile.ts',
  'image/expand.ts',
  'image/ignore.ts',
  'image/index-manifest.ts',
  'image/instruction.ts',
  'image/label.ts',
  'image/placeholder.ts',
  'image/progress.ts',
  'image/recipe.ts',
  'image/reference.ts',
  'image/secret-file.ts',
  'image/remote.ts',
  'image/source.ts',
  'image/tag.ts',
  'image/variant.ts',
  'image/version.ts',
  'init/doubt.ts',
  'init/draft.ts',
  'init/obstacle.ts',
  'init/origin.ts',
  'init/policy.ts',
  'init/source.ts',
  'init/trust.ts',
  'release/journal.ts',
  'release/plan.ts',
  'release/against.ts',
  'release/result.ts',
  'release/since.ts',
  'release/wanted.ts',
  'report/compose.ts',
  'report/explanation.ts',
  'report/hint.ts',
  'report/introduction.ts',
  'report/mark.ts',
  'report/markdown.ts',
  'report/outputs.ts',
  'report/overall.ts',
  'report/redact.ts',
  'report/report.ts',
  'report/summary-causes.ts',
  'report/summary-changes.ts',
  'report/summary-failure.ts',
  'report/summary-head.ts',
  'report/summary-since.ts',
  'report/summary-images.ts',
  'report/summary-table.ts',
  'report/summary.ts',
  'request/address.ts',
  'request/arn.ts',
  'request/at.ts',
  'request/build.ts',
  'request/between.ts',
  'request/document.ts',
  'request/environment.ts',
  'request/image.ts',
  'request/input.ts',
  'request/inputs.ts',
  'request/instead.ts',
  'request/json-schema.ts',
  'request/kind.ts',
  'request/manifest.ts',
  'request/order.ts',
  'request/override.ts',
  'request/region.ts',
  'request/request.ts',
  'request/said.ts',
  'request/schema.ts',
  'request/service.ts',
  'request/shape.ts',
  'request/sound.ts',
  'request/source.ts',
  'request/strategy.ts',
  'request/subject.ts',
  'request/unread.ts',
  'request/yaml.ts',
  'revision/argument.ts',
  'revision/container.ts',
  'revision/difference.ts',
  'revision/document.ts',
  'revision/normal.ts',
  'revision/override.ts',
  'revision/written.ts',
  'revision/exposed.ts',
  'revision/choice.ts',
  'revision/choose.ts',
  'revision/hand-made.ts',
  'revision/history.ts',
  'revision/last-good.ts',
  'revision/known-secret.ts',
  'revision/header.ts',
  'revision/line.ts',
  'revision/looks.ts',
  'revision/parts.ts',
  'revision/dependency.ts',
  'revision/fargate.ts',
  'revision/flaw.ts',
  'revision/sound.ts',
  'revision/reference.ts',
  'revision/status.ts',
  'revision/target.ts',
  'revision/typed.ts',
  'revision/telling.ts',
  'revision/unknown.ts',
  'revision/untaken.ts',
  'rollout/cause.ts',
  'rollout/feed.ts',
  'rollout/lead.ts',
  'rollout/lifecycle.ts',
  'rollout/age.ts',
  'rollout/losses.ts',
  'rollout/memory.ts',
  'rollout/pace.ts',
  'rollout/progress.ts',
  'rollout/readiness.ts',
  'rollout/snapshot.ts',
  'rollout/stage.ts',
  'rollout/standing.ts',
  'rollout/strategy.ts',
  'rollout/track.ts',
  'rollout/verdict.ts',
  'rollout/sign.ts',
  'rollout/tail.ts',
  'rollout/watched.ts',
  'rollout/whose.ts',
]
const VERBS = [
  'image/announce.ts',
  'image/assemble.ts',
  'image/build.ts',
  'image/confine.ts',
  'image/confirm.ts',
  'image/digest.ts',
  'image/find.ts',
  'image/gather.ts',
  'image/identify.ts',
  'image/inspect.ts',
  'image/login.ts',
  'image/make.ts',
  'image/name.ts',
  'image/provide.ts',
  'image/read-bake.ts',
  'image/refer.ts',
  'image/registries.ts',
  'image/registry.ts',
  'image/resolve.ts',
  'image/shelf.ts',
  'index.ts',
  'init/explore.ts',
  'init/introduce.ts',
  'main.ts',
  'release/cancel.ts',
  'release/carry-out.ts',
  'release/go-on.ts',
  'release/find-references.ts',
  'release/idle.ts',
  'release/last-look.ts',
  'release/see-since.ts',
  'release/leave-reason.ts',
  'release/look.ts',
  'release/look-back.ts',
  'release/name-afterwards.ts',
  'release/prepare.ts',
  'release/prerequisites.ts',
  'release/set-off.ts',
  'release/take.ts',
  'release/tell-terraform.ts',
  'release/template.ts',
  'report/log.ts',
  'report/publish.ts',
  'request/definition.ts',
  'request/open.ts',
  'request/read.ts',
  'revision/annotate.ts',
  'revision/find-origin.ts',
  'revision/find.ts',
  'revision/attempts.ts',
  'revision/beside.ts',
  'revision/recall.ts',
  'revision/register.ts',
  'revision/successes.ts',
  'rollout/deployments.ts',
  'rollout/explain.ts',
  'rollout/find-order.ts',
  'rollout/listen.ts',
  'rollout/observe.ts',
  'rollout/recent.ts',
  'rollout/same-image.ts',
  'rollout/services.ts',
  'rollout/start.ts',
  'rollout/survey.ts',
  'rollout/tasks.ts',
  'rollout/tell-losses.ts',
  'rollout/undo.ts',
  'rollout/watch.ts',
]

const valuesOf = (file: string) => imports.filter(({ from, typeOnly }) => from === file && !typeOnly)

test('every file of the action is a noun, a verb or an edge', () => {
  const rooms = files.filter(file => NOUNS.includes(file) || !/^(edge|emulator)\//.test(file))
  expect(rooms.sort()).toEqual([...NOUNS, ...VERBS].sort())
})

describe.each(NOUNS)('the noun %s', noun => {
  test('imports only nouns and what computes', () => {
    const pure = [
      'edge/mask.ts',
      'node:crypto',
      'node:path',
      'node:util',
      '@smithy/core/retry',
      '@smithy/core/schema',
      '@balena/dockerignore',
      'semver',
      'yaml',
    ]
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
  ['@aws-sdk/client-secrets-manager', 'edge/aws.ts'],
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
  const between = imports.filter(({ what }) => files.includes(what))
  expect(between.filter(({ from, what }) => inEmulator(from) !== inEmulator(what))).toEqual([])
})

test('the local ECS carries no SDK', () => {
  const sdk = imports.filter(
    ({ from, what, typeOnly }) => from.startsWith('emulator/') && what.startsWith('@aws-sdk/') && !typeOnly,
  )
  expect(sdk).toEqual([])
})

const roomOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : '')
const ours = imports.filter(({ from, what }) => files.includes(what) && roomOf(from) !== 'emulator')

test('a room knows itself and the rooms below, of types too', () => {
  const upward = ours.filter(({ from, what }) => FLOORS.indexOf(roomOf(what)) > FLOORS.indexOf(roomOf(from)))
  expect(upward.map(({ from, what }) => `${from} → ${what}`)).toEqual([])
})

test('no circle of files, of types neither', () => {
  const next = new Map(files.map(file => [file, ours.filter(({ from }) => from === file).map(({ what }) => what)]))
  const reaches = (from: string, goal: string, seen = new Set<string>()): boolean =>
    (next.get(from) ?? []).some(to => to === goal || (!seen.has(to) && reaches(to, goal, seen.add(to))))
  expect(files.filter(file => reaches(file, file))).toEqual([])
})

test('edges know no rooms but that of failures', () => {
  const inward = imports.filter(
    ({ from, what }) => from.startsWith('edge/') && files.includes(what) && !/^(edge|failure)\//.test(what),
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

test('docs/architecture.md names every file of every room', () => {
  const page = readFileSync('docs/architecture.md', 'utf8')
  const rows = new Map(
    FLOORS.map(room => [room, page.split('\n').find(line => line.startsWith(`| \`${room}/\``)) ?? '']),
  )
  const unnamed = files.filter(file => {
    const row = rows.get(dirname(file))
    const name = basename(file, '.ts').replace(/^summary.*/, 'summary…')
    return row !== undefined && dirname(file) !== '.' && !row.includes(`\`${name}\``)
  })
  expect(unnamed).toEqual([])
})
